/**
 * The calls on a stack in bounded work: the unwinder is given so much memory to read and no more, and what repeats
 * with one stride is counted in memory instead of unwound.
 */
import type { Frame, FrameOrigin } from '../../shared/models/debug'
import { linearAddress, type LinearAddress } from '../../shared/units'
import {
  RBP,
  RSP,
  type ReadBytes,
  type StackReader,
  type StackRegisters,
} from './stack-switch-reader'

/** One call, or a run of calls alike: `count` is 1 for a single one. */
export interface Call {
  readonly count: number
  /** Absent for several functions that call one another in turn. */
  readonly name?: string
  readonly source?: string
  readonly address: LinearAddress
  /** RSP as the function sees it; the innermost one's of a run. */
  readonly stackPointer: LinearAddress
  /** The same of the outermost one. */
  readonly outermost: LinearAddress
  readonly origin: FrameOrigin
}

export interface Calls {
  /** The innermost first. */
  readonly calls: readonly Call[]
  /** There are more, which were not looked at. */
  readonly isCut: boolean
}

/** Reads of memory that one question to the unwinder may cost: some twenty calls. */
const READS = 96
/** Questions for one stack. */
const QUESTIONS = 4
const LONGEST_PERIOD = 4
/** So many rounds must be seen before more of the same are counted. */
const ROUNDS = 3
const WORD = 8n
const SCAN_BYTES = 0x1_0000
const SCAN_LIMIT = 0x100_0000n

const NO_BYTES = new Uint8Array(0)

/** The calls from the given registers outwards. */
export function callsFrom(reader: StackReader, registers: StackRegisters): Calls {
  const calls: Call[] = []
  let from = registers
  for (let question = 0; question < QUESTIONS; question++) {
    const { found, isCut } = ask(reader, from)
    // A later question begins with the last call of the one before.
    calls.push(...(calls.length === 0 ? found : found.slice(1)))
    const last = calls.at(-1)
    if (!isCut || !last) return { calls, isCut: false }
    const run = runAfter(reader, calls)
    if (run) calls.push(run)
    from = callerOf(reader, run ?? last)
  }
  return { calls, isCut: true }
}

function ask(reader: StackReader, registers: StackRegisters) {
  let reads = 0
  const read: ReadBytes = (address, length) =>
    reads++ < READS ? reader.read(address, length) : NO_BYTES
  const found = activations(reader.backtrace(registers, read))
  return { found, isCut: reads > READS && found.length > 1 }
}

/** One call for each activation, by the name of the function that was called and not of those inlined into it. */
function activations(frames: readonly Frame[]): Call[] {
  const byNumber = new Map(frames.map((frame) => [frame.activation, frame]))
  return [...byNumber.values()].map(
    ({ function: name, source, address, stackPointer, origin }) => ({
      count: 1,
      ...(name === undefined ? {} : { name }),
      ...(source ? { source: `${source.file}:${source.line}` } : {}),
      address,
      stackPointer,
      outermost: stackPointer,
      origin,
    }),
  )
}

/** More calls of the kind that the last ones are, as far as their return addresses lie in memory with one stride. */
function runAfter(reader: StackReader, calls: readonly Call[]): Call | undefined {
  for (let period = 1; period <= LONGEST_PERIOD; period++) {
    const tail = calls.slice(-period * ROUNDS - 1)
    const stride = strideOf(tail, period)
    const [last, before, corresponding] = [tail.at(-1), tail.at(-1 - period), tail.at(-period)]
    if (stride === undefined || !last || !before || !corresponding) continue
    const rounds = countReturns(reader, last, stride)
    if (rounds === 0) return undefined
    const { name, source, ...rest } = last
    return {
      ...rest,
      ...(period === 1 && name !== undefined ? { name } : {}),
      ...(period === 1 && source !== undefined ? { source } : {}),
      count: rounds * period,
      stackPointer: linearAddress(
        last.stackPointer + corresponding.stackPointer - before.stackPointer,
      ),
      outermost: linearAddress(last.stackPointer + stride * BigInt(rounds)),
    }
  }
  return undefined
}

/** Bytes of one round, when some rounds were alike in return addresses and sizes. */
function strideOf(tail: readonly Call[], period: number): bigint | undefined {
  if (tail.length < period * ROUNDS + 1 || tail.some(({ count }) => count > 1)) return undefined
  const pairs = tail
    .slice(0, -period)
    .map((inner, index) => ({ inner, outer: tail[index + period] }))
  const strides = pairs.map(({ inner, outer }) => (outer?.outermost ?? 0n) - inner.stackPointer)
  const [stride = 0n] = strides
  const isPeriodic =
    pairs.slice(1).every(({ inner, outer }) => inner.address === outer?.address) &&
    strides.every((one) => one === stride)
  return isPeriodic && stride > 0n ? stride : undefined
}

/** How often the return address of a call stands above it again, always `stride` further. */
function countReturns(
  reader: StackReader,
  { address, stackPointer }: Call,
  stride: bigint,
): number {
  let slot = stackPointer - WORD + stride
  let count = 0
  while (slot - stackPointer < SCAN_LIMIT) {
    const start = slot
    const view = viewOf(reader.read(linearAddress(start), SCAN_BYTES))
    while (slot - start + WORD <= BigInt(view.byteLength)) {
      if (view.getBigUint64(Number(slot - start), true) !== address) return count
      count += 1
      slot += stride
    }
    if (slot === start) return count
  }
  return count
}

/** Registers from which the unwinder can go on behind a call that was found. */
function callerOf(reader: StackReader, { address, outermost, origin }: Call): StackRegisters {
  // A function that keeps a frame pointer pushed its caller's first, right below the return address.
  const saved = viewOf(reader.read(linearAddress(outermost - 2n * WORD), Number(WORD)))
  const rbp = saved.byteLength < Number(WORD) ? 0n : saved.getBigUint64(0, true)
  const values = new Map([
    [RSP, outermost as bigint],
    [RBP, rbp],
  ])
  // Behind a call the function is found by the address before: the call may be its last instruction.
  const isExact = origin === 'interrupt-frame' || origin === 'registers'
  return {
    rip: isExact ? address : address - 1n,
    general: Array.from({ length: 16 }, (_, register) => values.get(register) ?? 0n),
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
