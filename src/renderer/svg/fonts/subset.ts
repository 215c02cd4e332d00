/**
 * A TrueType font that holds just the characters of one drawing.
 * OpenType specification, "Required Tables" and "Tables Related to TrueType Outlines".
 *
 * No hints, no kerning and no ligatures: a drawing's text is laid out by plain advances.
 */
import { createByteWriter } from './byte-writer'
import type { Face, Glyph } from './face'
import { encodeGlyph, glyphBounds } from './glyph-table'

interface Subset {
  readonly face: Face
  readonly name: string
  /** In order of code points; glyph 0 is what a font shows for characters that it lacks. */
  readonly characters: readonly string[]
  readonly glyphs: readonly Glyph[]
}

/** Characters that the face lacks are left to the next font of the stack. */
export function subsetFont(face: Face, name: string, characters: Iterable<string>): Uint8Array {
  const known = [...new Set(characters)].sort().filter((character) => face.glyph(character))
  const missing = { advance: face.unitsPerEm / 2, contours: [] }
  const glyphs = [missing, ...known.map((character) => face.glyph(character) ?? missing)]
  return sfnt(tablesOf({ face, name, characters: known, glyphs }))
}

type Table = readonly [tag: string, bytes: Uint8Array]

function tablesOf(subset: Subset): readonly Table[] {
  const encoded = subset.glyphs.map(encodeGlyph)
  const glyf = createByteWriter()
  const loca = createByteWriter().u32(0)
  for (const bytes of encoded) loca.u32(glyf.bytes(bytes).length())
  // Sorted by tag, as the table directory wants them.
  return [
    ['OS/2', os2(subset)],
    ['cmap', cmap(subset)],
    ['glyf', glyf.finish()],
    ['head', head(subset)],
    ['hhea', hhea(subset)],
    ['hmtx', hmtx(subset)],
    ['loca', loca.finish()],
    ['maxp', maxp(subset)],
    ['name', nameTable(subset)],
    ['post', post()],
  ]
}

const FIXED_1 = 0x0001_0000
const MAGIC = 0x5f0f_3cf5
const CHECKSUM_OF_A_FONT = 0xb1b0_afba
const HEAD_CHECKSUM_OFFSET = 8

function boundsOf({ glyphs }: Subset) {
  const all = glyphs.filter(({ contours }) => contours.length > 0).map(glyphBounds)
  return {
    left: Math.min(0, ...all.map(({ left }) => left)),
    bottom: Math.min(0, ...all.map(({ bottom }) => bottom)),
    right: Math.max(0, ...all.map(({ right }) => right)),
    top: Math.max(0, ...all.map(({ top }) => top)),
  }
}

function head(subset: Subset): Uint8Array {
  const { left, bottom, right, top } = boundsOf(subset)
  return createByteWriter()
    .u32(FIXED_1, FIXED_1, 0, MAGIC) //        version, revision, checksum (set last), magic
    .u16(0b11, subset.face.unitsPerEm) //      baseline at y = 0, left side bearing at x = 0
    .u32(0, 0, 0, 0) //                        created, modified: nothing that differs between two exports
    .u16(left, bottom, right, top)
    .u16(subset.face.weight >= 600 ? 1 : 0) // bold
    .u16(8, 2, 1, 0) //                        smallest size, direction, long offsets, glyph format
    .finish()
}

function hhea(subset: Subset): Uint8Array {
  const { face, glyphs } = subset
  const { left, right } = boundsOf(subset)
  const widest = Math.max(...glyphs.map(({ advance }) => advance))
  return createByteWriter()
    .u32(FIXED_1)
    .u16(face.ascender, face.descender, 0, widest, left, 0, right)
    .u16(1, 0, 0, 0, 0, 0, 0, 0) //            upright caret, reserved, metric format
    .u16(glyphs.length)
    .finish()
}

function hmtx({ glyphs }: Subset): Uint8Array {
  const writer = createByteWriter()
  for (const glyph of glyphs) writer.u16(glyph.advance, glyphBounds(glyph).left)
  return writer.finish()
}

function maxp({ glyphs }: Subset): Uint8Array {
  const points = Math.max(...glyphs.map(({ contours }) => contours.flat().length))
  const contours = Math.max(...glyphs.map((glyph) => glyph.contours.length))
  return createByteWriter()
    .u32(FIXED_1)
    .u16(glyphs.length, points, contours)
    .u16(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0) //   no composites, one zone, no instructions
    .finish()
}

const WINDOWS = 3
const UNICODE_BMP = 1

/** One segment for each character: drawings use a few dozen. Format 4 ends with a segment for 0xffff. */
function cmap({ characters }: Subset): Uint8Array {
  const codes = [...characters.map((character) => character.charCodeAt(0)), 0xffff]
  const count = codes.length
  const log = Math.floor(Math.log2(count))
  const search = 2 * 2 ** log
  const deltas = codes.map((code, index) => (code === 0xffff ? 1 : index + 1 - code))
  return createByteWriter()
    .u16(0, 1, WINDOWS, UNICODE_BMP)
    .u32(12)
    .u16(4, 16 + 8 * count, 0, 2 * count, search, log, 2 * count - search)
    .u16(...codes, 0, ...codes, ...deltas, ...codes.map(() => 0))
    .finish()
}

function os2({ face, characters }: Subset): Uint8Array {
  const codes = characters.map((character) => character.charCodeAt(0))
  const { unitsPerEm, ascender, descender, weight } = face
  const half = Math.round(unitsPerEm / 2)
  return createByteWriter()
    .u16(4, half, weight, 5, 0) //             version, average width, weight, normal width, embedding allowed
    .u16(half, half, 0, half, half, half, 0, half, 50, half, 0) // sub- and superscript, strikeout, class
    .u8(...Array<number>(10).fill(0)) //       PANOSE: any
    .u32(1, 0, 0, 0, 0) //                     Basic Latin; no vendor
    .u16(weight >= 600 ? 0x20 : 0x40) //       bold or regular
    .u16(Math.min(...codes, 0x20), Math.max(...codes, 0x20))
    .u16(ascender, descender, 0, ascender, -descender)
    .u32(1, 0) //                              code page Latin 1
    .u16(half, Math.round(unitsPerEm * 0.73), 0, 0x20, 0)
    .finish()
}

const ENGLISH_US = 0x409
const [FAMILY, STYLE, IDENTIFIER, FULL, POSTSCRIPT] = [1, 2, 3, 4, 6]

function nameTable({ name, face }: Subset): Uint8Array {
  const style = face.weight >= 600 ? 'Bold' : 'Regular'
  const full = `${name} ${style}`
  const records = [
    [FAMILY, name],
    [STYLE, style],
    [IDENTIFIER, full],
    [FULL, full],
    [POSTSCRIPT, full.replaceAll(' ', '')],
  ] as const
  const writer = createByteWriter().u16(0, records.length, 6 + 12 * records.length)
  const text = createByteWriter()
  for (const [id, value] of records) {
    writer.u16(WINDOWS, UNICODE_BMP, ENGLISH_US, id, 2 * value.length, text.length())
    for (const character of value) text.u16(character.charCodeAt(0))
  }
  return writer.bytes(text.finish()).finish()
}

/** Version 3: glyphs have no names. */
const post = (): Uint8Array =>
  createByteWriter().u32(0x0003_0000, 0).u16(-100, 50).u32(0, 0, 0, 0, 0).finish()

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) {
    const word = [0, 1, 2, 3].reduce((value, index) => value * 256 + (bytes[at + index] ?? 0), 0)
    sum = (sum + word) >>> 0
  }
  return sum
}

/** The file: a directory of tables, then the tables. */
function sfnt(tables: readonly Table[]): Uint8Array {
  const count = tables.length
  const log = Math.floor(Math.log2(count))
  const search = 16 * 2 ** log
  const directory = createByteWriter()
    .u32(FIXED_1)
    .u16(count, search, log, 16 * count - search)
  const body = createByteWriter()
  const start = 12 + 16 * count
  const offsets = new Map<string, number>()
  for (const [tag, bytes] of tables) {
    const offset = start + body.length()
    offsets.set(tag, offset)
    directory.bytes([...tag].map((letter) => letter.charCodeAt(0)))
    directory.u32(checksum(bytes), offset, bytes.length)
    body.bytes(bytes).align(4)
  }
  const file = directory.bytes(body.finish()).finish()
  const adjustment = (CHECKSUM_OF_A_FONT - checksum(file)) >>> 0
  const at = (offsets.get('head') ?? 0) + HEAD_CHECKSUM_OFFSET
  new DataView(file.buffer).setUint32(at, adjustment)
  return file
}
