/** Finds whoever changed bytes, a register or a cell of the screen last, a stretch of the past at a time. */
import { COLUMNS } from '../../shared/code-page-437'
import type { FoundWrite, Update } from '../../shared/protocol'
import { linearAddress, physicalAddress, type PhysicalAddress } from '../../shared/units'
import { SETTABLE_REGISTERS, type SettableRegister } from '../../shared/state-edit'
import { CELL_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import { targetLength, type WriteTarget } from '../../shared/write-target'
import type { MemoryWritten } from '../machine/write-watch'
import type { Search } from '../timeline/timeline'
import type { LoadedMachine } from './loaded-machine'
import type { PastSearch } from './past-search'

const PAGE_SIZE = 4096n

/** Throws `RangeError`, in a sentence, when there is no byte of RAM now where one was asked about. */
export function beginWriteSearch(loaded: LoadedMachine, target: WriteTarget): PastSearch {
  const search =
    target.type === 'register'
      ? searchRegister(loaded, target.register)
      : searchBytes(loaded, piecesOf(loaded, target))
  return {
    command: 'who-wrote',
    kind: 'search',
    next() {
      const step = search.next()
      if (!step.done) return { isOver: false, at: step.value }
      const write = step.value
      const answer: Update = { type: 'write-found', target, ...(write && { write }) }
      return { isOver: true, answer, ...(write && { goTo: write.instant }) }
    },
    cancel: () => void search.return(undefined),
  }
}

/** Bytes that lie together in RAM, and where the first of them lies among those that were asked about. */
interface Piece {
  readonly address: PhysicalAddress
  readonly length: number
  readonly offset: number
}

function piecesOf(
  loaded: LoadedMachine,
  target: Exclude<WriteTarget, { type: 'register' }>,
): Piece[] {
  const pieces: Piece[] = []
  const length = targetLength(target)
  let offset = 0
  while (offset < length) {
    const address = placeOf(loaded, target, offset)
    const inPage = Number(PAGE_SIZE - (address % PAGE_SIZE))
    const count = Math.min(inPage, length - offset)
    pieces.push({ address, length: count, offset })
    offset += count
  }
  return pieces
}

/** Where a byte of the target lies in RAM. */
function placeOf(
  { machine }: LoadedMachine,
  target: Exclude<WriteTarget, { type: 'register' }>,
  offset: number,
): PhysicalAddress {
  if (target.type === 'screen-cell') {
    const cell = machine.screen().start + CELL_BYTES * (target.row * COLUMNS + target.column)
    return physicalAddress(BigInt(TEXT_WINDOW.start + ((cell + offset) % TEXT_WINDOW.size)))
  }
  const address = BigInt.asUintN(64, target.address + BigInt(offset))
  const place =
    target.space === 'physical'
      ? physicalAddress(address)
      : mappedTo(machine.translate(linearAddress(address), 'read').walk)
  if (place >= BigInt(machine.memorySize)) {
    throw new RangeError('This address leads to a device, not to memory.')
  }
  return place
}

function mappedTo({
  outcome,
  physicalAddress: place,
}: ReturnType<LoadedMachine['machine']['translate']>['walk']): PhysicalAddress {
  if (outcome === 'mapped' && place !== undefined) return place
  throw new RangeError('Nothing is mapped at this address now, so nobody can have written there.')
}

/** One piece after the other; of a later one only what comes after what was found before is of interest. */
function* searchBytes(loaded: LoadedMachine, pieces: readonly Piece[]): Search<FoundWrite> {
  let best: FoundWrite | undefined
  for (const piece of pieces) {
    const search = loaded.scout.atNow().findLastWrite(piece.address, piece.length)
    try {
      for (let step = search.next(); ; step = search.next()) {
        if (step.done) {
          const found = step.value && describeStore(loaded, piece, step.value)
          if (found && (!best || found.instant > best.instant)) best = found
          break
        }
        if (best && step.value <= best.instant) break
        yield step.value
      }
    } finally {
      search.return(undefined)
    }
  }
  return best
}

/** The part of a store that lies in the piece. */
function describeStore(
  loaded: LoadedMachine,
  piece: Piece,
  { instant: when, rip, address, size, old, new: value, isEdit }: MemoryWritten,
): FoundWrite {
  const first = Math.max(0, Number(piece.address - address))
  const last = Math.min(size, Number(piece.address - address) + piece.length)
  const part = (bytes: bigint) => BigInt.asUintN(8 * (last - first), bytes >> BigInt(8 * first))
  return {
    instant: when,
    ...writerOf(loaded, rip, isEdit === true),
    offset: piece.offset + Number(address - piece.address) + first,
    size: last - first,
    old: part(old),
    new: part(value),
  }
}

function* searchRegister(loaded: LoadedMachine, register: SettableRegister): Search<FoundWrite> {
  const found = yield* loaded.scout.atNow().findLastChange(register)
  if (!found) return undefined
  const { instant: when, rip, old, new: value, isEdit } = found
  return {
    instant: when,
    ...writerOf(loaded, rip, isEdit),
    offset: 0,
    size: SETTABLE_REGISTERS[register] / 8,
    old,
    new: value,
  }
}

function writerOf({ debugInfo }: LoadedMachine, at: bigint, isEdit: boolean) {
  const rip = linearAddress(at)
  const symbol = debugInfo.locate(rip)
  const source = debugInfo.sourceOf(rip)
  return {
    rip,
    by: isEdit ? ('edit' as const) : ('processor' as const),
    ...(symbol !== undefined && { symbol }),
    ...(source && { source }),
  }
}
