/** How wide the fields of a block are drawn, side by side in the order of their bytes, and which are left out. */
import { formatCount, formatHex } from '../../../shared/format'
import type { HeapContents, HeapField } from '../../../shared/models/heap'
import { textWidth } from '../tokens/text-metrics'
import type { TypeScale } from '../tokens/tokens'
import { bytesWords } from './facts'
import { fieldWays, isFutureState } from './contents-words'

export interface Cell {
  /** Absent for bytes of which nothing is told. */
  readonly field?: HeapField
  readonly offset: number
  readonly size: number
  readonly name: string
  readonly value: string
  readonly x: number
  readonly width: number
}

interface Item extends Pick<Cell, 'field' | 'offset' | 'size'> {
  readonly names: readonly string[]
  /** From the longest on. */
  readonly values: readonly string[]
  /** Fields that it stands for. */
  readonly count: number
}

const PADDING = 14
/** Smaller gaps are the compiler's padding. */
const LEAST_GAP = 8

/** In bytes' proportion where there is room for that, else by what is to be written; nothing where there is no room. */
export function blockCells(
  contents: HeapContents,
  left: number,
  width: number,
  type: TypeScale,
): readonly (readonly Cell[])[] {
  const items = fittingItems(itemsOf(contents), width, type)
  if (!items) return []
  const least = items.map((item) => widthOf(item, type, 'least'))
  const total = items.reduce((sum, { size }) => sum + size, 0)
  const inProportion = items.map(({ size }) => (size / total) * width)
  const isRoomy = inProportion.every((one, index) => one >= (least[index] ?? 0))
  const wanted = items.map((item) => widthOf(item, type, 'most'))
  return [...(isRoomy ? [inProportion] : []), byNeed(least, wanted, items, width)].map((widths) =>
    cellsOf(items, widths, left, type),
  )
}

function itemsOf({ fields, size, more }: HeapContents): Item[] {
  const items: Item[] = []
  let end = 0
  const gap = (to: number) => {
    if (to - end >= LEAST_GAP) items.push(gapOf(end, to - end))
  }
  for (const field of fields) {
    gap(field.offset)
    items.push({ field, offset: field.offset, size: field.size, count: 1, ...wordings(field) })
    end = field.offset + field.size
  }
  if (more > 0) items.push(restOf(end, size - end, more))
  else gap(size)
  return items
}

const gapOf = (offset: number, size: number): Item => ({
  ...{ offset, size, count: 0, names: [''], values: [bytesWords(size)] },
})

const restOf = (offset: number, size: number, count: number): Item => ({
  ...{ offset, size, count, names: [`${formatCount(count)} more`], values: [''] },
})

function wordings(field: HeapField): Pick<Item, 'names' | 'values'> {
  const { address, text = '' } = field
  const names = fieldWays(field)
  if (address === undefined) return { names, values: [text, ...cutWays(text)] }
  const whole = formatHex(address)
  return {
    names,
    values: address === 0n ? ['0'] : [whole, `…${whole.slice(-9)}`, `…${whole.slice(-4)}`],
  }
}

/** A long list or text is known by its beginning; what is short stays whole. */
const cutWays = (text: string): readonly string[] =>
  [16, 10, 6]
    .filter((length) => text.length > Math.max(length + 1, 8))
    .map((length) => `${text.slice(0, length)}…`)

function widthOf({ names, values }: Item, { small, value }: TypeScale, which: 'least' | 'most') {
  const place = which === 'least' ? -1 : 0
  const name = textWidth(names.at(place) ?? '', small)
  return PADDING + Math.max(name, textWidth(values.at(place) ?? '', value, 400, 'mono'))
}

/** A field that leads somewhere, and where a future stands, are what the picture is for. */
const isTold = ({ field }: Item): boolean =>
  field !== undefined && (field.lead !== undefined || isFutureState(field))

/** With the last of the others left out, one after the other, until all fit. */
function fittingItems(all: readonly Item[], width: number, type: TypeScale): Item[] | undefined {
  let items = [...all]
  const used = () => items.reduce((sum, item) => sum + widthOf(item, type, 'least'), 0)
  while (used() > width) {
    const place = items.map((item) => item.field !== undefined && !isTold(item)).lastIndexOf(true)
    const item = items[place]
    if (!item) return undefined
    items = joined([
      ...items.slice(0, place),
      restOf(item.offset, item.size, item.count),
      ...items.slice(place + 1),
    ])
  }
  return items
}

/** What is left out side by side is one cell. */
const joined = (items: readonly Item[]): Item[] =>
  items.reduce<Item[]>((done, item) => {
    const before = done.at(-1)
    if (!before || before.field || item.field) return [...done, item]
    const count = before.count + item.count
    const size = item.offset + item.size - before.offset
    const both = count > 0 ? restOf(before.offset, size, count) : gapOf(before.offset, size)
    return [...done.slice(0, -1), both]
  }, [])

/** What is over goes to the fields that lead somewhere: their words stand below them. */
function byNeed(
  least: readonly number[],
  wanted: readonly number[],
  items: readonly Item[],
  width: number,
): readonly number[] {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
  const [low, high] = [sum(least), sum(wanted)]
  if (high > width) {
    const share = (width - low) / Math.max(1, high - low)
    return least.map((one, index) => one + share * ((wanted[index] ?? one) - one))
  }
  const leading = items.filter(({ field }) => field?.lead !== undefined).length
  const over = (width - high) / (leading === 0 ? items.length : leading)
  return wanted.map((one, index) =>
    leading === 0 || items[index]?.field?.lead !== undefined ? one + over : one,
  )
}

function cellsOf(
  items: readonly Item[],
  widths: readonly number[],
  left: number,
  { small, value }: TypeScale,
): readonly Cell[] {
  let x = left
  return items.map(({ names, values, field, offset, size }, index) => {
    const width = widths[index] ?? 0
    const room = width - PADDING + 1
    const cell = {
      ...(field && { field }),
      ...{ offset, size, x, width },
      name: names.find((one) => textWidth(one, small) <= room) ?? names.at(-1) ?? '',
      value:
        values.find((one) => textWidth(one, value, 400, 'mono') <= room) ?? values.at(-1) ?? '',
    }
    x += width
    return cell
  })
}
