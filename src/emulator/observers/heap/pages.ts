/**
 * Reads words of the guest's memory a page at a time: a walk through a list touches few pages, many times each.
 * Good for one instant only.
 */
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { linearAddress } from '../../../shared/units'

export interface Pages {
  /** A little-endian number of 1 to 8 bytes, or nothing where they are not all mapped. */
  number(address: bigint, size: number): bigint | undefined
  word(address: bigint): bigint | undefined
}

const PAGE_SHIFT = 12n
const PAGE_SIZE = 1 << 12
const OFFSET_MASK = BigInt(PAGE_SIZE - 1)
const WORD = 8

export function createPages(readMemory: ReadMemory): Pages {
  const pages = new Map<bigint, DataView | undefined>()

  function pageOf(address: bigint): DataView | undefined {
    const number = address >> PAGE_SHIFT
    if (!pages.has(number)) {
      const bytes = readMemory(linearAddress(number << PAGE_SHIFT), PAGE_SIZE)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
      pages.set(number, bytes.length === PAGE_SIZE ? view : undefined)
    }
    return pages.get(number)
  }

  function number(address: bigint, size: number): bigint | undefined {
    const offset = Number(address & OFFSET_MASK)
    if (offset + size > PAGE_SIZE) return across(address, size)
    const page = pageOf(address)
    if (!page) return undefined
    if (size === WORD) return page.getBigUint64(offset, true)
    let value = 0n
    for (let at = size - 1; at >= 0; at--)
      value = (value << 8n) | BigInt(page.getUint8(offset + at))
    return value
  }

  /** A word that lies on two pages. */
  function across(address: bigint, size: number): bigint | undefined {
    let value = 0n
    for (let at = size - 1; at >= 0; at--) {
      const byte = number(address + BigInt(at), 1)
      if (byte === undefined) return undefined
      value = (value << 8n) | byte
    }
    return value
  }

  return { number, word: (address) => number(address, WORD) }
}
