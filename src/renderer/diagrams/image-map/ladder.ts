/** The steps to 64-bit mode: done by the loader, done since, or yet to be done. */
import { formatCount } from '../../../shared/format'
import type { Rung } from '../../../shared/models/image-map'
import { checkMark, nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { rungBox, type ImageDrawing } from './drawing'
import { RUNG_WORDS } from './words'

export function ladder(drawing: ImageDrawing): Group {
  const { ladder: box, model, frame, colours } = drawing
  return group(
    'ladder',
    text('heading', { x: box.x, y: box.y - 8 }, 'The way to 64-bit mode', {
      size: frame.type.body,
      weight: 600,
      fill: colours.ink,
    }),
    model.rungs.map((rung, index) => step(drawing, rung, index)),
  )
}

const MARK = 26

function step(drawing: ImageDrawing, rung: Rung, index: number): Group {
  const { colours, frame, now, passed } = drawing
  const { type } = frame
  const box = rungBox(drawing, index)
  const isNow = now?.kind === 'rung' && now.index === index
  const isDone = passed.some((station) => station.kind === 'rung' && station.index === index)
  const y = box.y + box.height / 2 + type.value * 0.36
  const ink = isNow ? colours.now.text : isDone ? colours.ink : colours.ghost
  const outline = isDone
    ? { fill: colours.paper, stroke: colours.line, strokeWidth: strokes.line }
    : { fill: colours.paper, stroke: colours.ghost, dash: strokes.ghostDash }
  const { what } = RUNG_WORDS[rung.name]
  const whatWidth = textWidth('EFER.LME = 1', type.value, 600, 'mono') + 14
  const room = box.width - MARK - whatWidth - 10
  const remark = isDone ? shortRemark(rung) : 'not yet'
  return group(
    `rung-${rung.name}`,
    isNow ? nowBox('box', box, colours) : rect('box', box, outline),
    isDone && checkMark('check', { x: box.x + 8, y: y }, isNow ? colours.now.text : colours.ok),
    text('what', { x: box.x + MARK, y }, what, {
      size: type.value,
      weight: 600,
      font: 'mono',
      fill: ink,
    }),
    text('remark', { x: box.x + MARK + whatWidth, y }, fitText(remark, room, type.small), {
      size: type.small,
      fill: isNow ? colours.now.text : isDone ? colours.muted : colours.ghost,
    }),
  )
}

function shortRemark({ state, instant }: Rung): string {
  if (state === 'entry') return 'by the loader'
  return instant === undefined ? 'by a far jump' : `instr ${formatCount(instant)}`
}
