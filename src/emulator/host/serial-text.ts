/**
 * All that the serial port of a run has printed, each byte with its instant, given out as text: what was printed up to
 * the instant that is shown, never half a character.
 */
import type { SerialOutput } from '../../shared/models/machine'
import type { Instant } from '../../shared/units'
import { decodeUtf8 } from '../memory/byte-reader'
import { createInstants, type Instants } from '../timeline/instants'

export interface SerialText {
  /** Takes a byte that the instruction prints which begins at an instant; one that is printed again, because a stretch is executed again, is known already. */
  add(byte: number, now: Instant): void
  /** What must be shown differently at `now` from what was taken last; nothing when all is the same. */
  take(now: Instant): SerialOutput | undefined
  /** The end of what was printed before `now`: so many bytes at most. */
  endAt(now: Instant, most: number): string
  /** The next `take` gives everything. */
  forget(): void
  /** The same past, for a run that takes another way from an instant. */
  branch(now: Instant): SerialText
  /** Forgets what was printed from an instant on. */
  dropFrom(now: Instant): void
}

/** The most that is given out as fresh text; what came before it is lost to the reader. */
const CAPACITY = 1 << 20

export function createSerialText(bytes: Instants = createInstants(Infinity)): SerialText {
  let taken = 0
  let isFresh = true

  /** Bytes that were printed before `now`, without a character that has more to come. */
  function visible(now: Instant): number {
    const count = bytes.indexAfter(now - 1)
    return count - unfinished((back) => (back <= count ? bytes.detail(count - back) : undefined))
  }

  function textBetween(from: number, to: number): string {
    const length = Math.max(0, to - from)
    return decodeUtf8(Uint8Array.from({ length }, (_, index) => bytes.detail(from + index)))
  }

  return {
    add(byte, now) {
      if (now >= bytes.end()) bytes.add(now, byte)
    },
    take(now) {
      const end = visible(now)
      if (!isFresh && end === taken) return undefined
      const startsAnew = isFresh || end < taken
      const from = startsAnew ? Math.max(0, end - CAPACITY) : taken
      taken = end
      isFresh = false
      return { appended: textBetween(from, end), isFresh: startsAnew }
    },
    endAt(now, most) {
      const end = visible(now)
      return textBetween(Math.max(0, end - most), end)
    },
    forget() {
      isFresh = true
    },
    branch(now) {
      const past = bytes.copy()
      past.dropAfter(now - 1)
      return createSerialText(past)
    },
    dropFrom: (now) => bytes.dropAfter(now - 1),
  }
}

/** How many bytes at the end begin a character that has more to come; `at(1)` is the last byte. */
function unfinished(at: (back: number) => number | undefined): number {
  for (let back = 1; back <= 3; back++) {
    const byte = at(back)
    if (byte === undefined) return 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}
