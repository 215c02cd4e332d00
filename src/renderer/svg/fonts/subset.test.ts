import { describe, expect, it } from 'vitest'
import { textWidth } from '../../diagrams/tokens/text-metrics'
import { faceFor } from './face'
import { subsetFont } from './subset'

const ASCII = Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index))
const FACES = [
  ['sans', 400],
  ['sans', 600],
  ['mono', 400],
  ['mono', 600],
] as const

describe.each(FACES)('the glyphs of %s %i', (family, weight) => {
  it('are as wide as the layout of the drawings believes', () => {
    const face = faceFor(family, weight)
    for (const character of [...ASCII, '·', '×', '–', '…']) {
      const advance = face.glyph(character)?.advance ?? NaN
      const believed = textWidth(character, 1000, weight, family)
      expect(Math.abs((advance * 1000) / face.unitsPerEm - believed)).toBeLessThan(1)
    }
  })
})

/** The tables of a font file, as a font loader finds them. */
function tablesOf(file: Uint8Array): Map<string, DataView> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  return new Map(
    Array.from({ length: view.getUint16(4) }, (_, index) => {
      const at = 12 + 16 * index
      const tag = String.fromCharCode(...file.subarray(at, at + 4))
      const [offset, length] = [view.getUint32(at + 8), view.getUint32(at + 12)]
      return [tag, new DataView(file.buffer, offset, length)]
    }),
  )
}

const tableOf = (file: Uint8Array, tag: string): DataView => {
  const table = tablesOf(file).get(tag)
  if (!table) throw new Error(`no table ${tag}`)
  return table
}

describe('a subset font', () => {
  const face = faceFor('mono', 400)
  const file = subsetFont(face, 'JetBrains Mono', '0x0b8 ')

  it('holds one glyph for each character, and one for those that it lacks', () => {
    expect(tableOf(file, 'maxp').getUint16(4)).toBe(6)
    expect(tableOf(file, 'hmtx').byteLength).toBe(6 * 4)
    expect(tableOf(file, 'loca').byteLength).toBe(7 * 4)
  })

  it('has the tables that every loader asks for, in order', () => {
    const tags = ['OS/2', 'cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post']
    expect([...tablesOf(file).keys()]).toEqual(tags)
    expect(tableOf(file, 'head').byteLength).toBe(54)
    expect(tableOf(file, 'hhea').byteLength).toBe(36)
    expect(tableOf(file, 'OS/2').byteLength).toBe(96)
  })

  it('maps characters to glyphs in order of their codes', () => {
    const cmap = tableOf(file, 'cmap')
    const count = cmap.getUint16(12 + 6) / 2
    const starts = 12 + 16 + 2 * count
    const glyphs = [...' 08bx'].map((character, index) => {
      const code = character.charCodeAt(0)
      expect(cmap.getUint16(starts + 2 * index)).toBe(code)
      return (code + cmap.getUint16(starts + 2 * count + 2 * index)) & 0xffff
    })
    expect(glyphs).toEqual([1, 2, 3, 4, 5])
  })

  it('adds up to the checksum of a font', () => {
    const view = new DataView(file.buffer)
    let sum = 0
    for (let at = 0; at < file.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
    expect(sum).toBe(0xb1b0_afba)
  })

  it('is the same file for the same characters in any order', () => {
    expect(subsetFont(face, 'JetBrains Mono', 'b8x 0')).toEqual(file)
  })
})
