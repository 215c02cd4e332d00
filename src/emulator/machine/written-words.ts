/**
 * In which words of 8 bytes stores began between two snapshots: a page of the stack is written all the time, and still
 * most of it is not. The core notes the words in `WRITTEN_WORDS`, and the pages that they lie in as dirty.
 */
import * as L from '../core/layout'
import type { Core } from './core-binding'

/** Pages in ascending order, and for each of them a bit a word, the lowest word in bit 0 of the first byte. */
export interface WrittenWords {
  readonly pages: Uint32Array
  readonly bits: Uint8Array
}

/** All that was written between two moments, each of which is its symbol's alone. */
export interface Written {
  readonly since: symbol
  readonly until: symbol
  readonly words: WrittenWords
}

export interface WordNotes {
  /** What was noted of some pages, in ascending order; it is then forgotten. */
  take(pages: readonly number[]): WrittenWords
  forget(page: number): void
  /** For a store that did not go through the core. */
  note(address: number, length: number): void
}

const WORD_SHIFT = 3
const PAGE_SHIFT = 12
/** Words of a page, and so notes of it, which are bytes. */
const PAGE_WORDS = 1 << (PAGE_SHIFT - WORD_SHIFT)
const PAGE_BITS = PAGE_WORDS / 8
/** A store begins so many bytes before the last that it reaches, at most. */
const LONGEST_REACH = 7

export function createWordNotes(core: Core, memorySize: number): WordNotes {
  const notes = new Uint8Array(core.buffer, L.WRITTEN_WORDS, memorySize >>> WORD_SHIFT)
  const quads = new Uint32Array(core.buffer, L.WRITTEN_WORDS, notes.length / 4)
  const firstOf = (page: number) => page * PAGE_WORDS

  /** Four notes at once: each is 0 or 1, in the lowest bit of its byte. */
  function pack(page: number, into: Uint8Array, at: number): void {
    const first = firstOf(page) / 4
    for (let byte = 0; byte < PAGE_BITS; byte++) {
      const quad = first + 2 * byte
      into[at + byte] = nibble(quads[quad] ?? 0) | (nibble(quads[quad + 1] ?? 0) << 4)
    }
  }

  const forget = (page: number) => void notes.fill(0, firstOf(page), firstOf(page + 1))

  return {
    take(pages) {
      const bits = new Uint8Array(pages.length * PAGE_BITS)
      pages.forEach((page, index) => {
        pack(page, bits, index * PAGE_BITS)
        forget(page)
      })
      return { pages: Uint32Array.from(pages), bits }
    },
    forget,
    note(address, length) {
      notes.fill(1, address >>> WORD_SHIFT, ((address + length - 1) >>> WORD_SHIFT) + 1)
    },
  }
}

const nibble = (quad: number) => (quad | (quad >>> 7) | (quad >>> 14) | (quad >>> 21)) & 0xf

/** Of a stretch and the one after it: of both, if the second begins where the first ends. */
export function joinWritten(earlier: Written, later: Written): Written {
  if (later.since !== earlier.until) return later
  return { ...later, since: earlier.since, words: joinWords(earlier.words, later.words) }
}

function joinWords(one: WrittenWords, other: WrittenWords): WrittenWords {
  const pages = Uint32Array.from(new Set([...one.pages, ...other.pages])).sort()
  const bits = new Uint8Array(pages.length * PAGE_BITS)
  for (const words of [one, other]) {
    let index = 0
    words.pages.forEach((page, place) => {
      while (pages[index] !== page) index += 1
      const [to, from] = [index * PAGE_BITS, place * PAGE_BITS]
      for (let byte = 0; byte < PAGE_BITS; byte++) {
        bits[to + byte] = (bits[to + byte] ?? 0) | (words.bits[from + byte] ?? 0)
      }
    })
  }
  return { pages, bits }
}

/** Whether a store may have reached one of some bytes of one page. */
export function mayReach({ pages, bits }: WrittenWords, address: number, length: number): boolean {
  const page = address >>> PAGE_SHIFT
  const place = pages.indexOf(page)
  if (place < 0) return false
  const start = page << PAGE_SHIFT
  const first = Math.max(0, address - start - LONGEST_REACH) >>> WORD_SHIFT
  const last = (address - start + length - 1) >>> WORD_SHIFT
  for (let word = first; word <= last; word++) {
    if (((bits[place * PAGE_BITS + (word >>> 3)] ?? 0) >>> (word & 7)) & 1) return true
  }
  return false
}
