/** Finds the last store into the byte at a linear address, a stretch of the past at a time: who wrote this? */
import type { FoundWrite } from '../../shared/protocol'
import { physicalAddress, type LinearAddress, type PhysicalAddress } from '../../shared/units'
import type { MemoryWritten } from '../machine/write-watch'
import type { Search } from '../timeline/timeline'
import type { LoadedMachine } from './loaded-machine'
import type { PastSearch } from './past-search'

/** Throws `RangeError`, in a sentence, when no byte of RAM is at the address now. */
export function beginWriteSearch(loaded: LoadedMachine, address: LinearAddress): PastSearch {
  const place = physicalByte(loaded, address)
  const search: Search<MemoryWritten> = loaded.scout.atNow().findLastWrite(place, 1)
  return {
    command: 'who-wrote',
    kind: 'search',
    next() {
      const step = search.next()
      if (!step.done) return { isOver: false, at: step.value }
      if (!step.value) return { isOver: true, answer: { type: 'write-found', address } }
      const write = describe(loaded, place, step.value)
      return { isOver: true, goTo: write.instant, answer: { type: 'write-found', address, write } }
    },
    cancel: () => void search.return(undefined),
  }
}

function physicalByte({ machine }: LoadedMachine, address: LinearAddress): PhysicalAddress {
  const { outcome, physicalAddress: place } = machine.translate(address, 'read').walk
  if (outcome !== 'mapped' || place === undefined) {
    throw new RangeError('Nothing is mapped at this address now, so nobody can have written there.')
  }
  if (place >= BigInt(machine.memorySize)) {
    throw new RangeError('This address leads to a device, not to memory.')
  }
  return place
}

function describe(
  { debugInfo }: LoadedMachine,
  place: PhysicalAddress,
  { instant, rip, address, old, new: value }: MemoryWritten,
): FoundWrite {
  const shift = 8n * (physicalAddress(place) - address)
  const byteOf = (bytes: bigint) => Number((bytes >> shift) & 0xffn)
  const symbol = debugInfo.locate(rip)
  return {
    instant,
    rip,
    old: byteOf(old),
    new: byteOf(value),
    ...(symbol !== undefined && { symbol }),
  }
}
