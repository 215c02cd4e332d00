/** Prose where there is one line for it. */
import { proseRuns, runsWidth, wrapProse } from './prose'
import type { TextStyle } from './shapes'

/** Whole sentences, as many as fit on the line. */
export function fittingSentences(text: string, room: number, style: TextStyle): string {
  let words = ''
  for (const sentence of text.split(/(?<=[.:]) /)) {
    const longer = words === '' ? sentence : `${words} ${sentence}`
    if (words !== '' && runsWidth(proseRuns(longer, style)) > room) break
    words = longer
  }
  return wrapProse(words, room, style)[0] ?? ''
}
