import { describe, expect, it } from 'vitest'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { wakerAt, wakerOfContext } from './waker-of'

const TABLE = { address: 0x9000n, wake: 1n, wakeByRef: 2n, isNoop: false }
const tables = new Map([[TABLE.address, TABLE]])

/** Words by their addresses; nothing behind the first that is missing is mapped. */
const memory =
  (words: Readonly<Record<number, bigint>>): ReadMemory =>
  (address, length) => {
    const view = new DataView(new ArrayBuffer(length))
    let done = 0
    for (; done + 8 <= length; done += 8) {
      const word = words[Number(address) + done]
      if (word === undefined) break
      view.setBigUint64(done, word, true)
    }
    return new Uint8Array(view.buffer, 0, done)
  }

describe('the waker of a poll', () => {
  it('is found through the context, whatever the order of its words', () => {
    const data = 0xaa00n
    const dataFirst = memory({ 0x100: 0x200n, 0x200: data, 0x208: TABLE.address })
    const tableFirst = memory({ 0x100: 0n, 0x108: 0x200n, 0x200: TABLE.address, 0x208: data })
    for (const readMemory of [dataFirst, tableFirst]) {
      expect(wakerOfContext(0x100n, tables, readMemory)).toEqual({ data, table: TABLE })
    }
  })

  it('is none where no word is the address of a known table', () => {
    const readMemory = memory({ 0x100: 0x200n, 0x200: 0x1234n, 0x208: 0x5678n })
    expect(wakerOfContext(0x100n, tables, readMemory)).toBeUndefined()
  })

  it('is none where nothing is mapped', () => {
    expect(wakerOfContext(0xdead_0000n, tables, memory({}))).toBeUndefined()
    expect(wakerAt(0xffff_ffff_ffff_fff8n, tables, memory({}))).toBeUndefined()
  })
})
