/**
 * The arrows from the fields of a block to where they lead: one below the other, the one furthest to the right on top, so
 * that no line crosses words.
 */
import type { Heap, HeapField, HeapLead } from '../../../shared/models/heap'
import { connector } from '../primitives/connectors'
import { group, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import type { Palette } from '../tokens/tokens'
import type { Cell } from './block-cells'
import { leadWords } from './contents-words'

export interface Lead {
  readonly field: HeapField
  readonly cell: Cell
  readonly x: number
  readonly lines: readonly string[]
  /** In the longest wording. */
  readonly isWhole: boolean
  /** What lies where it leads, where that is short. */
  readonly there?: string
  /** The field that it leads back to, on its left. */
  readonly target?: Cell
  /** Of its first line, from the bottom of the cells. */
  readonly top: number
}

/** What a picture of a block must not leave out. */
const IMPORTANT = new Set<HeapLead['kind']>(['itself', 'stack', 'nowhere', 'heap'])
const INSET = 14
const ARROW = 22
/** A longer value says more in words. */
const LONGEST_VALUE = 12
const FIRST = 10

export interface LeadRoom {
  readonly right: number
  readonly height: number
  /** Of the words. */
  readonly size: number
}

const pitchOf = (size: number) => Math.round(size * 1.35)

/** Nothing where one that matters has no room. */
export function placeLeads(
  heap: Heap,
  cells: readonly Cell[],
  room: LeadRoom,
): readonly Lead[] | undefined {
  const wanted = [...cells]
    .reverse()
    .flatMap((cell) => leadOf(heap, cell, cells, room) ?? [])
    .filter((lead) => lead.lines.length > 0 || isImportant(lead))
  for (let leads: readonly Wanted[] = wanted; ; leads = withoutOne(leads)) {
    const placed = stacked(leads, room)
    if (placed) return placed
    if (leads.every(isImportant)) return undefined
  }
}

type Wanted = Omit<Lead, 'top'>

function leadOf(
  heap: Heap,
  cell: Cell,
  cells: readonly Cell[],
  { right, size }: LeadRoom,
): Wanted | undefined {
  const { field } = cell
  const words = field && leadWords(heap, field)
  if (!field?.lead || !words) return undefined
  const { lead } = field
  const x = cell.x + Math.min(INSET, cell.width / 2)
  const { ways, remark } = words
  const room = (chip: string | undefined) => right - x - ARROW - chipRoom(chip, size)
  const value = lead.kind === 'stack' ? chipText(field) : undefined
  // The place in full comes before the word that tells the value from the number of a step.
  const chips = value === undefined ? [] : [`there: ${value}`, `= ${value}`]
  const there =
    chips.find((chip) => textWidth(ways[0] ?? '', size, 600) <= room(chip)) ?? chips.at(-1)
  const most = room(there)
  const fits = (line: string, weight: 400 | 600) => textWidth(line, size, weight) <= most
  const way = ways.find((one) => fits(one, 600))
  const target =
    lead.kind === 'itself'
      ? cells.find(
          ({ offset, size: bytes }) => offset <= lead.offset && lead.offset < offset + bytes,
        )
      : undefined
  const lines = way === undefined || (remark !== undefined && !fits(remark, 400)) ? [] : [way]
  return {
    ...{
      field,
      cell,
      x,
      lines: remark === undefined || lines.length === 0 ? lines : [...lines, remark],
    },
    isWhole: way === ways[0],
    ...(there !== undefined && { there }),
    ...(target && target.x < cell.x && { target }),
  }
}

const chipText = ({ text }: HeapField) =>
  text !== undefined && text.length <= LONGEST_VALUE ? text : undefined

const chipWidth = (there: string, size: number) =>
  Math.max(24, textWidth(there, size, 400, 'mono') + 14)
const chipRoom = (there: string | undefined, size: number) =>
  there === undefined ? 0 : chipWidth(there, size) + 8

const isImportant = ({ field }: Wanted) => IMPORTANT.has(field.lead?.kind ?? 'null')

const withoutOne = (leads: readonly Wanted[]): readonly Wanted[] => {
  const place = leads.findIndex((lead) => !isImportant(lead))
  return leads.filter((_, index) => index !== place)
}

function stacked(leads: readonly Wanted[], { height, size }: LeadRoom): Lead[] | undefined {
  let top = FIRST
  const placed: Lead[] = []
  for (const lead of leads) {
    if (lead.lines.length === 0) return undefined
    placed.push({ ...lead, top })
    top += lead.lines.length * pitchOf(size) + 4
  }
  return top <= height ? placed : undefined
}

export const leadArrows = (
  leads: readonly Lead[],
  bottom: number,
  size: number,
  colours: Palette,
): Drawn =>
  leads.map(({ field, x, lines, there, target, top }) => {
    const pitch = pitchOf(size)
    const y = bottom + top + pitch / 2
    const into = target && target.x + target.width / 2
    const points =
      into === undefined
        ? [
            { x, y: bottom },
            { x, y },
            { x: x + ARROW - 3, y },
          ]
        : [
            { x, y: bottom },
            { x, y },
            { x: into, y },
            { x: into, y: bottom + 3 },
          ]
    return group(
      `lead-${field.offset.toString(16)}`,
      connector(`lead-${field.offset.toString(16)}.arrow`, points, { stroke: colours.ink }),
      there !== undefined && chip(there, { x: x + ARROW, y }, size, colours),
      lines.map((line, index) =>
        text(
          `words-${index + 1}`,
          {
            x: x + (into === undefined ? ARROW + chipRoom(there, size) : 10),
            y: y + index * pitch + size * 0.36,
          },
          line,
          {
            size,
            weight: index === 0 ? 600 : 400,
            fill: index === 0 ? colours.ink : colours.muted,
          },
        ),
      ),
    )
  })

/** A place that is not the block's: a box of its own. */
function chip(value: string, { x, y }: Point, size: number, colours: Palette): Drawn {
  const [width, height] = [chipWidth(value, size), Math.round(size * 1.4)]
  return [
    rect(
      'there',
      { x, y: y - height / 2, width, height },
      { fill: colours.paper, stroke: colours.ink, strokeWidth: 1.25 },
    ),
    text('there-value', { x: x + width / 2, y: y + size * 0.36 }, value, {
      ...{ size, font: 'mono', anchor: 'middle', fill: colours.ink },
    }),
  ]
}
