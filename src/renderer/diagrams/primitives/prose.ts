/**
 * Sentences with machine values in them.
 *
 * A sentence is written plainly; what stands in backticks, and every hexadecimal number, is set in
 * the monospaced font, where `0x` stays a zero and an x.
 */
import type { Point, Run, Text } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { text } from './shapes'
import type { TextStyle } from './shapes'

const MACHINE_VALUE = /`([^`]+)`|(0x[0-9a-f_]+)/

/** The parts of a sentence, as they are set: plain words, and machine values in the monospaced font. */
export const proseParts = (
  sentence: string,
): readonly { readonly text: string; readonly isValue: boolean }[] =>
  sentence
    .split(MACHINE_VALUE)
    .flatMap((piece: string | undefined, index) =>
      piece ? [{ text: piece, isValue: index % 3 !== 0 }] : [],
    )

/** The runs of a sentence. Blanks at their ends become gaps, because viewers may drop them. */
export function proseRuns(sentence: string, style: TextStyle): Run[] {
  const { size, fill, weight = 400 } = style
  const blank = textWidth(' ', size, weight)
  const runs: Run[] = []
  let isAfterBlank = false
  for (const { text: piece, isValue } of proseParts(sentence)) {
    const content = piece.trim()
    const gap = runs.length > 0 && (isAfterBlank || piece.startsWith(' ')) ? { gap: blank } : {}
    isAfterBlank = piece.endsWith(' ')
    if (!content) continue
    const font = isValue ? 'mono' : 'sans'
    runs.push({ text: content, size, weight, font, fill, ...gap })
  }
  return runs
}

export const prose = (key: string, at: Point, sentence: string, style: TextStyle): Text =>
  text(key, at, proseRuns(sentence, style), style)

/** The sentence without its markup, for titles, captions and screen readers. */
export const plainText = (sentence: string): string => sentence.replaceAll('`', '')

/** The advance width of all runs and the gaps between them. */
export const runsWidth = (runs: readonly Run[]): number =>
  runs.reduce(
    (sum, run) => sum + (run.gap ?? 0) + textWidth(run.text, run.size, run.weight, run.font),
    0,
  )

/** Whether a machine value is still open where the line ends. */
const isOpen = (line: string): boolean => line.split('`').length % 2 === 0

const closed = (line: string): string => (isOpen(line) ? `${line}\`` : line)

/** Breaks a sentence into lines no wider than `width`. A machine value that is broken goes on as one on the next line. */
export function wrapProse(sentence: string, width: number, style: TextStyle): string[] {
  const lines: string[] = []
  let rest = ''
  for (const word of sentence.split(' ')) {
    const longer = rest === '' ? word : `${rest} ${word}`
    if (rest === '' || runsWidth(proseRuns(closed(longer), style)) <= width) rest = longer
    else {
      lines.push(closed(rest))
      rest = isOpen(rest) ? `\`${word}` : word
    }
  }
  return [...lines, rest]
}
