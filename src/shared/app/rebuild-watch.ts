/**
 * Decides by looking at a file again and again when it has been rebuilt: it must have come to rest, be whole,
 * and have other contents. Knows neither where the file is nor what reads it.
 */
import { isWholeElf } from './file-kind'

/** How often a file is looked at. Two looks that see the same make a rest. */
export const LOOK_MS = 500

export interface RebuildWatch {
  /** Takes what a look saw, undefined for no file. True: read it, and `take` what was read. */
  see(stamp: string | undefined): boolean
  /** True when this is another kernel than the one before, and all of it. */
  take(image: Uint8Array): boolean
}

/**
 * `image` is what was opened: a file that changed since then counts as rebuilt. Where that is not at hand any more,
 * the first that is read counts as it.
 */
export function createRebuildWatch(image: Uint8Array | undefined): RebuildWatch {
  let latest = image
  let seen: string | undefined
  let read: string | undefined

  return {
    see(stamp) {
      const isAtRest = stamp !== undefined && stamp === seen
      seen = stamp
      if (!isAtRest || stamp === read) return false
      read = stamp
      return true
    },
    take(next) {
      if (!isWholeElf(next)) return false
      const isOther = latest !== undefined && !areEqual(next, latest)
      latest = next
      return isOther
    },
  }
}

const areEqual = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, index) => byte === other[index])
