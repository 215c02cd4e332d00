/**
 * Reads a value of a known type out of the program and says it as Rust would print it.
 *
 * Depth, number of parts and length of text are bounded: what is read may be no value at all.
 */
import type { NamedValue, TypedValue } from '../../../shared/models/debug'
import { linearAddress } from '../../../shared/units'
import type { Entry } from './entry'
import { Unreadable } from './read-exactly'
import { createValueShapes, NOT_MAPPED, type Place, type ValueShape } from './value-parts'
import type { ValueSurroundings } from './value-parts'

export type { ReadMemory } from './read-exactly'
export type { Place } from './value-parts'

export interface ValueReader {
  /** With all its parts. */
  read(type: Entry, place: Place): TypedValue
  /** The text alone, of few parts: for a line. */
  line(type: Entry, place: Place): string
  /** What the value is made of; nothing where not even that can be read. */
  shape(type: Entry, place: Place): ValueShape | undefined
}

interface Bounds {
  readonly depth: number
  readonly parts: number
  /** Of one list. */
  readonly items: number
  /** Characters. */
  readonly text: number
  /** Parts are left out that the text does not need. */
  readonly isTextAlone: boolean
}

const WHOLE: Bounds = { depth: 12, parts: 2_000, items: 256, text: 1_000, isTextAlone: false }
const LINE: Bounds = { depth: 6, parts: 60, items: 24, text: 240, isTextAlone: true }
const KEY: Bounds = { depth: 3, parts: 16, items: 8, text: 40, isTextAlone: true }

export function createValueReader(surroundings: ValueSurroundings): ValueReader {
  const { types } = surroundings
  const shapes = createValueShapes(surroundings, (type, place) => readWithin(KEY, type, place).text)

  function shape(type: Entry, place: Place): ValueShape | undefined {
    try {
      return shapes.shapeOf(type, place)
    } catch (error) {
      if (error instanceof Unreadable) return undefined
      throw error
    }
  }

  function readWithin(bounds: Bounds, root: Entry, start: Place): TypedValue {
    let left = bounds.parts

    function read(entry: Entry, place: Place, depth: number): TypedValue {
      left -= 1
      if (depth > bounds.depth || left < 0) return value(types.describe(entry).name, place, '…')
      try {
        return readShape(shapes.shapeOf(entry, place), depth)
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error
        return value(types.describe(entry).name, place, NOT_MAPPED)
      }
    }

    function readShape(found: ValueShape, depth: number): TypedValue {
      const isWanted = found.isTextOfParts || !bounds.isTextAlone
      const count = isWanted ? Math.min(found.count, bounds.items) : 0
      const parts: NamedValue[] = []
      for (let index = 0; index < count && left > 0; index++) {
        const { name, type, place } = found.part(index)
        parts.push({ name, value: read(type, place, depth + 1) })
      }
      return value(found.type, found.place, found.text(parts), parts)
    }

    function value(
      type: string,
      place: Place,
      text: string,
      children: readonly NamedValue[] = [],
    ): TypedValue {
      return {
        type,
        text: text.length > bounds.text ? `${text.slice(0, bounds.text)}…` : text,
        ...(place.kind === 'memory' && { address: linearAddress(place.address) }),
        children,
      }
    }

    return read(root, start, 0)
  }

  return {
    read: (type, place) => readWithin(WHOLE, type, place),
    line: (type, place) => readWithin(LINE, type, place).text,
    shape,
  }
}
