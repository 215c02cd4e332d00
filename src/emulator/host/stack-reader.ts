/** Answers what the stack-switch observer asks: from the page tables, the symbols, and the unwinder. */
import { linearAddress, physicalAddress, type LinearAddress } from '../../shared/units'
import { PAGE_SIZES, PAGING_LEVELS, PageEntry } from '../../shared/x86/paging'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine, Translation } from '../machine/machine-api'
import type { ObserverContext } from './observers'
import type { StackReader, SymbolSpan, WritableRange } from '../observers/stack-switch-reader'

const TR = 7
const LONG_MODE_ACTIVE = 1n << 10n

export function createStackReader({ machine, debugInfo, lookup }: ObserverContext): StackReader {
  return {
    instant: machine.instant,
    processor() {
      const { general, rip, cpl, efer, segments, isHalted, isShutDown } = machine.processor()
      const { selector = 0, base = 0n, limit = 0 } = segments[TR] ?? {}
      return {
        general,
        rip,
        cpl,
        isLongMode: (efer & LONG_MODE_ACTIVE) !== 0n,
        isHalted,
        isShutDown,
        taskRegister: { selector, base, limit },
      }
    },
    read: machine.readLinear,
    writableAround: (address) => writableAround(machine, address),
    outcomeOfStore: (address) => machine.translate(address, 'write').walk.outcome,
    symbolAround: (address) => symbolAround(debugInfo, address),
    // Where nothing lies, the nearest symbol below says nothing.
    instruction(rip) {
      const instruction = lookup.instruction(rip)
      return instruction.text === undefined ? { rip } : instruction
    },
    backtrace: debugInfo.backtrace,
  }
}

/** Further than this no stack is followed: it is the whole of memory that is mapped. */
const REACH = 16n << 20n
const ENTRY_BYTES = 8n
const LAST_INDEX = 511
const SMALL_PAGE = PAGE_SIZES['4k']

function writableAround(machine: Machine, address: LinearAddress): WritableRange | undefined {
  if (machine.translate(address, 'write').walk.outcome !== 'mapped') return undefined
  const page = address - (address % SMALL_PAGE)
  const below = lowerEdge(machine, page)
  const above = upperEdge(machine, page + SMALL_PAGE)
  return {
    ...(below === undefined ? {} : { from: below.address }),
    ...(below?.absent === undefined ? {} : { absentBelow: below.absent }),
    ...(above === undefined ? {} : { to: above }),
  }
}

/** The first page going down from `page` below which nothing can be written. */
function lowerEdge(machine: Machine, page: bigint) {
  const lowest = page - REACH
  let edge = page
  while (edge > lowest && edge > 0n) {
    const { walk } = machine.translate(linearAddress(edge - 1n), 'write')
    if (walk.outcome !== 'mapped') {
      const absent =
        walk.outcome === 'not-present' ? PAGING_LEVELS[walk.steps.length - 1] : undefined
      return { address: linearAddress(edge), absent }
    }
    edge -= bytesAlike(machine, walk, edge - SMALL_PAGE, -1)
  }
  return undefined
}

/** The first address going up from `edge` that cannot be written. */
function upperEdge(machine: Machine, from: bigint): LinearAddress | undefined {
  let edge = from
  while (edge < from + REACH) {
    const { walk } = machine.translate(linearAddress(edge), 'write')
    if (walk.outcome !== 'mapped') return linearAddress(edge)
    edge += bytesAlike(machine, walk, edge, 1)
  }
  return undefined
}

/** Bytes in one direction, that of the page itself included, that the table of its entry maps for writing as well. */
function bytesAlike(
  { memory }: Machine,
  { steps, pageSize }: Translation['walk'],
  page: bigint,
  direction: 1 | -1,
): bigint {
  const step = steps.at(-1)
  if (!step || !pageSize) return REACH
  if (pageSize !== '4k') {
    const size = PAGE_SIZES[pageSize]
    return direction > 0 ? size - (page % size) : (page % size) + SMALL_PAGE
  }
  const rights = PageEntry.P | PageEntry.RW
  let pages = 1n
  for (let index = step.index + direction; index >= 0 && index <= LAST_INDEX; index += direction) {
    const entry = step.address + BigInt(index - step.index) * ENTRY_BYTES
    if ((memory.readU64(physicalAddress(entry)) & rights) !== rights) break
    pages += 1n
  }
  return pages * SMALL_PAGE
}

function symbolAround({ symbols }: DebugInfo, address: LinearAddress): SymbolSpan | undefined {
  const symbol = symbols.at(address)?.symbol
  if (!symbol || symbol.isFunction) return undefined
  const start = { name: symbol.name, address: linearAddress(symbol.address) }
  if (symbol.size > 0n) {
    const end = { names: [], address: linearAddress(symbol.address + symbol.size) }
    return { start, end, isSized: true }
  }
  const next = nextSymbol(symbols, address)
  return next && { start, end: next, isSized: false }
}

/** The table answers by address alone: where the answer changes, the next symbol begins. */
function nextSymbol({ at, beginningAt }: DebugInfo['symbols'], address: LinearAddress) {
  const symbol = at(address)?.symbol
  let here: bigint = address
  let there: bigint = address + REACH
  if (at(there)?.symbol === symbol) return undefined
  while (there - here > 1n) {
    const middle = (here + there) >> 1n
    if (at(middle)?.symbol === symbol) here = middle
    else there = middle
  }
  const names = beginningAt(there).map(({ name }) => name)
  return { names, address: linearAddress(there) }
}
