/** Reads the stack pointers of the TSS. SDM Vol. 3A, "Task Management in 64-bit Mode". */
import type { StackField, TaskState } from '../../shared/models/stack-switch'
import { linearAddress } from '../../shared/units'
import type { StackReader } from './stack-switch-reader'

/** Where each pointer lies in the segment. */
const OFFSETS: readonly (readonly [StackField, number])[] = [
  ['RSP0', 4],
  ['RSP1', 12],
  ['RSP2', 20],
  ['IST1', 36],
  ['IST2', 44],
  ['IST3', 52],
  ['IST4', 60],
  ['IST5', 68],
  ['IST6', 76],
  ['IST7', 84],
]
const SIZE = 92
const POINTER_BYTES = 8

/** Nothing before the first LTR, and outside of IA-32e mode, whose TSS is another. */
export function readTaskState({ processor, read }: StackReader): TaskState | undefined {
  const { taskRegister, isLongMode } = processor()
  const { selector, limit } = taskRegister
  if (!isLongMode || (selector & 0xfffc) === 0) return undefined
  const base = linearAddress(taskRegister.base)
  const bytes = read(base, SIZE)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const readable = Math.min(bytes.length, limit + 1)
  return {
    selector,
    base,
    limit,
    pointers: OFFSETS.filter(([, offset]) => offset + POINTER_BYTES <= readable).map(
      ([field, offset]) => ({
        field,
        address: linearAddress(base + BigInt(offset)),
        value: linearAddress(view.getBigUint64(offset, true)),
      }),
    ),
  }
}
