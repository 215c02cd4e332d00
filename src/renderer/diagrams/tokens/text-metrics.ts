/**
 * How wide a text will be, from tables for the two bundled fonts.
 *
 * Layout never asks the DOM: a diagram must come out the same on every host, with or without one.
 */
import widths from './inter-widths.json'

export type FontFamily = 'sans' | 'mono'
export type FontWeight = 400 | 600

/** Every glyph of JetBrains Mono is this wide. */
const MONO_ADVANCE_EM = 0.6

/** For the rare character that the table does not know: about the width of a capital letter. */
const UNKNOWN_ADVANCE = 650

const FIRST_PRINTABLE = 0x20

/** Advances of Inter outside ASCII, in thousandths of an em: regular, semibold. */
const outsideAscii: Readonly<Record<string, readonly number[]>> = widths
const ascii: Readonly<Record<FontWeight, readonly number[]>> = widths

function interAdvance(character: string, weight: FontWeight): number {
  const fromAscii = ascii[weight][character.charCodeAt(0) - FIRST_PRINTABLE]
  return fromAscii ?? outsideAscii[character]?.[weight === 400 ? 0 : 1] ?? UNKNOWN_ADVANCE
}

/** The advance width of a text, in pixels at the given font size. */
export function textWidth(
  text: string,
  size: number,
  weight: FontWeight = 400,
  font: FontFamily = 'sans',
): number {
  let [count, advance] = [0, 0]
  for (const character of text) {
    count += 1
    if (font === 'sans') advance += interAdvance(character, weight)
  }
  return font === 'mono' ? count * MONO_ADVANCE_EM * size : (advance * size) / 1000
}

/** The longest beginning of a text that fits, with an ellipsis where something was left out. */
export function fitText(
  text: string,
  width: number,
  size: number,
  weight: FontWeight = 400,
  font: FontFamily = 'sans',
): string {
  if (textWidth(text, size, weight, font) <= width) return text
  const characters = [...text]
  while (characters.length > 0) {
    characters.pop()
    const shortened = characters.join('').trimEnd() + '…'
    if (textWidth(shortened, size, weight, font) <= width) return shortened
  }
  return ''
}
