/** The words around the drawing: title, both addresses, footer. */
import { formatCount, formatHex, formatShortHex } from '../../../shared/format'
import type { PageWalk } from '../../../shared/models/page-walk'
import { longName } from '../glossary'
import { prose, proseRuns, runsWidth, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { TextContent } from '../primitives/shapes'
import type { Group, Text } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { FontFamily } from '../tokens/text-metrics'
import { captionsOf } from './captions'
import type { PageWalkDrawing } from './drawing'
import { isQuery } from './facts'
import { segmentSum } from './segment-sum'
import { isRoomy } from './layout'
import { softwareReason } from './software-words'
import { subtitleOf, targetWords, titleOf } from './words'

export function figureHeading({ walk, colours, layout }: PageWalkDrawing): Group {
  const { margin, type } = layout
  return group(
    'heading',
    text('title', { x: margin, y: 52 }, titleOf(walk), {
      size: type.title,
      weight: 600,
      fill: colours.ink,
    }),
    prose('subtitle', { x: margin, y: 80 }, subtitleOf(walk), {
      size: type.caption,
      fill: colours.muted,
    }),
  )
}

/** Title and one line below it: what happens at this station, or what the whole walk means. */
export function laptopHeading(drawing: PageWalkDrawing): Group {
  const { walk, colours, layout, progress } = drawing
  const { margin, type, width } = layout
  const room = width - 2 * margin
  const y = isRoomy(layout) ? 30 : 25
  const style = { size: type.body, fill: colours.muted }
  const caption = captionsOf(walk)[progress.passed - 1]
  const sentence =
    progress.isComplete || !caption ? subtitleOf(walk) : `${caption.headline} ${caption.detail}`
  const title = fitText(titleOf(walk), room, type.heading, 600)
  const line = wrapProse(sentence, room, style)[0] ?? ''
  return group(
    'heading',
    text('title', { x: margin, y }, title, {
      size: type.heading,
      weight: 600,
      fill: colours.ink,
    }),
    prose('subtitle', { x: margin, y: y + 21 }, line, style),
    moment(drawing, [
      { y, taken: textWidth(title, type.heading, 600) },
      { y: y + 21, taken: runsWidth(proseRuns(line, style)) },
    ]),
  )
}

/** When the walk was made, where there is no footer that tells it: at the end of the first line that has room. */
function moment(
  { walk, colours, layout }: PageWalkDrawing,
  lines: readonly { readonly y: number; readonly taken: number }[],
): Text | undefined {
  if (isQuery(walk) || isRoomy(layout)) return undefined
  const { margin, type, width } = layout
  const words = `at instr ${formatCount(walk.instant)}`
  const room = width - 2 * margin - textWidth(words, type.small) - 24
  const line = lines.find(({ taken }) => taken <= room)
  return (
    line &&
    text('moment', { x: width - margin, y: line.y }, words, {
      size: type.small,
      anchor: 'end',
      fill: colours.muted,
    })
  )
}

/** The linear address and the instruction on the left, what became of it on the right. */
export function addressLine(drawing: PageWalkDrawing): Group {
  const { walk, colours, layout, progress } = drawing
  const { margin, width, addressBaseline: y, type } = layout
  const name = { size: Math.min(type.caption, type.strong), fill: colours.muted }
  const value = { font: 'mono', size: type.strong, weight: 600, gap: 8 } as const
  const linear = formatHex(walk.linearAddress)
  const result = progress.isComplete ? resultOf(walk) : undefined
  const values = textWidth(linear, type.strong, 600, 'mono') * (result ? 2 : 1)
  const reasons = [...sumsOf(walk), ...reasonsOf(walk)]
  const needed = ([names, reason]: Naming): number =>
    textWidth(names.join(''), name.size) + (reason ? reasonWidth(reason, type.body) + 28 : 0)
  const namings = namingsOf(result?.names ?? [''], reasons)
  const room = width - 2 * margin - values - 2 * 8 - 20
  const [names, reason] = namings.find((naming) => needed(naming) <= room) ?? [['linear', '']]
  const [linearName = '', resultName = ''] = names
  return group(
    'addresses',
    text(
      'linear',
      { x: margin, y },
      [
        { text: linearName, ...name },
        { text: linear, ...value },
        ...(reason ? reasonRuns(reason, type.body, colours.muted) : []),
      ],
      { size: type.caption, fill: colours.ink },
    ),
    result &&
      text(
        'result',
        { x: width - margin, y },
        [
          { text: resultName, ...name },
          { text: result.value, ...value },
        ],
        { size: type.caption, fill: colours.ink, anchor: 'end' },
      ),
  )
}

interface Reason {
  readonly text: string
  readonly font: FontFamily
  /** What stands before it, in plain words. */
  readonly lead?: string
}

/** What both addresses are called, and what else there is room for. */
type Naming = readonly [names: readonly [linear: string, result: string], reason?: Reason]

/** From the one that says most: what the address was translated for before what the addresses are called in full. */
function namingsOf(results: readonly string[], reasons: readonly Reason[]): readonly Naming[] {
  const short = results.at(-1) ?? ''
  const names = [
    ...results.map((result) => ['linear address', result] as const),
    ['linear', short] as const,
  ]
  return [
    ...reasons.flatMap((reason) => names.map((pair) => [pair, reason] as const)),
    ...names.map((pair) => [pair] as const),
  ]
}

const LEAD_GAP = 6

const reasonWidth = ({ text: words, font, lead }: Reason, size: number): number =>
  textWidth(words, size, 400, font) + (lead ? textWidth(lead, size) + LEAD_GAP : 0)

const reasonRuns = ({ text: words, font, lead }: Reason, size: number, fill: string) => [
  ...(lead ? [{ text: lead, size, fill, gap: 24 }] : []),
  { text: words, font, size, fill, gap: lead ? LEAD_GAP : 24 },
]

/**
 * What the address was translated for. A fetch has no instruction yet, since what lies at RIP is
 * what the processor was about to read; its own accesses belong to no operand.
 */
function reasonsOf(walk: PageWalk): readonly Reason[] {
  if (walk.software) return [{ text: softwareReason(walk, walk.software), font: 'sans' }]
  if (isQuery(walk)) return []
  if (!walk.isExplicit) return [{ text: 'for the processor itself', font: 'sans' }]
  if (walk.access === 'execute') return [{ text: 'instruction fetch', font: 'sans' }]
  const { text: words } = walk.instruction
  return words === undefined ? [] : [{ text: words, font: 'mono', lead: 'for' }]
}

/** What segmentation did before the translation: whole, and where that is too wide without the base's value. */
const sumsOf = ({ segment }: PageWalk): readonly Reason[] =>
  segment === undefined
    ? []
    : [
        { text: `= ${segmentSum(segment)}`, font: 'mono' },
        { text: `= ${segment.name}.base + ${formatShortHex(segment.offset)}`, font: 'mono' },
      ]

/** The physical address of a walk that found one, CR2 after one that did not. */
function resultOf(walk: PageWalk) {
  if (walk.physicalAddress !== undefined) {
    const names = ['physical address', 'physical']
    return { names, value: formatHex(walk.physicalAddress) }
  }
  if (walk.errorCode === undefined || walk.software) return undefined
  const long = `CR2, the ${longName('CR2') ?? ''}`
  const names = isQuery(walk) ? ['CR2 would hold'] : [long, 'CR2']
  return { names, value: formatHex(walk.linearAddress) }
}

/** Where the byte lies and who asked for it on the left; when, on the right. */
export function footer(drawing: PageWalkDrawing): Group {
  const { walk, colours, layout, progress } = drawing
  const { margin, width, height, type } = layout
  const y = height - (layout.density === 'laptop' ? 12 : 20)
  const style = { size: type.small, fill: colours.muted }
  const moment = [
    `instr ${formatCount(walk.instant)}`,
    isQuery(walk) ? `asked for ring ${walk.cpl}` : `ring ${walk.cpl}`,
    ...(walk.isExplicit ? [] : ['implicit access']),
    `step ${progress.passed} of ${progress.stations.length}`,
  ].join(' · ')
  const room = width - 2 * margin - textWidth(moment, type.small) - 24
  return group(
    'footer',
    text('place', { x: margin, y }, placeRuns(drawing, room), style),
    text('moment', { x: width - margin, y }, moment, { ...style, anchor: 'end' }),
  )
}

function placeRuns({ walk, layout }: PageWalkDrawing, room: number): TextContent {
  const { small } = layout.type
  const { symbol, source, rip } = walk.instruction
  const target = targetWords(walk)
  if (isQuery(walk) && !walk.software)
    return target ?? 'asked by the reader; the machine was not touched'
  if (target !== undefined && !walk.software) {
    const left = room - textWidth(target, small) - 16
    return [
      { text: fitText(target, room, small) },
      ...(source && left > 120
        ? [{ text: fitText(source, left, small, 400, 'mono'), font: 'mono' as const, gap: 16 }]
        : []),
    ]
  }
  const address = formatHex(rip)
  const origin = [symbol, source].filter((part) => part !== undefined).join(' · ')
  const left = room - textWidth(`RIP${address}`, small, 400, 'mono') - 16
  return [
    { text: 'RIP' },
    { text: address, font: 'mono', gap: 6 },
    ...(origin
      ? [{ text: fitText(origin, left, small, 400, 'mono'), font: 'mono' as const, gap: 16 }]
      : []),
  ]
}
