/** What the loader did before the first instruction, and the modes that the processor reaches: `load`, `boot`. */
import { SegmentType, type ImageSegment } from '../../memory/image'
import type { Fact } from '../../query/recorder'
import { instant } from '../../../shared/units'
import { sourceOf, type CreateFactSource } from './fact-source'

const LONG_MODE_ACTIVE = 1n << 10n

/** Program header flags, as ELF numbers them. */
const flagsOf = ({ isReadable, isWritable, isExecutable }: ImageSegment) =>
  (isReadable ? 4n : 0n) | (isWritable ? 2n : 0n) | (isExecutable ? 1n : 0n)

const loadFact = (segment: ImageSegment): Fact => ({
  kind: 'load',
  arguments: ['segment'],
  fields: {
    va: segment.virtualAddress,
    pa: segment.physicalAddress,
    filesz: BigInt(segment.bytes.length),
    memsz: segment.memorySize,
    flags: flagsOf(segment),
  },
})

const bootFact = (mode: 'protected' | 'long'): Fact => ({
  kind: 'boot',
  arguments: [mode],
  fields: { mode },
})

/** The machine stands at the beginning of its run, where the loader has just handed over. */
export const createLoaderFacts: CreateFactSource = ({ loaded: { elf, machine }, tell }) => {
  const isLong = (machine.processor().efer & LONG_MODE_ACTIVE) !== 0n
  const segments = elf.segments.filter(({ type }) => type === SegmentType.load)
  if (machine.instant() === 0) {
    tell([...segments.map(loadFact), bootFact(isLong ? 'long' : 'protected')], instant(0))
  }
  const stop = machine.listen(['control'], (event) => {
    if (event.type !== 'control.register-written' || event.register !== 'IA32_EFER') return
    const set = event.new & ~event.old
    if (set & LONG_MODE_ACTIVE) tell([bootFact('long')], event.instant)
  })
  return sourceOf(stop)
}
