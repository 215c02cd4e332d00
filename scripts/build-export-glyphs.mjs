/**
 * Takes from the two bundled fonts the glyphs that drawings use: advance and contours, without
 * hints, kerning or ligatures. Writes them for the exports, which make embedded fonts and outlines
 * of them, and writes the advances of Inter for the layout.
 * OpenType specification, "cmap", "glyf", "hmtx"; W3C "WOFF File Format 1.0".
 */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { inflateSync } from 'node:zlib'
import { format } from 'prettier'

const root = resolve(import.meta.dirname, '..')
const GLYPHS = resolve(root, 'src/renderer/svg/fonts/glyphs.json')
const WIDTHS = resolve(root, 'src/renderer/diagrams/tokens/inter-widths.json')
const FACES = [
  ['sans', 400, 'inter/files/inter-latin-400-normal.woff'],
  ['sans', 600, 'inter/files/inter-latin-600-normal.woff'],
  ['mono', 400, 'jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff'],
  ['mono', 600, 'jetbrains-mono/files/jetbrains-mono-latin-600-normal.woff'],
]
const ASCII = Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index))
const CHARACTERS = [...ASCII, '·', '×', '–', '’', '…', '−']

const WOFF_HEADER = 44
const WOFF_ENTRY = 20

/** The tables of a WOFF file by name. */
function readTables(file) {
  const tables = new Map()
  for (let index = 0; index < file.readUInt16BE(12); index++) {
    const at = WOFF_HEADER + index * WOFF_ENTRY
    const [offset, packed, full] = [4, 8, 12].map((field) => file.readUInt32BE(at + field))
    const bytes = file.subarray(offset, offset + packed)
    const name = file.toString('latin1', at, at + 4)
    tables.set(name, packed < full ? inflateSync(bytes) : bytes)
  }
  return tables
}

/** Glyph number of a character, by the format 4 subtable. */
function createCharacterMap(cmap) {
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.readUInt32BE(4 + index * 8 + 4),
  )
  const at = subtables.find((offset) => cmap.readUInt16BE(offset) === 4)
  const doubled = cmap.readUInt16BE(at + 6)
  const ends = at + 14
  const starts = ends + doubled + 2
  const deltas = starts + doubled
  const ranges = deltas + doubled
  return (code) => {
    for (let segment = 0; segment < doubled; segment += 2) {
      if (code > cmap.readUInt16BE(ends + segment)) continue
      const start = cmap.readUInt16BE(starts + segment)
      if (code < start) return 0
      const delta = cmap.readUInt16BE(deltas + segment)
      const range = cmap.readUInt16BE(ranges + segment)
      if (range === 0) return (code + delta) & 0xffff
      const glyph = cmap.readUInt16BE(ranges + segment + range + 2 * (code - start))
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}

const SHORT_X = 2
const SHORT_Y = 4
const REPEAT = 8
const SAME_X = 16
const SAME_Y = 32

/** Contours of a glyph: lists of points x, y, whether on the curve. */
function createContourReader(glyf, loca, isLong) {
  const offsetOf = (glyph) =>
    isLong ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph)
  return function contoursOf(glyph) {
    const at = offsetOf(glyph)
    if (at === offsetOf(glyph + 1)) return []
    const count = glyf.readInt16BE(at)
    return count >= 0 ? readSimple(glyf, at + 10, count) : readComposite(glyf, at + 10, contoursOf)
  }
}

function readSimple(glyf, start, contourCount) {
  const ends = Array.from({ length: contourCount }, (_, i) => glyf.readUInt16BE(start + 2 * i))
  const pointCount = (ends.at(-1) ?? -1) + 1
  let at = start + 2 * contourCount
  at += 2 + glyf.readUInt16BE(at)
  const flags = []
  while (flags.length < pointCount) {
    const flag = glyf[at++]
    flags.push(flag)
    if (flag & REPEAT) for (let again = glyf[at++]; again > 0; again--) flags.push(flag)
  }
  const readAxis = (short, same) => {
    let value = 0
    return flags.map((flag) => {
      if (flag & short) value += (flag & same ? 1 : -1) * glyf[at++]
      else if (!(flag & same)) {
        value += glyf.readInt16BE(at)
        at += 2
      }
      return value
    })
  }
  const xs = readAxis(SHORT_X, SAME_X)
  const ys = readAxis(SHORT_Y, SAME_Y)
  let first = 0
  return ends.map((end) => {
    const points = []
    for (; first <= end; first++) points.push([xs[first], ys[first], flags[first] & 1])
    return points
  })
}

/** A glyph made of moved others; the bundled fonts scale none that drawings use. */
function readComposite(glyf, start, contoursOf) {
  const [WORDS, ARE_OFFSETS, SCALES, MORE] = [1, 2, 8 | 64 | 128, 32]
  const contours = []
  let at = start
  for (let flags = MORE; flags & MORE;) {
    flags = glyf.readUInt16BE(at)
    const part = glyf.readUInt16BE(at + 2)
    if (!(flags & ARE_OFFSETS) || flags & SCALES)
      throw new Error(`glyph part ${part} is not just moved`)
    const [dx, dy] =
      flags & WORDS
        ? [glyf.readInt16BE(at + 4), glyf.readInt16BE(at + 6)]
        : [glyf.readInt8(at + 4), glyf.readInt8(at + 5)]
    at += flags & WORDS ? 8 : 6
    contours.push(
      ...contoursOf(part).map((points) => points.map(([x, y, on]) => [x + dx, y + dy, on])),
    )
  }
  return contours
}

async function readFace([family, weight, path]) {
  const tables = readTables(await readFile(resolve(root, 'node_modules/@fontsource', path)))
  const [head, hhea, hmtx] = ['head', 'hhea', 'hmtx'].map((name) => tables.get(name))
  const glyphOf = createCharacterMap(tables.get('cmap'))
  const contoursOf = createContourReader(
    tables.get('glyf'),
    tables.get('loca'),
    head.readInt16BE(50) === 1,
  )
  const widthCount = hhea.readUInt16BE(34)
  const advanceOf = (glyph) => hmtx.readUInt16BE(4 * Math.min(glyph, widthCount - 1))
  const glyphs = CHARACTERS.filter((character) => glyphOf(character.charCodeAt(0)) !== 0).map(
    (character) => {
      const glyph = glyphOf(character.charCodeAt(0))
      const contours = contoursOf(glyph).map((points) => points.flat().join(' '))
      return [character, [advanceOf(glyph), ...contours]]
    },
  )
  return {
    family,
    weight,
    unitsPerEm: head.readUInt16BE(18),
    ascender: hhea.readInt16BE(4),
    descender: hhea.readInt16BE(6),
    glyphs: Object.fromEntries(glyphs),
  }
}

/** Advances in thousandths of an em: lists for printable ASCII, pairs (400, 600) for the others. */
function widthsOf(faces) {
  const sans = faces.filter(({ family }) => family === 'sans')
  const width = ({ unitsPerEm, glyphs }, character) =>
    Math.round((glyphs[character][0] * 1000) / unitsPerEm)
  const lists = sans.map((face) => [face.weight, ASCII.map((character) => width(face, character))])
  const others = CHARACTERS.slice(ASCII.length).map((character) => [
    character,
    sans.map((face) => width(face, character)),
  ])
  return Object.fromEntries([...lists, ...others])
}

const writeJson = async (path, value) =>
  writeFile(path, await format(JSON.stringify(value), { parser: 'json', printWidth: 100 }))

const faces = await Promise.all(FACES.map(readFace))
await writeJson(GLYPHS, faces)
await writeJson(WIDTHS, widthsOf(faces))
const counts = faces.map(
  ({ family, weight, glyphs }) => `${family} ${weight}: ${Object.keys(glyphs).length} glyphs`,
)
console.log(counts.join('\n'))
