/** Which of the PML4's 512 slots are free: the `bootloader` takes the first ones that no segment of the kernel touches. */
import type { ImageSegment } from '../memory/image'
import { ImageError } from './image-error'

export interface Slots {
  /** The first of `count` free slots in a row, which are then taken. */
  take(count: number): number
}

const SLOTS = 512
const slotOf = (address: bigint): number => Number((address >> 39n) & 511n)

export function createSlots(segments: readonly ImageSegment[]): Slots {
  const isTaken = new Array<boolean>(SLOTS).fill(false)
  isTaken[0] = true // the bootloader itself
  for (const { virtualAddress, memorySize } of segments) {
    const last = slotOf(virtualAddress + memorySize)
    for (let slot = slotOf(virtualAddress); slot <= last; slot++) isTaken[slot] = true
  }

  return {
    take(count) {
      for (let first = 0; first + count <= SLOTS; first++) {
        const run = isTaken.slice(first, first + count)
        if (run.includes(true)) continue
        isTaken.fill(true, first, first + count)
        return first
      }
      throw new ImageError(
        'The kernel’s segments leave no room in the address space for the bootloader’s mappings.',
        'Link the kernel into one half of the address space.',
      )
    },
  }
}
