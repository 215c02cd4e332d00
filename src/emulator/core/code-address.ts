/**
 * Where an instruction pointer points: CS has a base outside 64-bit mode, and linear addresses wrap at 4 GiB there.
 * The limit of CS is checked by branches alone: code that runs over it without one goes on.
 */
import { CS, MODE_64 } from './layout'
import { mode, segmentBase } from './state'

// @ts-ignore: decorator
@inline
export function linearOfRip(rip: u64): u64 {
  return mode() == MODE_64 ? rip : (segmentBase(CS) + rip) & 0xffff_ffff
}

/** Linear address of the page after the one that holds `linear`. */
export function pageAfter(linear: u64): u64 {
  const next = (linear | 0xfff) + 1
  return mode() == MODE_64 ? next : next & 0xffff_ffff
}
