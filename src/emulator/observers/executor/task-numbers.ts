/**
 * The number that a program gives a task, as its waker knows it: what a waker points at says whom to wake.
 * A field that is called an id or a task, or else the only number there.
 */
import type { TypeLayout } from '../../debuginfo/dwarf/stopped-program'
import type { KnownTask } from './task-table'
import { littleEndianNumber } from '../../../shared/little-endian'

interface NumberField {
  readonly name: string
  readonly offset: number
  readonly size: number
}

type LayoutOf = (type: string) => TypeLayout | undefined

const NUMBER = /^[ui](8|16|32|64|size)$/
const NESTING_LIMIT = 3

export function createTaskNumbers(layoutOf: LayoutOf): (task: KnownTask) => string | undefined {
  const fields = new Map<string, NumberField | undefined>()

  function fieldOf(type: string): NumberField | undefined {
    if (!fields.has(type)) fields.set(type, chooseField(type, layoutOf))
    return fields.get(type)
  }

  return ({ waker, mark }) => {
    const target = waker?.table.target
    const field = target === undefined ? undefined : fieldOf(target)
    const bytes = field && mark?.subarray(field.offset, field.offset + field.size)
    return bytes && bytes.length === field.size ? littleEndianNumber(bytes).toString() : undefined
  }
}

function chooseField(type: string, layoutOf: LayoutOf): NumberField | undefined {
  const found = numberFields(type, 0, layoutOf)
  const named = found.find(({ name }) => /(^|_)(id|task)$/i.test(name))
  return named ?? (found.length === 1 ? found[0] : undefined)
}

/** Numbers, and structures that are nothing but one: `TaskId(u64)`. */
function numberFields(type: string, depth: number, layoutOf: LayoutOf): readonly NumberField[] {
  return (layoutOf(type)?.members ?? []).flatMap(({ name, type: inner, offset, size }) => {
    if (NUMBER.test(inner)) return [{ name, offset, size }]
    if (depth >= NESTING_LIMIT || size > 8 || /^(core|alloc)::/.test(inner)) return []
    const [only, ...others] = numberFields(inner, depth + 1, layoutOf)
    return only && others.length === 0
      ? [{ name, offset: offset + only.offset, size: only.size }]
      : []
  })
}
