/** The lines as they stand: what waits and why, what is in service, and what is held high without asking again. */
import { formatCount } from '../../../shared/format'
import type { ServedLine, WaitingRequest } from '../../../shared/models/interrupt-path'
import { eventPill, pillWidth } from '../primitives/pills'
import { prose, wrapProse } from '../primitives/prose'
import { group } from '../primitives/shapes'
import type { Group } from '../scene'
import { remediesOf } from './conditions'
import type { PathDrawing } from './drawing'
import { lineName } from './facts'
import { blockedWords, heldHighLines, heldHighWords, servedWords } from './words'
import { panelHeading } from './why-panel'

interface Row {
  readonly key: string
  readonly line: number
  readonly words: string
  readonly remark: string
}

const waitingRow = (request: WaitingRequest): Row => ({
  key: `waiting-${request.line}`,
  line: request.line,
  words: `waits${sinceWords(request)}: ${blockedWords(request)}`,
  remark: remediesOf(request),
})

const sinceWords = ({ since }: { readonly since?: number }): string =>
  since === undefined ? '' : ` since ${formatCount(since)}`

const servedRow = (served: ServedLine): Row => ({
  key: `served-${served.line}`,
  line: served.line,
  words: servedWords(served),
  remark: served.isUnended
    ? 'Its handler has returned: the EOI is missing.'
    : 'Its EOI is yet to come.',
})

const rowsOf = ({ standing }: PathDrawing): readonly Row[] => [
  ...standing.waiting.map(waitingRow),
  ...standing.inService.map(servedRow),
  ...heldHighLines(standing).map((line) => ({
    key: `high-${line}`,
    line,
    words: heldHighWords(line),
    remark: 'Its line is sensed by its rising edge: while it stays high nothing new is asked for.',
  })),
]

export function standingPanel(drawing: PathDrawing): Group | undefined {
  const { path, standing } = drawing
  if (path) return undefined
  const rows = rowsOf(drawing)
  const heading =
    standing.waiting.length > 0
      ? 'What waits, and why'
      : rows.length > 0
        ? 'Nothing waits'
        : 'Nothing waits, and nothing is in service'
  return group(
    'standing',
    panelHeading(drawing, heading),
    rows.map((row, index) => lineRow(drawing, row, index)),
    rows.length === 0 && quiet(drawing),
  )
}

function quiet({ standing, colours, layout }: PathDrawing) {
  const { panel, type } = layout
  const words = standing.interruptsEnabled
    ? 'The next edge on a line that is not masked is taken before the next instruction.'
    : 'RFLAGS.IF is 0: the next request will wait in IRR.'
  return prose('quiet', { x: panel.x, y: panel.headingY + panel.rowHeight + 2 }, words, {
    size: type.small,
    fill: colours.muted,
  })
}

/** As many rows as there is room for. */
function lineRow(
  drawing: PathDrawing,
  { key, line, words, remark }: Row,
  index: number,
): Group | false {
  const { colours, layout } = drawing
  const { panel, type } = layout
  const isLarge = panel.form === 'cards'
  const size = type.small
  const pitch = panel.rowHeight * (isLarge ? 1.6 : 2.2)
  const y = panel.headingY + panel.rowHeight * (isLarge ? 1.15 : 1.5) + index * pitch
  const second = y + size + 5
  if (second > panel.y + panel.height) return false
  const label = lineName(line)
  const width = pillWidth('irq', 'IRQ14', size)
  const x = panel.x + width + 12
  const room = panel.x + panel.width - x
  const style = { size, fill: colours.ink }
  const fit = (sentence: string, fill: string) => {
    const lines = wrapProse(sentence, room - 14, { ...style, fill })
    return lines.length > 1 ? `${lines[0] ?? ''} …` : (lines[0] ?? '')
  }
  return group(
    `standing.${key}`,
    eventPill(
      `standing.${key}.pill`,
      'irq',
      { x: panel.x + width / 2, y: y - size * 0.3 + 3 },
      label,
      { size },
      colours,
    ),
    prose('words', { x, y }, fit(words, colours.ink), style),
    prose('remark', { x, y: second }, fit(remark, colours.muted), {
      ...style,
      fill: colours.muted,
    }),
  )
}
