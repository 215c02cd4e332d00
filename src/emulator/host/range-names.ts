/** What mapped ranges are for: that which most of their bytes belong to, and the stacks whose tops lie in them. */
import type { MappedRange } from '../../shared/models/space-map'
import { linearAddress } from '../../shared/units'
import { TEXT_WINDOW } from '../../shared/vga-text'
import { SegmentType } from '../memory/image'
import { RSP } from '../observers/stack-switch-reader'
import { readTaskState } from '../observers/stack-switch-task-state'
import type { AddressRange } from '../query/event-record'
import type { LoadedMachine } from './loaded-machine'
import { createStackReader } from './stack-reader'

interface Place extends AddressRange {
  readonly name: string
}

interface Top {
  readonly name: string
  /** A stack that is empty begins right behind its last byte. */
  readonly address: bigint
}

type Sources = Pick<LoadedMachine, 'machine' | 'elf' | 'observers' | 'debugInfo' | 'lookup'>

/**
 * The range with its name, where it has one. Of a space that CR3 does not hold, linear addresses are named only where
 * they lead to where they do now.
 */
export function createRangeNames(
  sources: Sources,
  isCurrent: boolean,
): (range: MappedRange) => MappedRange {
  const { machine } = sources
  const places = placesOf(sources)
  const tops = topsOf(sources)
  const memory = BigInt(machine.memorySize)

  const isAsNow = ({ start, physical }: MappedRange): boolean =>
    isCurrent || machine.translate(start, 'read').walk.physicalAddress === physical

  function nameOf(range: MappedRange): string | undefined {
    const { start, size, physical, isContiguous } = range
    const isAll = isContiguous && physical === 0n && start !== 0n && BigInt(size) >= memory
    if (isAll) return 'all of physical memory'
    if (isOfScreen(range)) return 'screen'
    const names = isAsNow(range) ? [mostOf(range, places)?.name, stacksIn(range, tops)] : []
    const known = names.filter((name) => name !== undefined)
    if (known.length > 0) return known.join(': ')
    return isContiguous && (start as bigint) === physical
      ? 'identity: linear = physical'
      : undefined
  }

  return (range) => {
    const name = nameOf(range)
    return name === undefined ? range : { ...range, name }
  }
}

function placesOf({ elf, observers }: Sources): readonly Place[] {
  const heap = observers.heap.bounds()
  return [
    ...(heap ? [{ name: 'heap', lo: heap.start, hi: heap.end }] : []),
    ...elf.segments
      .filter(({ type }) => type === SegmentType.load)
      .map(({ virtualAddress: lo, memorySize, isExecutable, isWritable }) => {
        const kind = isExecutable ? 'code' : isWritable ? 'data' : 'constants'
        return { name: `image ${kind}`, lo, hi: lo + memorySize }
      }),
  ]
}

/** The stack in use, and those that the TSS names. */
function topsOf(sources: Sources): readonly Top[] {
  const rsp = sources.machine.processor().general[RSP] ?? 0n
  const task = readTaskState(createStackReader(sources))
  return [
    { name: 'stack in use', address: rsp },
    ...(task?.pointers ?? [])
      .filter(({ value }) => value !== 0n)
      .map(({ field, value }) => ({ name: `${field} stack`, address: value })),
  ]
}

function stacksIn({ start, size }: MappedRange, tops: readonly Top[]): string | undefined {
  const end = start + BigInt(size)
  const [first] = tops.filter(({ address }) => {
    const last = linearAddress(address - 1n)
    return start <= last && last < end
  })
  return first?.name
}

const isOfScreen = ({ physical, size }: MappedRange): boolean =>
  physical >= TEXT_WINDOW.start && physical + BigInt(size) <= TEXT_WINDOW.start + TEXT_WINDOW.size

/** What more than half of a range belongs to. */
function mostOf({ start, size }: MappedRange, places: readonly Place[]): Place | undefined {
  const end = start + BigInt(size)
  let best: Place | undefined
  let most = BigInt(size) / 2n
  for (const place of places) {
    const lo = place.lo > start ? place.lo : start
    const hi = place.hi < end ? place.hi : end
    if (hi - lo <= most) continue
    best = place
    most = hi - lo
  }
  return best
}
