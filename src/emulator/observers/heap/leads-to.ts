/**
 * Where an address leads that lies in a block: back into the block, into another, to a stack, into the program.
 *
 * Calls are unwound when the first address asks for it: most lead into the heap or nowhere.
 */
import type { Frame } from '../../../shared/models/debug'
import type { HeapByte, HeapLead } from '../../../shared/models/heap'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { Block } from './ledger'
import type { ObservedHeapMachine } from './observed-machine'
import type { Range } from './ranges'

export interface LeadSurroundings {
  readonly block: Block
  readonly blocks: readonly Block[]
  /** The heap, and what a byte of it is. */
  readonly whole: Range
  readonly kindAt: (address: bigint) => HeapByte | undefined
}

export type LeadsTo = (address: bigint) => HeapLead

export function createLeadsTo(
  machine: ObservedHeapMachine,
  { block, blocks, whole, kindAt }: LeadSurroundings,
): LeadsTo {
  const { debugInfo, readLinear, registers } = machine
  let known: readonly Frame[] | undefined
  const frames = () => (known ??= registers ? debugInfo.backtrace(registers(), readLinear) : [])

  function inHeap(address: bigint): HeapLead | undefined {
    if (address < whole.start || address >= whole.end) return undefined
    const other = blocks.find((one) => isIn(one, address))
    if (!other) return { kind: 'heap', byte: kindAt(address) ?? 'unknown' }
    const { sequence, address: start } = other
    return { kind: 'block', sequence, offset: Number(address - start) }
  }

  function onStack(address: bigint): HeapLead | undefined {
    const frame = frameAround(frames(), address)
    const stack = stackName(debugInfo, address)
    if (!frame && stack === undefined) return undefined
    return {
      kind: 'stack',
      ...(stack !== undefined && { stack }),
      ...(frame?.function !== undefined && { function: frame.function }),
    }
  }

  function elsewhere(address: LinearAddress): HeapLead {
    const symbol = debugInfo.locate(address)
    if (symbol !== undefined) return { kind: 'program', symbol }
    return { kind: readLinear(address, 1).length > 0 ? 'memory' : 'nowhere' }
  }

  return (address) => {
    if (address === 0n) return { kind: 'null' }
    if (isIn(block, address)) return { kind: 'itself', offset: Number(address - block.address) }
    return inHeap(address) ?? onStack(address) ?? elsewhere(linearAddress(address))
  }
}

const isIn = ({ address: start, size }: Block, address: bigint) =>
  start <= address && address < start + BigInt(size)

/** The call whose frame reaches over an address: the function that has code of its own, not those inlined into it. */
export const frameAround = (frames: readonly Frame[], address: bigint): Frame | undefined =>
  frames.find(
    ({ stackPointer, frameAddress, isInlined }) =>
      !isInlined && frameAddress !== undefined && stackPointer <= address && address < frameAddress,
  )

/** Linker scripts name the ends of a stack, programs the array that it is. */
const STACK = /stack/i
const END = /_(?:bottom|start|base)$/

function stackName({ symbols }: Pick<DebugInfo, 'symbols'>, address: bigint): string | undefined {
  const found = symbols.at(address)?.symbol
  const isStack = found && !found.isFunction && STACK.test(found.name)
  return isStack ? found.name.replace(END, '') : undefined
}
