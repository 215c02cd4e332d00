/**
 * Which stacks there are, and where RSP stands on each: the current one, those that a handler was called away from,
 * those that the TSS holds ready, and those that events showed in use before.
 */
import type { Stack, StackField, TaskState } from '../../shared/models/stack-switch'
import type { LinearAddress } from '../../shared/units'
import { findStack, type StackBounds } from './stack-switch-bounds'
import type { FrameRun, PushedFrame } from './stack-switch-frames'
import { RSP, type StackReader } from './stack-switch-reader'

export interface FoundStack extends StackBounds {
  readonly key: string
  readonly fields: readonly StackField[]
}

export interface StackUse {
  readonly use: Stack['use']
  readonly pointer?: LinearAddress
  readonly isUser: boolean
}

export interface KnownStacks {
  /** The stack that a pointer lies on. */
  readonly at: (pointer: LinearAddress) => FoundStack | undefined
  /** The current one first, then those that wait for an IRET, then the others. */
  readonly all: () => readonly FoundStack[]
  readonly useOf: (stack: FoundStack) => StackUse
  readonly current: FoundStack | undefined
  /** Frames that have not been taken off and still lie there, newest first. */
  readonly live: readonly FrameRun[]
}

const WORD = 8

export function knownStacks(
  reader: StackReader,
  taskState: TaskState | undefined,
  runs: readonly FrameRun[],
  seen: readonly LinearAddress[],
): KnownStacks {
  const found = new Map<string, FoundStack>()
  const asked = new Map<LinearAddress, FoundStack | undefined>()

  function at(pointer: LinearAddress): FoundStack | undefined {
    if (asked.has(pointer)) return asked.get(pointer)
    const bounds = findStack(reader, pointer, taskState)
    const stack = bounds && remember(bounds, pointer)
    asked.set(pointer, stack)
    return stack
  }

  function remember(bounds: StackBounds, pointer: LinearAddress): FoundStack {
    const fields = (taskState?.pointers ?? [])
      .filter(({ value }) => value !== 0n && value === bounds.top?.address)
      .map(({ field }) => field)
    const ist = fields.find((field) => field.startsWith('IST'))
    const place = bounds.top?.address ?? bounds.bottom?.address ?? pointer & ~0xfffn
    const key = ist?.toLowerCase() ?? `stack-${place.toString(16)}`
    const stack = found.get(key) ?? { ...bounds, key, fields }
    found.set(key, stack)
    return stack
  }

  const processor = reader.processor()
  const rsp = (processor.general[RSP] ?? 0n) as LinearAddress
  const current = at(rsp)
  const uses = new Map<string, StackUse>()
  if (current) uses.set(current.key, { use: 'current', pointer: rsp, isUser: processor.cpl === 3 })

  const live: FrameRun[] = []
  for (const run of [...runs].reverse()) {
    if (!isLive(run)) continue
    live.push(run)
    const { rspBefore, cplBefore } = run.first
    const interrupted = at(rspBefore)
    if (!interrupted || uses.has(interrupted.key)) continue
    uses.set(interrupted.key, { use: 'suspended', pointer: rspBefore, isUser: cplBefore === 3 })
  }

  /** A frame that RSP was moved past, or that was written over, will not be returned from. */
  function isLive({ last }: FrameRun): boolean {
    const stack = at(last.rspAfter)
    if (!stack) return false
    const pointer = uses.get(stack.key)?.pointer
    return (pointer === undefined || last.rspAfter >= pointer) && isIntact(reader, last)
  }

  for (const pointer of seen) at(pointer)
  for (const { value } of taskState?.pointers ?? []) if (value !== 0n) at(value)

  const useOf = ({ key, fields }: FoundStack): StackUse =>
    uses.get(key) ?? { use: fields.length > 0 ? 'unused' : 'unknown', isUser: false }
  const order = { current: 0, suspended: 1, unused: 2, unknown: 3 } as const

  return {
    at,
    useOf,
    current,
    live,
    all: () => [...found.values()].sort((a, b) => order[useOf(a).use] - order[useOf(b).use]),
  }
}

/** The saved stack pointer is what no handler has reason to change. */
function isIntact(reader: StackReader, { words }: PushedFrame): boolean {
  const word = words.find(({ slot }) => slot === 'RSP')
  if (!word) return true
  const bytes = reader.read(word.address, WORD)
  if (bytes.length < WORD) return false
  const size = wordSize(words)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const value = size === WORD ? view.getBigUint64(0, true) : BigInt(view.getUint32(0, true))
  return value === BigInt.asUintN(8 * size, word.value)
}

/** Bytes from one word to the next: 8, or 4 outside of IA-32e mode. */
export function wordSize(words: PushedFrame['words']): number {
  const [first, second] = words
  return first && second ? Number(first.address - second.address) : WORD
}
