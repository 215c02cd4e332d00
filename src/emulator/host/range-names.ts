/** What mapped ranges are for: that which most of their bytes belong to. */
import type { MappedRange } from '../../shared/models/space-map'
import { SCREEN_BYTES, TEXT_WINDOW } from '../../shared/vga-text'
import { SegmentType } from '../memory/image'
import type { AddressRange } from '../query/event-record'
import type { LoadedMachine } from './loaded-machine'
import { momentStructures } from './moment-structures'

interface Place extends AddressRange {
  readonly name: string
}

type Sources = Pick<LoadedMachine, 'machine' | 'elf' | 'observers'>

/** The range with its name, where it has one. */
export function createRangeNames(sources: Sources): (range: MappedRange) => MappedRange {
  const places = placesOf(sources)
  const memory = BigInt(sources.machine.memorySize)

  function nameOf(range: MappedRange): string | undefined {
    const { start, size, physical, isContiguous } = range
    const isAll = isContiguous && physical === 0n && start !== 0n && BigInt(size) >= memory
    if (isAll) return 'all of physical memory'
    if (physical >= TEXT_WINDOW.start && physical < TEXT_WINDOW.start + SCREEN_BYTES)
      return 'screen'
    const place = mostOf(range, places)
    if (place) return place.name
    return isContiguous && (start as bigint) === physical
      ? 'identity: linear = physical'
      : undefined
  }

  return (range) => {
    const name = nameOf(range)
    return name === undefined ? range : { ...range, name }
  }
}

/** Of places that are equally much of a range, the first is meant: a stack may lie in the data of an image. */
function placesOf({ machine, elf, observers }: Sources): readonly Place[] {
  const { region } = momentStructures(machine)
  const heap = observers.heap.bounds()
  const named = (name: string, ranges: readonly AddressRange[] | undefined) =>
    (ranges ?? []).map((range): Place => ({ name, ...range }))
  return [
    ...named('stack', region('stack')),
    ...[1, 2, 3, 4, 5, 6, 7].flatMap((ist) => named(`IST${ist} stack`, region(`ist${ist}`))),
    ...named('heap', heap && [{ lo: heap.start, hi: heap.end }]),
    ...elf.segments
      .filter(({ type }) => type === SegmentType.load)
      .flatMap(({ virtualAddress: lo, memorySize, isExecutable, isWritable }) => {
        const kind = isExecutable ? 'code' : isWritable ? 'data' : 'constants'
        return named(`${kind} of the image`, [{ lo, hi: lo + memorySize }])
      }),
  ]
}

/** What at least half of a range belongs to. */
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
