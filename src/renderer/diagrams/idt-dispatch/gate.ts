/** Station 2: the gate, byte by byte as it lies in memory, with the parts of the offset gathered above. */
import { formatHex } from '../../../shared/format'
import { checkMark, crossMark } from '../primitives/marks'
import { proseRuns, runsWidth } from '../primitives/prose'
import { decimal, group, line, path, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Path } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { checkLine } from './check-line'
import { gateLines, resultOf } from './checks'
import type { DispatchDrawing } from './drawing'
import { vectorNumber } from './facts'
import { byteX } from './layout'
import type { DispatchLayout } from './layout'
import { headNameX, stationHead } from './station-head'
import { unreadPart } from './unread-part'

export interface GateField {
  readonly key: string
  readonly name: string
  /** What it is called where there is less room, and where there is least. */
  readonly shortNames: readonly string[]
  readonly first: number
  readonly count: number
  readonly kind: 'offset' | 'field' | 'reserved'
}

const field = (
  key: string,
  name: string,
  first: number,
  count: number,
  kind: GateField['kind'] = 'field',
): GateField => ({ key, name, shortNames: [], first, count, kind })

const offsetField = (bits: string, first: number, count: number): GateField => ({
  ...field(`offset-${bits.replace(':', '-')}`, `offset ${bits}`, first, count, 'offset'),
  shortNames: [`bits ${bits}`, bits],
})

/** The byte that holds P, DPL and the type. */
const ATTRIBUTES = 'attributes'

const OFFSET_LOW = offsetField('15:0', 0, 2)
const SELECTOR = field('selector', 'selector', 2, 2)
const OFFSET_MIDDLE = offsetField('31:16', 6, 2)

/** SDM Vol. 3A, Figure "64-Bit IDT Gate Descriptors" and Figure "IDT Gate Descriptors". */
const FIELDS: Readonly<Record<8 | 16, readonly GateField[]>> = {
  16: [
    OFFSET_LOW,
    SELECTOR,
    field('ist', 'IST', 4, 1),
    field(ATTRIBUTES, 'type', 5, 1),
    OFFSET_MIDDLE,
    offsetField('63:32', 8, 4),
    field('reserved', 'reserved', 12, 4, 'reserved'),
  ],
  8: [
    OFFSET_LOW,
    SELECTOR,
    field('zero', '0', 4, 1, 'reserved'),
    field(ATTRIBUTES, 'type', 5, 1),
    OFFSET_MIDDLE,
  ],
}

const TYPE_BYTE = 5
const SELECTOR_END = 3
const IST_MIDDLE = 4.5

export const selectorX = (layout: DispatchLayout): number => byteX(layout, SELECTOR_END)
export const istX = (layout: DispatchLayout): number => byteX(layout, IST_MIDDLE)
export const gateRight = ({ layout, dispatch }: DispatchDrawing): number =>
  byteX(layout, dispatch.gateBytes)

const gateName = ({ dispatch }: DispatchDrawing): string =>
  `Gate ${vectorNumber(dispatch.vector)}: ${dispatch.gateBytes} bytes in memory order`

/** Where the head of the station ends. */
export function gateHeadRight(drawing: DispatchDrawing): number {
  const { gate, headSize: size } = drawing.layout
  const runs = proseRuns(gateName(drawing), { size, weight: 600, fill: '' })
  return headNameX(drawing, 'gate', gate.x) + runsWidth(runs)
}

export function gatePart(drawing: DispatchDrawing): readonly Drawn[] {
  const { layout, progress } = drawing
  const { gate, topHead } = layout
  const name = gateName(drawing)
  const state = progress.stateOf('gate')
  const isRead = state === 'now' || state === 'passed'
  const box = {
    x: gate.x,
    y: gate.top,
    width: gateRight(drawing) - gate.x,
    height: gate.height,
  }
  return [
    stationHead(drawing, 'gate', { x: gate.x, y: topHead }, name),
    isRead
      ? group('gate', fields(drawing), gatheredOffset(drawing), attributeChecks(drawing))
      : unreadPart(drawing, 'gate', box),
  ]
}

/** Bytes in memory order: the lowest address on the left. */
function bytesOf({ dispatch }: DispatchDrawing): readonly number[] {
  const { gate = [0n, 0n] } = dispatch.attempt
  return gate
    .flatMap((quadword) =>
      Array.from({ length: 8 }, (_, byte) => Number((quadword >> BigInt(8 * byte)) & 0xffn)),
    )
    .slice(0, dispatch.gateBytes)
}

/** Names that belong together are all as short as the one that has the least room. */
function nameLength(layout: DispatchLayout): number {
  const { type, gate } = layout
  const { name, shortNames, count } = OFFSET_MIDDLE
  const room = count * gate.byteWidth - 3
  return [name, ...shortNames].findIndex((wording) => textWidth(wording, type.small) <= room)
}

function fields(drawing: DispatchDrawing): readonly Group[] {
  const { dispatch } = drawing
  const bytes = bytesOf(drawing)
  // The lines of its checks name what the byte of the attributes holds.
  const isNamed = ({ key }: GateField) => key !== ATTRIBUTES || gateLines(drawing).length === 0
  return FIELDS[dispatch.gateBytes].map((part) => fieldGroup(drawing, part, bytes, isNamed(part)))
}

function fieldGroup(
  { colours, layout, progress }: DispatchDrawing,
  { key, name, shortNames, first, count, kind }: GateField,
  bytes: readonly number[],
  isNamed: boolean,
): Group {
  const { gate, type, density } = layout
  const isNow = progress.now === 'gate' && kind !== 'reserved'
  const isReserved = kind === 'reserved'
  const x = byteX(layout, first)
  const size = density === 'laptop' ? Math.min(type.strong, gate.byteWidth * 0.5) : type.strong - 1
  const fill = isNow ? colours.now.fill : colours.paper
  const ink = isNow ? colours.now.text : isReserved ? colours.ghost : colours.ink
  return group(
    `gate.${key}`,
    rect(
      'box',
      { x, y: gate.top, width: count * gate.byteWidth, height: gate.height },
      {
        fill,
        stroke: isNow ? colours.now.line : isReserved ? colours.line : colours.ink,
        strokeWidth: isNow ? 2.5 : strokes.line,
        ...(isReserved && { dash: strokes.ghostDash }),
      },
    ),
    bytes.slice(first, first + count).map((byte, index) =>
      text(
        `byte-${first + index}`,
        {
          x: byteX(layout, first + index + 0.5),
          y: gate.top + gate.height / 2 + size * 0.36,
        },
        byte.toString(16).padStart(2, '0'),
        {
          size: Math.max(size, type.min),
          font: 'mono',
          anchor: 'middle',
          weight: isReserved ? 400 : 600,
          fill: ink,
        },
      ),
    ),
    isNamed &&
      text(
        'name',
        { x: byteX(layout, first + count / 2), y: gate.labelBaseline },
        [name, ...shortNames][nameLength(layout)] ?? name,
        { size: type.small, anchor: 'middle', fill: isReserved ? colours.ghost : colours.muted },
      ),
  )
}

const offsetFields = ({ dispatch }: DispatchDrawing): readonly GateField[] =>
  FIELDS[dispatch.gateBytes].filter(({ kind }) => kind === 'offset')

/** Where the stems of the offset's parts stand: in the middle of each. */
const stemXs = (drawing: DispatchDrawing): readonly number[] =>
  offsetFields(drawing).map(({ first, count }) => byteX(drawing.layout, first + count / 2))

/** Where the gathered offset leaves for the handler, when there is a line to it. */
export const offsetStart = (drawing: DispatchDrawing): number => stemXs(drawing).at(-1) ?? 0

/** A bracket over the bytes of each part, and a stem from it to the line that gathers them. */
function brackets(drawing: DispatchDrawing): readonly Path[] {
  const { colours, layout } = drawing
  const { offsetLine, top } = layout.gate
  const feet = top - 3
  const bar = feet - Math.min(6, (feet - offsetLine) / 2)
  return offsetFields(drawing).map(({ first, count }, index) => {
    const [left, right] = [byteX(layout, first) + 3, byteX(layout, first + count) - 3]
    const middle = (left + right) / 2
    const data =
      `M${decimal(left)} ${decimal(feet)}V${decimal(bar)}H${decimal(right)}V${decimal(feet)}` +
      `M${decimal(middle)} ${decimal(bar)}V${decimal(offsetLine)}`
    return path(`bracket-${index}`, data, { stroke: colours.ink, strokeWidth: strokes.line })
  })
}

/** What an address has to be that code can lie at, with what that means before the word alone. */
const VERDICTS = {
  canonical: [
    'canonical: bits 63:48 all equal bit 47',
    'canonical: bits 63:47 all equal',
    'canonical',
  ],
  'not-canonical': ['not canonical: bits 63:48 differ from bit 47', 'not canonical'],
  inside: ['within the segment'],
  outside: ['not within the segment'],
} as const

/** What stands left and right of the offset: what the verdict means before how many parts there are. */
function offsetWords(
  drawing: DispatchDrawing,
  size: number,
  left: number,
  partCount: number,
): readonly [string, string] {
  const { layout, dispatch } = drawing
  const isLong = dispatch.gateBytes === 16
  const isFailed = resultOf(drawing, 'handler-canonical') === 'failed'
  const verdicts =
    VERDICTS[isLong ? (isFailed ? 'not-canonical' : 'canonical') : isFailed ? 'outside' : 'inside']
  const names = [`handler offset, in ${partCount === 3 ? 'three' : 'two'} parts`, 'handler offset']
  const offset = textWidth(formatHex(0n, isLong ? 16 : 8), size, 600, 'mono')
  const room = layout.width - layout.margin - left - offset - 8 - 28
  const wordings = verdicts.flatMap((verdict) => names.map((name) => [name, verdict] as const))
  const isFitting = ([name, verdict]: (typeof wordings)[number]) =>
    textWidth(name, size) + textWidth(verdict, size, isFailed ? 600 : 400) <= room
  return wordings.find(isFitting) ?? ['handler offset', verdicts.at(-1) ?? '']
}

function gatheredOffset(drawing: DispatchDrawing): Group | undefined {
  const { gate, colours, layout, dispatch } = drawing
  const { gate: place, type, density } = layout
  const stems = stemXs(drawing)
  const [left = 0] = stems
  const right = stems.at(-1) ?? left
  if (!gate || resultOf(drawing, 'gate-type') === 'failed') return undefined
  const size = density === 'laptop' ? type.small : type.value
  const offset = formatHex(gate.offset, dispatch.gateBytes === 16 ? 16 : 8)
  const canonical = resultOf(drawing, 'handler-canonical')
  const isShown = drawing.progress.has('stack')
  const [name, verdict] = offsetWords(drawing, size, left, stems.length)
  const end = left + textWidth(name, size) + 10 + textWidth(offset, size, 600, 'mono')
  const mark = { x: end + 8, y: place.offsetBaseline }
  return group(
    'gate.offset',
    brackets(drawing),
    line(
      'line',
      { x: left, y: place.offsetLine },
      { x: right, y: place.offsetLine },
      colours.ink,
      strokes.line,
    ),
    text(
      'value',
      { x: left, y: place.offsetBaseline },
      [
        { text: name, fill: colours.muted },
        { text: offset, font: 'mono', weight: 600, gap: 8 },
      ],
      { size, fill: colours.ink },
    ),
    isShown && canonical === 'passed' && checkMark('mark', mark, colours.ok),
    isShown && canonical === 'failed' && crossMark('mark', mark, colours.bad),
    isShown &&
      (canonical === 'failed' || canonical === 'passed') &&
      text('verdict', { x: mark.x + 20, y: mark.y }, verdict, {
        size,
        weight: canonical === 'failed' ? 600 : 400,
        fill: canonical === 'failed' ? colours.bad : colours.muted,
      }),
  )
}

/** Where the words of the attribute byte's checks begin. */
export const attributesX = (layout: DispatchLayout): number => byteX(layout, TYPE_BYTE) + 2

/** The three fields of the attribute byte hang from it, each with what the processor makes of it. */
function attributeChecks(drawing: DispatchDrawing): readonly Drawn[] {
  const { colours, layout } = drawing
  const { gate, density } = layout
  const x = byteX(layout, TYPE_BYTE + 0.5)
  const lines = gateLines(drawing)
  const left = x - 6
  const first = gate.checksTop
  const size = density === 'laptop' ? layout.type.small : layout.type.body
  const stem = left - 4
  const middles = lines.map((_, index) => first + index * gate.checkPitch - size * 0.36)
  const data =
    `M${decimal(stem)} ${decimal(gate.top + gate.height)}V${decimal(middles.at(-1) ?? 0)}` +
    middles.map((y) => `M${decimal(stem)} ${decimal(y)}H${decimal(left)}`).join('')
  return [
    lines.length > 0 && path('stem', data, { stroke: colours.ink, strokeWidth: strokes.line }),
    lines.map((check, index) =>
      checkLine(
        drawing,
        { ...check, key: `gate.check-${check.key}` },
        { x: left, y: first + index * gate.checkPitch },
      ),
    ),
  ]
}
