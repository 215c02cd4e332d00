/** The variables of a stopped program as items of a tree: calls and statics, their variables, and the parts of those. */
import type { Absence, SourceLocation } from '../../../shared/models/debug'
import type { ChangeableScalar, VariableRow } from '../../../shared/models/variables'
import { isSettableRegister } from '../../../shared/state-edit'
import { processorOrder } from '../../debuginfo/dwarf/frame-registers'
import type { OpenScope, OpenVariable } from '../../debuginfo/dwarf/stopped-program'
import type { ValueNode } from '../../debuginfo/dwarf/value-nodes'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { GENERAL_REGISTERS } from '../../machine/processor-state'
import type { TreeItem } from './tree-window'

export type VariableItem = TreeItem<VariableRow>

/** What rows need to know beside their values. */
export interface RowSurroundings {
  readonly readMemory: ReadMemory
  /** The processor's registers, where values of the call still lie in them. */
  readonly registers?: readonly bigint[]
  /** Whether the text of a value is another than before; `about` tells apart what has the same key. */
  isChanged(about: string, key: string, text: string): boolean
}

interface Described {
  readonly step: string
  readonly name: string
  readonly type: string
  readonly value: ValueNode | Absence
  readonly isParameter?: boolean
  readonly source?: SourceLocation
}

export function scopeItem(
  scope: OpenScope,
  index: number,
  search: string,
  surroundings: RowSurroundings,
): VariableItem {
  const about = scope.function ?? ''
  let known: readonly VariableItem[] | undefined
  const items = () =>
    (known ??= withSteps(scope.variables())
      .filter(({ name }) => matches(name, search))
      .map((one) => valueItem(one, about, surroundings)))
  return {
    ...itemsOf(items),
    step: `frame ${index}`,
    row: (place) => ({
      ...place,
      kind: 'group',
      group: 'locals',
      ...(scope.function !== undefined && { name: scope.function }),
      isInlined: scope.isInlined,
      count: items().length,
    }),
  }
}

/** One name may stand for several variables, each in a block of its own. */
function withSteps(variables: readonly OpenVariable[]): Described[] {
  const seen = new Map<string, number>()
  return variables.map((one) => {
    const times = seen.get(one.name) ?? 0
    seen.set(one.name, times + 1)
    return { ...one, step: times === 0 ? one.name : `${one.name} ${times + 1}` }
  })
}

export interface StaticEntry {
  readonly name: string
  readonly type: string
}

/** `open` is asked for those in view alone. */
export function staticsItem(
  entries: readonly StaticEntry[],
  open: (name: string) => ValueNode | undefined,
  surroundings: RowSurroundings,
): VariableItem {
  const itemAt = (index: number): VariableItem | undefined => {
    const entry = entries[index]
    if (!entry) return undefined
    const { name, type } = entry
    const value = open(name) ?? 'not-understood'
    return valueItem({ step: name, name, type, value }, '', surroundings)
  }
  return {
    step: 'statics',
    count: () => entries.length,
    item: itemAt,
    indexOf(step) {
      const index = entries.findIndex(({ name }) => name === step)
      return index < 0 ? undefined : index
    },
    row: (place) => ({
      ...place,
      kind: 'group',
      group: 'statics',
      isInlined: false,
      count: entries.length,
    }),
  }
}

function valueItem(
  described: Described,
  about: string,
  surroundings: RowSurroundings,
): VariableItem {
  const { step, name, type, value, isParameter = false, source } = described
  const node = typeof value === 'string' ? undefined : value
  return {
    step,
    count: () => node?.count() ?? 0,
    item: (index) => {
      const part = node?.part(index)
      return (
        part &&
        valueItem(
          { step: `${index}`, name: part.name, type: part.type, value: part },
          about,
          surroundings,
        )
      )
    },
    indexOf: (inner) => (/^\d{1,6}$/.test(inner) ? Number(inner) : undefined),
    row(place) {
      const text = node?.text() ?? ''
      const scalar = node && changeable(node, surroundings)
      return {
        ...place,
        kind: 'value',
        name,
        type,
        text,
        isParameter,
        isChanged: surroundings.isChanged(about, place.key, text),
        ...(typeof value === 'string' && { absence: value }),
        ...(node?.address !== undefined && { address: node.address }),
        ...(source && { source }),
        ...(scalar && { scalar }),
      }
    },
  }
}

function changeable(
  node: ValueNode,
  { readMemory, registers }: RowSurroundings,
): ChangeableScalar | undefined {
  const scalar = node.scalar()
  if (!scalar || scalar.kind === 'float' || scalar.size > 8) return undefined
  const { kind, size } = scalar
  if (node.address !== undefined) {
    const isThere = readMemory(node.address, size).length === size
    return isThere ? { kind, size, place: { kind: 'memory', address: node.address } } : undefined
  }
  const order = node.register && processorOrder(node.register.number)
  const register = order === undefined ? undefined : GENERAL_REGISTERS[order]
  const whole = order === undefined ? undefined : registers?.[order]
  if (!node.register || register === undefined || whole === undefined) return undefined
  if (!isSettableRegister(register) || node.register.offset + size > 8) return undefined
  const { offset } = node.register
  return { kind, size, place: { kind: 'register', register, offset, whole } }
}

const itemsOf = (
  items: () => readonly VariableItem[],
): Pick<VariableItem, 'count' | 'item' | 'indexOf'> => ({
  count: () => items().length,
  item: (index) => items()[index],
  indexOf(step) {
    const index = items().findIndex((item) => item.step === step)
    return index < 0 ? undefined : index
  },
})

/** The groups themselves. */
export const groupsOf = (groups: readonly VariableItem[]) => itemsOf(() => groups)

export const matches = (name: string, search: string): boolean =>
  search === '' || name.toLowerCase().includes(search.toLowerCase())
