/**
 * Values that are opened part by part, as a person unfolds a tree: nothing is read of what is not looked at, so that a
 * list of thousands and a chain that bites its own tail cost what is seen of them.
 */
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { Entry } from './entry'
import type { Meter } from './malformed'
import { typeName } from './type-reader'
import type { Place, Scalar } from './value-parts'
import type { ValueReader } from './values'

export interface ValueNode {
  /** A field's name, an index, a key, or `*` for what a pointer points at. */
  readonly name: string
  readonly type: string
  /** Where it lies; absent when a register holds it. */
  readonly address?: LinearAddress
  /** As `{:?}` prints it, on one line. */
  text(): string
  /** How many parts it can be opened into. */
  count(): number
  part(index: number): ValueNode | undefined
  /** What it is when it is one number and nothing else. */
  scalar(): Scalar | undefined
  /** The register that holds it, by DWARF's number, and from which of its bytes on. */
  readonly register?: { readonly number: number; readonly offset: number }
}

export type OpenValue = (name: string, type: Entry, place: Place) => ValueNode

/** Of a longer list, the first are shown. */
const PART_LIMIT = 4_096

const NOT_UNDERSTOOD = '<its description makes no sense>'

export function createValueNodes(values: ValueReader, meter: Meter): OpenValue {
  function open(name: string, type: Entry, place: Place): ValueNode {
    let known: ReturnType<ValueReader['shape']> | 'unread' = 'unread'
    const shape = () =>
      known === 'unread'
        ? (known = meter.answer(undefined, () => values.shape(type, place)))
        : known
    const size = () => Math.min(shape()?.count ?? 0, PART_LIMIT)
    return {
      name,
      type: meter.answer('_', () => typeName(type)),
      ...(place.kind === 'memory'
        ? { address: linearAddress(place.address) }
        : place.register && { register: place.register }),
      text: () => meter.answer(NOT_UNDERSTOOD, () => values.line(type, place)),
      count: () => {
        const count = size()
        return Number.isSafeInteger(count) ? count : 0
      },
      part: (index) =>
        meter.answer(undefined, () => {
          if (index >= size()) return undefined
          const part = shape()?.part(index)
          return part && open(part.name, part.type, part.place)
        }),
      scalar: () => shape()?.scalar,
    }
  }
  return open
}
