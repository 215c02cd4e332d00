/** The bytes of the instruction that is being decoded. */
import { translateFetch } from './blocks'
import { pageAfter } from './code-address'
import { fetchByte } from './fetch'
import { NO_ADDRESS } from './tlb'

/** SDM: an instruction longer than this raises #GP. */
const LONGEST: u32 = 15

let linear: u64 = 0
let physical: u64 = 0
let mayCross: bool = false
/** Physical address of the page that the instruction reaches into; all ones while it has not. */
export let secondPage: u64 = 0
/** Bytes taken so far. */
export let length: u32 = 0
/** The instruction has more than 15 bytes. */
export let isTooLong: bool = false
/** It reaches into the next page and was not allowed to. */
export let hasCrossed: bool = false
/** The next page cannot be fetched: PENDING_… says why. */
export let hasFailed: bool = false

export function beginInstruction(linearAddress: u64, physicalAddress: u64, allowCrossing: bool): void {
  linear = linearAddress
  physical = physicalAddress
  mayCross = allowCrossing
  secondPage = NO_ADDRESS
  length = 0
  isTooLong = false
  hasCrossed = false
  hasFailed = false
}

export function take8(): u32 {
  if (length >= LONGEST) {
    isTooLong = true
    return 0
  }
  const offset = u32(physical & 0xfff) + length
  if (offset < 0x1000) {
    length++
    return fetchByte(physical + length - 1)
  }
  if (!mayCross) {
    hasCrossed = true
    return 0
  }
  if (secondPage == NO_ADDRESS && !hasFailed) {
    secondPage = translateFetch(pageAfter(linear))
    if (secondPage == NO_ADDRESS) hasFailed = true
  }
  if (hasFailed) return 0
  length++
  return fetchByte(secondPage + offset - 0x1000)
}

export function take16(): u32 {
  const low = take8()
  return low | (take8() << 8)
}

export function take32(): u32 {
  const low = take16()
  return low | (take16() << 16)
}

export function take64(): u64 {
  const low = u64(take32())
  return low | (u64(take32()) << 32)
}
