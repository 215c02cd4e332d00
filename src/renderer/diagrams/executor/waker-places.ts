/** The places that keep a waker, in as many words as fit: names of statics, and whose local variable it is that is none. */
import type { TextContent } from '../primitives/shapes'
import { functionName } from '../symbol-words'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { ExecutorDrawing } from './drawing'

/** Where one that is no static is kept is said in words. */
export function placeRuns(
  { colours, layout, progress }: ExecutorDrawing,
  places: readonly string[],
  room: number,
): TextContent {
  const { small, value } = layout.type
  const told = fittingPlaces(places, room, value)
  const [place = ''] = places
  const local = progress.moment.wakers.find((waker) => waker.place === place)?.localOf
  if (told !== place || local === undefined) return told
  const left = room - textWidth(place, value, 400, 'mono') - REMARK_GAP
  const widthOf = ([words, name]: Remark) =>
    textWidth(words, small) + (name ? NAME_GAP + textWidth(name, small, 400, 'mono') : 0)
  const [words, name] = localRemarks(local).find((way) => widthOf(way) <= left) ?? ['']
  if (words === '') return told
  const style = { size: small, fill: colours.muted }
  return [
    { text: place },
    { ...style, text: words, font: 'sans', gap: REMARK_GAP },
    ...(name ? [{ ...style, text: name, gap: NAME_GAP }] : []),
  ]
}

const REMARK_GAP = 8
const NAME_GAP = 5

/** Words, and the name of a function behind them. */
type Remark = readonly [string, string?]

/** Whose local variable it is: the longest that fits is told. */
function localRemarks(local: string): readonly Remark[] {
  const name = `${functionName(local)}()`
  return [['a local variable of', name], ['a local of', name], ['a local variable'], ['a local']]
}

/** As many as fit, and how many more there are. A name is not cut within a word. */
function fittingPlaces(places: readonly string[], room: number, size: number): string {
  const others = places.length - 1
  const first = (more: (left: number) => string) =>
    places.map((_, left) => `${places.slice(0, places.length - left).join(', ')}${more(left)}`)
  const firsts = [...first(moreWords), ...first(fewWords)]
  const shortest = [...places]
    .sort((a, b) => a.length - b.length)
    .flatMap(shorterNames)
    .map((name) => `${name}${fewWords(others)}`)
  const fits = (words: string) => textWidth(words, size, 400, 'mono') <= room
  const words = [...firsts, ...shortest, ...(others > 0 ? [`${places.length} places`] : [])]
  return words.find(fits) ?? fitText(places[0] ?? '', room, size, 400, 'mono')
}

const moreWords = (count: number): string =>
  count === 0 ? '' : ` and ${count} more ${count === 1 ? 'place' : 'places'}`

const fewWords = (count: number): string => (count === 0 ? '' : `, ${count} more`)

/** `ps2_keyboard::READER`, `ps2…::READER`, `ps2_keyboard…`, `ps2…`: cut between words, and still told apart. */
function shorterNames(place: string): readonly string[] {
  const at = place.lastIndexOf('::')
  if (at < 0) return [place]
  const words = place.slice(0, at).split('_')
  const beginnings = words.map((_, left) => words.slice(0, words.length - left).join('_'))
  return [
    place,
    ...beginnings.slice(1).map((begin) => `${begin}…${place.slice(at)}`),
    ...beginnings.map((begin) => `${begin}…`),
  ]
}
