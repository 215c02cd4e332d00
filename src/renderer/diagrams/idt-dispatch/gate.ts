/** Station 2: the gate, byte by byte as it lies in memory, with the parts of the offset gathered above. */
import { formatHex } from '../../../shared/format'
import { checkMark, crossMark } from '../primitives/marks'
import { proseRuns, runsWidth } from '../primitives/prose'
import { group, line, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
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
  /** What the name is in a narrow drawing. */
  readonly shortName: string
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
  shortName = name,
): GateField => ({ key, name, shortName, first, count, kind })

const OFFSET_LOW = field('offset-15-0', 'offset 15:0', 0, 2, 'offset', '15:0')
const SELECTOR = field('selector', 'selector', 2, 2)
const OFFSET_MIDDLE = field('offset-31-16', 'offset 31:16', 6, 2, 'offset', '31:16')

/** SDM Vol. 3A, Figure "64-Bit IDT Gate Descriptors" and Figure "IDT Gate Descriptors". */
const FIELDS: Readonly<Record<8 | 16, readonly GateField[]>> = {
  16: [
    OFFSET_LOW,
    SELECTOR,
    field('ist', 'IST', 4, 1),
    field('attributes', 'type', 5, 1),
    OFFSET_MIDDLE,
    field('offset-63-32', 'offset 63:32', 8, 4, 'offset', '63:32'),
    field('reserved', 'reserved', 12, 4, 'reserved'),
  ],
  8: [
    OFFSET_LOW,
    SELECTOR,
    field('zero', '0', 4, 1, 'reserved'),
    field('attributes', 'type', 5, 1),
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

function fields(drawing: DispatchDrawing): readonly Group[] {
  const { dispatch } = drawing
  const bytes = bytesOf(drawing)
  return FIELDS[dispatch.gateBytes].map((part) => fieldGroup(drawing, part, bytes))
}

function fieldGroup(
  { colours, layout, progress }: DispatchDrawing,
  { key, name, shortName, first, count, kind }: GateField,
  bytes: readonly number[],
): Group {
  const { gate, type, density } = layout
  const isNow = progress.now === 'gate' && kind !== 'reserved'
  const isReserved = kind === 'reserved'
  const x = byteX(layout, first)
  const size = density === 'laptop' ? Math.min(type.strong, gate.byteWidth * 0.5) : type.strong - 1
  const fill = isNow ? colours.now.fill : kind === 'offset' ? colours.surface : colours.paper
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
    text(
      'name',
      { x: byteX(layout, first + count / 2), y: gate.labelBaseline },
      gate.hasLongNames && textWidth(name, type.small) < count * gate.byteWidth - 2
        ? name
        : shortName,
      { size: type.small, anchor: 'middle', fill: isReserved ? colours.ghost : colours.muted },
    ),
  )
}

/** Where the ticks of the offset's parts stand: in the middle of each. */
const tickXs = ({ dispatch, layout }: DispatchDrawing): readonly number[] =>
  FIELDS[dispatch.gateBytes]
    .filter(({ kind }) => kind === 'offset')
    .map(({ first, count }) => byteX(layout, first + count / 2))

/** Where the gathered offset leaves for the handler, when there is a line to it. */
export const offsetStart = (drawing: DispatchDrawing): number => tickXs(drawing).at(-1) ?? 0

function gatheredOffset(drawing: DispatchDrawing): Group | undefined {
  const { gate, colours, layout, dispatch } = drawing
  const { gate: place, type, density } = layout
  const ticks = tickXs(drawing)
  const [left = 0] = ticks
  const right = ticks.at(-1) ?? left
  if (!gate || resultOf(drawing, 'gate-type') === 'failed') return undefined
  const size = density === 'laptop' ? type.small : type.value
  const tick = (x: number, index: number) =>
    line(
      `tick-${index}`,
      { x, y: place.offsetLine },
      { x, y: place.top - 3 },
      colours.ink,
      strokes.line,
    )
  const offset = formatHex(gate.offset, dispatch.gateBytes === 16 ? 16 : 8)
  const canonical = resultOf(drawing, 'handler-canonical')
  const isShown = drawing.progress.has('stack')
  const end = left + textWidth('handler offset', size) + 10 + textWidth(offset, size, 600, 'mono')
  const mark = { x: end + 8, y: place.offsetBaseline }
  const verdict = dispatch.gateBytes === 16 ? 'canonical' : 'within the segment'
  return group(
    'gate.offset',
    ticks.map(tick),
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
        { text: 'handler offset', fill: colours.muted },
        { text: offset, font: 'mono', weight: 600, gap: 8 },
      ],
      { size, fill: colours.ink },
    ),
    isShown && canonical === 'passed' && checkMark('mark', mark, colours.ok),
    isShown && canonical === 'failed' && crossMark('mark', mark, colours.bad),
    isShown &&
      (canonical === 'failed' || (canonical === 'passed' && density !== 'laptop')) &&
      text(
        'verdict',
        { x: mark.x + 20, y: mark.y },
        canonical === 'failed' ? `not ${verdict}` : verdict,
        {
          size,
          weight: canonical === 'failed' ? 600 : 400,
          fill: canonical === 'failed' ? colours.bad : colours.muted,
        },
      ),
  )
}

/** Where the words of the attribute byte's checks begin. */
export const attributesX = (layout: DispatchLayout): number => byteX(layout, TYPE_BYTE) + 2

function attributeChecks(drawing: DispatchDrawing): readonly Drawn[] {
  const { colours, layout } = drawing
  const { gate, density } = layout
  const x = byteX(layout, TYPE_BYTE + 0.5)
  const lines = gateLines(drawing)
  const left = density === 'laptop' ? x - 6 : x - 6
  const first = gate.checksTop
  return [
    line(
      'stem',
      { x, y: gate.labelBaseline + 5 },
      { x, y: first - (density === 'laptop' ? 11 : 14) },
      colours.line,
      1.25,
    ),
    lines.map((check, index) =>
      checkLine(
        drawing,
        { ...check, key: `gate.check-${check.key}` },
        { x: left, y: first + index * gate.checkPitch },
      ),
    ),
  ]
}
