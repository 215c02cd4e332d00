/** One number for the whole state of a machine: processor, translations and RAM by the core, chips by their plain data. */
import type { PlainData } from '../devices/device'

const OFFSET_BASIS = 0xcbf2_9ce4_8422_2325n
const PRIME = 0x100_0000_01b3n
const MASK_64 = (1n << 64n) - 1n

/** Sixteen hex digits. FNV-1a over the chips' state, begun with the core's own hash. */
export function combineHash(coreHash: bigint, chips: PlainData): string {
  let hash = (OFFSET_BASIS ^ coreHash) & MASK_64
  for (const character of JSON.stringify(chips)) {
    hash = ((hash ^ BigInt(character.codePointAt(0) ?? 0)) * PRIME) & MASK_64
  }
  return hash.toString(16).padStart(16, '0')
}
