/** A lane for the main flow, for each task and each handler: when it ran, when it was interrupted, when it slept. */
import { formatCount } from '../../../shared/format'
import { laneLabel } from '../primitives/lane-rows'
import { nowBox } from '../primitives/marks'
import { decimal, group, path, rect, text, type Box, type Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { rowOfLane, rowTop, xOf, type InterleavingDrawing, type Row, type Stretch } from './drawing'
import { topOf } from './facts'

const BAR = 0.62

export function laneBox(
  drawing: InterleavingDrawing,
  row: number,
  { from, to }: Pick<Stretch, 'from' | 'to'>,
): Box {
  const [x, end] = [xOf(drawing, from), xOf(drawing, to)]
  const height = Math.round(drawing.rowHeight * BAR)
  return {
    x,
    y: rowTop(drawing, row) + (drawing.rowHeight - height) / 2,
    width: Math.max(2, end - x),
    height,
  }
}

export function lanes(drawing: InterleavingDrawing): Group {
  return group(
    'lanes',
    drawing.rows.map((row, index) => label(drawing, row, index)),
    drawing.rows.map((row, index) => row.kind === 'lane' && laneBars(drawing, row.index, index)),
    connectors(drawing),
  )
}

function label(drawing: InterleavingDrawing, row: Row, index: number): Drawn {
  const { layout, colours, rowHeight } = drawing
  const { body, type, axis } = layout
  const [name, remark] = labelWords(row)
  const top = rowTop(drawing, index)
  const place = { x: body.x, top, height: rowHeight, width: axis.x - body.x - 8 }
  return laneLabel({ key: `label-${index}`, ...place, name, remark }, type, colours)
}

function labelWords(row: Row): readonly [name: string, remark: string] {
  switch (row.kind) {
    case 'flag':
      return ['RFLAGS.IF', '']
    case 'lock':
      return [row.lock.name, row.lock.waits.length > 0 ? 'held; waits below' : 'spin lock held']
    case 'lane':
      return [
        row.lane.name,
        row.lane.remark ??
          { main: 'no handler, no task', task: 'task', handler: 'handler' }[row.lane.kind],
      ]
  }
}

function laneBars(drawing: InterleavingDrawing, lane: number, row: number): Group {
  return group(
    `lane-${lane}`,
    drawing.stretches.map((stretch) => {
      const { stack } = stretch.begins
      const key = `stretch-${stretch.begins.sequence}`
      if (topOf(stretch.begins) === lane)
        return stretch.begins.isAsleep
          ? sleepBar(drawing, key, laneBox(drawing, row, stretch), stretch)
          : runBar(drawing, key, laneBox(drawing, row, stretch), stretch)
      return stack.includes(lane) && waitLine(drawing, key, laneBox(drawing, row, stretch))
    }),
  )
}

function runBar(
  { colours, model, layout }: InterleavingDrawing,
  key: string,
  box: Box,
  stretch: Stretch,
): Drawn {
  const lane = model.lanes[topOf(stretch.begins)]
  const isException = lane?.name.startsWith('#') === true
  const tint = isException ? colours.event.exception : colours.event.irq
  const paint =
    lane?.kind === 'handler'
      ? { fill: tint.tint, stroke: tint.ink }
      : { fill: colours.stack.a, stroke: colours.line }
  return group(
    key,
    stretch.isNow
      ? nowBox('bar', box, colours)
      : rect('bar', box, { ...paint, strokeWidth: strokes.line }),
    duration(box, stretch, layout.type.small, stretch.isNow ? colours.now.text : colours.ink),
  )
}

function sleepBar(
  { colours, layout }: InterleavingDrawing,
  key: string,
  box: Box,
  stretch: Stretch,
): Drawn {
  return group(
    key,
    stretch.isNow
      ? nowBox('bar', box, colours)
      : rect('bar', box, { fill: colours.paper, stroke: colours.ghost, dash: strokes.ghostDash }),
    duration(box, stretch, layout.type.small, stretch.isNow ? colours.now.text : colours.muted),
  )
}

/** In instructions, where there is room. */
function duration(box: Box, { from, to, begins }: Stretch, size: number, fill: string): Drawn {
  const count = formatCount(to - from)
  const words = [begins.isAsleep ? `HLT ${count}` : count, begins.isAsleep ? 'HLT' : ''].find(
    (each) => textWidth(each, size, 400) <= box.width - 8,
  )
  if (!words) return undefined
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 + size * 0.36 }
  return text('duration', at, words, { size, anchor: 'middle', fill })
}

/** Interrupted, or it has called what runs: it goes on later. */
function waitLine({ colours }: InterleavingDrawing, key: string, box: Box): Drawn {
  const y = box.y + box.height / 2
  return path(key, `M${decimal(box.x)} ${decimal(y)}h${decimal(box.width)}`, {
    stroke: colours.ghost,
    strokeWidth: strokes.line,
    dash: strokes.ghostDash,
  })
}

/** From what ran to what runs. */
function connectors(drawing: InterleavingDrawing): Drawn {
  const { stretches, colours } = drawing
  return stretches.slice(1).map((stretch, index) => {
    const before = stretches[index]
    const [one, other] = [
      rowOfLane(drawing, topOf(before?.begins ?? stretch.begins)),
      rowOfLane(drawing, topOf(stretch.begins)),
    ]
    if (one < 0 || other < 0 || one === other) return undefined
    const x = xOf(drawing, stretch.from)
    const height = Math.round(drawing.rowHeight * BAR)
    const edge = (row: number, isUpper: boolean) =>
      rowTop(drawing, row) + (drawing.rowHeight + (isUpper ? height : -height)) / 2
    const [from, to] = [edge(one, one < other), edge(other, other < one)]
    return path(
      `switch-${stretch.begins.sequence}`,
      `M${decimal(x)} ${decimal(from)}V${decimal(to)}`,
      {
        stroke: colours.ink,
        strokeWidth: strokes.line,
      },
    )
  })
}
