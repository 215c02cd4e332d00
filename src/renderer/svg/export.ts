/**
 * A drawing as a file of its own.
 *
 * By default it carries the glyphs that it uses as embedded fonts; the stack of names stays in
 * place, so a viewer that ignores them uses the installed fonts, or the next in line.
 */
import { shapesOf } from '../diagrams/scene'
import type { Run, Scene } from '../diagrams/scene'
import type { FontFamily, FontWeight } from '../diagrams/tokens/text-metrics'
import { faceFor } from './fonts/face'
import { outlinedScene } from './fonts/outlined'
import { subsetFont } from './fonts/subset'
import { serializeScene } from './serialize'

/** `embedded`: fonts within the file. `outlines`: text as paths. `named`: fonts by name alone. */
export type ExportText = 'embedded' | 'outlines' | 'named'

const FAMILY_NAMES: Readonly<Record<FontFamily, string>> = {
  sans: 'Inter',
  mono: 'JetBrains Mono',
}

export function exportScene(scene: Scene, text: ExportText = 'embedded'): string {
  switch (text) {
    case 'named':
      return serializeScene(scene)
    case 'outlines':
      return serializeScene(outlinedScene(scene))
    case 'embedded':
      return withStyle(serializeScene(scene), fontFaces(scene))
  }
}

/** The one style element of a file: importers that do not know it pass it by. */
const withStyle = (svg: string, rules: readonly string[]): string =>
  svg.replace('</desc>\n', () => `</desc>\n<style>\n${rules.join('\n')}\n</style>\n`)

function fontFaces(scene: Scene): readonly string[] {
  const runs = [...shapesOf(scene.shapes)].flatMap((shape) =>
    shape.kind === 'text' ? shape.runs : [],
  )
  const faces = new Map<string, Run[]>()
  for (const run of runs) {
    const key = `${run.font} ${run.weight}`
    faces.set(key, [...(faces.get(key) ?? []), run])
  }
  return [...faces.keys()].sort().map((key) => {
    const used = faces.get(key) ?? []
    const [{ font, weight } = { font: 'sans', weight: 400 } as const] = used
    return fontFace(font, weight, used.map((run) => run.text).join(''))
  })
}

function fontFace(family: FontFamily, weight: FontWeight, characters: string): string {
  const name = FAMILY_NAMES[family]
  const file = subsetFont(faceFor(family, weight), name, characters)
  return (
    `@font-face{font-family:'${name}';font-weight:${weight};` +
    `src:url(data:font/ttf;base64,${base64(file)}) format('truetype')}`
  )
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 4648, section 4. Written out because `btoa` and `Buffer` are each missing on some host. */
function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3)
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0)
    const sextets = [18, 12, 6, 0].map((shift) => ALPHABET[(group >> shift) & 63] ?? '')
    const count = second === undefined ? 2 : third === undefined ? 3 : 4
    text += sextets.slice(0, count).join('').padEnd(4, '=')
  }
  return text
}
