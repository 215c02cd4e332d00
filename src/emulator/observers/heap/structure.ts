/**
 * Follows the structure that an allocator keeps of its free memory: which of the candidates it is, shown by the requests
 * that it explains, and what each request did to it.
 */
import type { HeapNode, HeapSearch } from '../../../shared/models/heap'
import { linearAddress } from '../../../shared/units'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { Candidate } from './candidates'
import { createClassSizes, type ClassSample } from './class-sizes'
import { freeMemoryOf, readFreeMemory, type FreeMemory } from './free-memory'
import { NODE_LIMIT, type FreeNode } from './lists'
import { markFor, markValue, readNumbers, type Mark, type Numbers } from './marks'
import { createPages, type Pages } from './pages'
import { gapAround, rangeAt, type Range } from './ranges'
import type { Shapes } from './shapes'

/** The structure right before a request; of all candidates as long as none was chosen. */
export interface Before {
  readonly free?: FreeMemory
  readonly mark?: bigint
  readonly all?: readonly { readonly candidate: number; readonly free: FreeMemory }[]
  readonly numbers?: Numbers
}

export interface Given {
  /** What the block takes from its address on. */
  readonly room?: number
  readonly search?: HeapSearch
  /** What was free before, where it is this block by which the allocator was recognised. */
  readonly freeBefore?: FreeMemory
}

export interface StructureState {
  readonly chosen?: number
  readonly mark?: Mark
  readonly samples: readonly ClassSample[]
  readonly cells: readonly (readonly [bigint, number])[]
  readonly tries: number
}

export interface Structure {
  chosen(): Candidate | undefined
  mark(): Mark | undefined
  /** `isWanted`: though there are many free regions. */
  before(isWanted: boolean): Before
  /** Chooses by where things lie alone, for somebody who has seen no request; `top` is where the last live block ends. */
  guess(whole: Range, top: bigint): void
  /** A block was given out. */
  given(before: Before, start: bigint, size: number, alignment: number): Given
  /** A request was refused. */
  refused(before: Before, needed: number): HeapSearch | undefined
  /** A block was given back. */
  takenBack(address: bigint, needed: number): void
  /** The heap was begun anew. */
  forgetCells(): void
  /** All that is free now, at most so many nodes of each list. */
  look(limit?: number): FreeMemory | undefined
  /** What the blocks of a class are good for. */
  classSize(index: number): number | undefined
  state(): StructureState
  restore(state: StructureState): void
}

/** Lists of so many nodes are compared at every request; longer ones only where something is to be learnt from it. */
export const NEAR = 128
/** After so many requests that nothing explained, only a few are tried. */
const TRIES = 64
const PATIENCE = 1_024
const MOST_REFUSED = 64

export function createStructure(
  candidates: readonly Candidate[],
  shapes: Shapes,
  readMemory: ReadMemory,
  bounds: () => Range | undefined,
): Structure {
  const sizes = createClassSizes()
  /** What blocks of classes took when they came from behind the classes. */
  let cells = new Map<bigint, number>()
  let chosen: number | undefined
  let mark: Mark | undefined
  let tries = 0

  const blockSize = (index: number, address: bigint) => cells.get(address) ?? sizes.of(index)
  const fresh = () => createPages(readMemory)
  const isWhole = ({ lists }: FreeMemory) => lists.every(({ end }) => end !== 'long')

  function readLists(index: number, pages: Pages, limit: number): FreeMemory | undefined {
    const candidate = candidates[index]
    const free = candidate && readFreeMemory(candidate, pages, blockSize, limit)
    return free && isWhole(free) ? free : undefined
  }

  function before(isWanted: boolean): Before {
    const pages = fresh()
    const limit = isWanted ? NODE_LIMIT : NEAR
    if (chosen !== undefined) {
      const value = mark && markValue(mark, pages)
      if (mark) return value === undefined ? {} : { mark: value }
      const free = readLists(chosen, pages, limit)
      return free ? { free } : {}
    }
    tries += 1
    if (tries > TRIES && tries % PATIENCE !== 0) return {}
    const all = candidates.flatMap(({ design }, candidate) => {
      const free = design === 'bump' ? undefined : readLists(candidate, pages, NODE_LIMIT)
      return free && free.length > 0 ? [{ candidate, free }] : []
    })
    return { all, numbers: readNumbers(candidates, pages) }
  }

  /** Chooses the candidate that explains a block. */
  function choose({ all, numbers }: Before, block: Range, pages: Pages): FreeMemory | undefined {
    const found = all?.find(({ free }) => nodeAt(free, block.start) !== undefined)
    if (found) {
      chosen = found.candidate
      mark = undefined
      return found.free
    }
    for (const [index, candidate] of candidates.entries()) {
      if (candidate.design !== 'bump' || !numbers) continue
      const after = ({ address, width }: { address: bigint; width: number }) =>
        pages.number(address, width)
      const { start, end } = block
      const moved = markFor(candidate, numbers, after, start, end, shapes.bytes)
      if (!moved) continue
      chosen = index
      mark = moved
      return undefined
    }
    return undefined
  }

  function guess(whole: Range, top: bigint): void {
    const pages = fresh()
    const lies = (address: bigint) => whole.start <= address && address < whole.end
    const found = candidates.findIndex(({ design }, index) => {
      const free = design === 'bump' ? undefined : readLists(index, pages, NODE_LIMIT)
      const nodes = free?.lists.flatMap((list) => list.nodes) ?? []
      return nodes.length > 0 && nodes.every(({ address }) => lies(address))
    })
    if (found >= 0) chosen = found
    for (const [index, { design, numbers }] of candidates.entries()) {
      if (design !== 'bump' || chosen !== undefined) continue
      const shape = numbers.find(({ address, width }) => pages.number(address, width) === top)
      if (!shape) continue
      const { place, address, width } = shape
      mark = { place, address, width, base: 0n, direction: 'up' }
      chosen = index
    }
  }

  function given(was: Before, start: bigint, size: number, alignment: number): Given {
    const pages = fresh()
    const block = { start, end: start + BigInt(size) }
    const free = chosen === undefined ? choose(was, block, pages) : was.free
    if (mark) return givenByMark(was, block, pages)
    const place = free && nodeAt(free, start)
    if (!free || !place || chosen === undefined) {
      // What was chosen does not explain it: another allocator has taken over.
      if (free) chosen = undefined
      return {}
    }
    const found = givenFromLists(free, place, block, Math.max(size, alignment), pages)
    return was.free ? found : { ...found, freeBefore: free }
  }

  function givenByMark(was: Before, { start, end }: Range, pages: Pages): Given {
    if (!mark) return {}
    const value = markValue(mark, pages)
    const explains = mark.direction === 'up' ? value === end : value === start
    if (!explains) {
      // Freed before, given out again: a mark that stands where it stood is no contradiction, unless it never came so far.
      const isBeyond =
        value !== undefined && (mark.direction === 'up' ? end > value : start < value)
      if (value !== was.mark || isBeyond) [chosen, mark] = [undefined, undefined]
      return {}
    }
    const room = Number(end - start)
    if (was.mark === undefined) return { room }
    const gap = mark.direction === 'up' ? start - was.mark : was.mark - end
    const lost = gap >= 0n ? Number(gap) : 0
    return { room, search: { scanned: 0, refused: [], rest: 0, lost, padding: 0 } }
  }

  function givenFromLists(
    free: FreeMemory,
    place: NodePlace,
    block: Range,
    needed: number,
    pages: Pages,
  ): Given {
    const { list, position, node } = place
    const role = free.lists[list]?.role
    const after = chosen === undefined ? undefined : readLists(chosen, pages, NODE_LIMIT)
    const whole = rangeOf(node)
    const gap = whole && after && gapAround(whole, block.start, after.ranges)
    const room = gap && Number(gap.end - block.start)
    if (role === 'class' && free.lists[list]?.index !== undefined) {
      sizes.add({ index: free.lists[list]?.index ?? 0, needed })
    } else if (room !== undefined && free.lists.length > 1) cells.set(block.start, room)
    const asked = Number(block.end - block.start)
    const wanted = classFor(free, needed)
    const passed = free.lists[list]?.nodes.slice(0, position) ?? []
    const search: HeapSearch = {
      scanned: position + 1,
      refused: passed.slice(0, MOST_REFUSED).map(modelNode),
      taken: modelNode(node),
      ...(wanted !== undefined && { list: wanted }),
      rest: gap && whole ? Number(whole.end - whole.start - (gap.end - gap.start)) : 0,
      lost: gap ? Number(block.start - gap.start) : 0,
      padding: room === undefined ? 0 : Math.max(0, room - asked),
    }
    return room === undefined ? { search } : { room, search }
  }

  /** The place of the class that a request belongs to, as far as sizes are known. */
  function classFor({ lists }: FreeMemory, needed: number): number | undefined {
    const found = lists.findIndex(
      ({ role, index }) => role === 'class' && (sizes.of(index ?? 0) ?? 0) >= needed,
    )
    return found < 0 ? undefined : found
  }

  function refused({ free: was, mark: value }: Before, needed: number): HeapSearch | undefined {
    if (value !== undefined) return { scanned: 0, refused: [], rest: 0, lost: 0, padding: 0 }
    // Nothing was taken, so the lists are as they were.
    const free = was ?? look()
    if (!free) return undefined
    const wanted = classFor(free, needed)
    const nodes = free.lists.flatMap((list) => (list.role === 'regions' ? list.nodes : []))
    return {
      scanned: nodes.length,
      refused: nodes.slice(0, MOST_REFUSED).map(modelNode),
      ...(wanted !== undefined && { list: wanted }),
      rest: 0,
      lost: 0,
      padding: 0,
    }
  }

  function takenBack(address: bigint, needed: number): void {
    const row = chosen === undefined ? undefined : candidates[chosen]?.classes
    if (!row) return
    const pages = fresh()
    const index = row.heads.findIndex((head) => pages.word(head) === address)
    if (index >= 0) sizes.add({ index, needed })
    else cells.delete(address)
  }

  function look(limit = NODE_LIMIT): FreeMemory | undefined {
    const candidate = chosen === undefined ? undefined : candidates[chosen]
    if (!candidate) return undefined
    const pages = fresh()
    if (!mark) return readFreeMemory(candidate, pages, blockSize, limit)
    const [value, whole] = [markValue(mark, pages), bounds()]
    if (value === undefined || !whole) return freeMemoryOf([])
    const { start, end } =
      mark.direction === 'up'
        ? { start: value, end: whole.end }
        : { start: whole.start, end: value }
    const nodes = start < end ? [{ address: start, size: Number(end - start) }] : []
    return freeMemoryOf([{ place: mark.place, role: 'regions', nodes, end: 'none' }])
  }

  return {
    chosen: () => (chosen === undefined ? undefined : candidates[chosen]),
    mark: () => mark,
    before,
    guess,
    given,
    refused,
    takenBack,
    forgetCells: () => cells.clear(),
    look,
    classSize: sizes.of,
    state: () => ({
      ...(chosen !== undefined && { chosen }),
      ...(mark && { mark }),
      samples: sizes.state(),
      cells: [...cells],
      tries,
    }),
    restore(state) {
      ;({ chosen, mark, tries } = { chosen: undefined, mark: undefined, ...state })
      sizes.restore(state.samples)
      cells = new Map(state.cells)
    },
  }
}

interface NodePlace {
  readonly list: number
  readonly position: number
  readonly node: FreeNode
}

/** The node of a free region that holds an address. */
function nodeAt({ lists, ranges }: FreeMemory, address: bigint): NodePlace | undefined {
  const isSized = rangeAt(ranges, address) !== undefined
  for (const [list, { nodes }] of lists.entries()) {
    for (const [position, node] of nodes.entries()) {
      if (node.address === address) return { list, position, node }
      const range = isSized ? rangeOf(node) : undefined
      if (range && range.start <= address && address < range.end) return { list, position, node }
    }
  }
  return undefined
}

const rangeOf = ({ address, size }: FreeNode): Range | undefined =>
  size === undefined ? undefined : { start: address, end: address + BigInt(size) }

export const modelNode = ({ address, size }: FreeNode): HeapNode => ({
  address: linearAddress(address),
  ...(size !== undefined && { size }),
})
