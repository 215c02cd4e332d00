/** What a poll was given: its future, and the waker of its context. The System V ABI for x86-64. */
import type { FunctionEntered } from '../../../shared/events'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { REGISTER } from '../../probes/call-watch'
import type { Recognition } from './recognition'
import { wakerOfContext, type FoundWaker } from './waker-of'

export interface PollArguments {
  readonly future: bigint
  readonly waker?: FoundWaker
}

/** A result that does not fit into registers is preceded by its place. */
export function pollArguments(
  { general }: Pick<FunctionEntered, 'general'>,
  { wakerTableAt }: Pick<Recognition, 'wakerTableAt'>,
  readMemory: ReadMemory,
): PollArguments {
  const { RDI, RSI, RDX } = REGISTER
  const [first = 0n, second = 0n, third = 0n] = [general[RDI], general[RSI], general[RDX]]
  const find = (context: bigint) => wakerOfContext(context, wakerTableAt, readMemory)
  const waker = find(second)
  if (waker) return { future: first, waker }
  const behindPlace = find(third)
  return behindPlace ? { future: second, waker: behindPlace } : { future: first }
}
