/** Words where there is little room; of the names of functions, what tells one from the others stands at their end. */
import { segmentsOf } from '../symbol-words'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { FontWeight } from '../tokens/text-metrics'

/** The first wording that there is room for; the last where there is room for none. */
export const wordingThatFits = (
  wordings: readonly string[],
  room: number,
  size: number,
  weight: FontWeight = 400,
): string =>
  wordings.find((wording) => textWidth(wording, size, weight) <= room) ?? wordings.at(-1) ?? ''

/** `enter_segment_not_present` without its path; where that is too wide `…segment_not_present`. */
export function fitName(symbol: string, room: number, size: number, weight: FontWeight): string {
  const short = segmentsOf(symbol).at(-1) ?? symbol
  const words = short.split('_')
  const tails = words.slice(1).map((_, index) => `…${words.slice(index + 1).join('_')}`)
  const fits = (name: string) => textWidth(name, size, weight, 'mono') <= room
  return [symbol, short, ...tails].find(fits) ?? fitText(short, room, size, weight, 'mono')
}

/** As much of the end of a path as fits: it says more than its beginning. */
export function fitPath(
  path: string,
  room: number,
  size: number,
  separator: '/' | '::' = '/',
): string {
  if (textWidth(path, size) <= room) return path
  const parts = path.split(separator)
  const tails = parts
    .slice(1)
    .map((_, index) => `…${separator}${parts.slice(index + 1).join(separator)}`)
  return tails.find((tail) => textWidth(tail, size) <= room) ?? fitText(path, room, size)
}
