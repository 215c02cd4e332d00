/** Many tasks: how many there are of each status, and a small square for each of them. */
import { formatCount } from '../../../shared/format'
import { TASK_STATUSES } from '../../../shared/models/executor'
import type { TaskStatus } from '../../../shared/models/executor'
import { decimal, group, path, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import type { Palette } from '../tokens/tokens'
import type { ExecutorDrawing } from './drawing'
import { taskCount } from './facts'
import { STATUS_WORDS, statusInk, taskMark } from './task-marks'

const SMALLEST_PITCH = 6
const LARGEST_PITCH = 14

export function statusCounts(drawing: ExecutorDrawing, box: Box): Group {
  const { colours, layout, progress } = drawing
  const { type } = layout
  const { counts } = progress.moment
  const shown = TASK_STATUSES.filter((status) => counts[status] > 0)
  const pitch = type.body + 10
  const rowsOf = shown.map((status, index) =>
    countRow(drawing, status, box, box.y + (index + 1) * pitch),
  )
  const mosaicTop = box.y + shown.length * pitch + 18
  return group(
    'tasks.counts',
    rowsOf,
    mosaic(drawing, { ...box, y: mosaicTop, height: box.y + box.height - mosaicTop }),
    total(colours),
  )

  function total(palette: Palette): Drawn {
    return text(
      'total',
      { x: box.x + box.width, y: box.y + pitch },
      `${formatCount(taskCount(progress.moment))} tasks in all, below in this order`,
      { size: type.body, anchor: 'end', fill: palette.muted },
    )
  }
}

function countRow(drawing: ExecutorDrawing, status: TaskStatus, { x }: Box, y: number): Group {
  const { colours, layout, progress } = drawing
  const { type } = layout
  const scale = layout.density === 'laptop' ? 0.75 : 0.9
  return group(
    `tasks.counts.${status}`,
    taskMark(
      `tasks.counts.${status}.mark`,
      status,
      { x: x + 12, y: y - type.body * 0.36 },
      colours,
      scale,
    ),
    text(
      'count',
      { x: x + 32, y },
      [
        { text: formatCount(progress.moment.counts[status]), font: 'mono', weight: 600 },
        { text: STATUS_WORDS[status], fill: statusInk(status, colours), gap: 8 },
      ],
      { size: type.body, fill: colours.ink },
    ),
  )
}

/** Filled, framed or crossed out, so that the kinds of squares can be told apart without colour. */
function mosaic(drawing: ExecutorDrawing, box: Box): Drawn {
  const { colours, progress } = drawing
  const total = taskCount(progress.moment)
  const pitch = pitchFor(total, box)
  if (pitch === undefined) return undefined
  const columns = Math.floor(box.width / pitch)
  const side = pitch - 2
  let next = 0
  return group(
    'tasks.mosaic',
    TASK_STATUSES.map((status) => {
      const places = Array.from({ length: progress.moment.counts[status] }, () => next++)
      if (places.length === 0) return undefined
      const data = places
        .map((place) => {
          const x = box.x + (place % columns) * pitch
          const y = box.y + Math.floor(place / columns) * pitch
          return squareOf(status, x, y, side)
        })
        .join('')
      return path(`tasks.mosaic.${status}`, data, paintOf(status, colours))
    }),
  )
}

function pitchFor(total: number, { width, height }: Box): number | undefined {
  for (let pitch = LARGEST_PITCH; pitch >= SMALLEST_PITCH; pitch--) {
    const room = Math.floor(width / pitch) * Math.floor(height / pitch)
    if (room >= total) return pitch
  }
  return undefined
}

function squareOf(status: TaskStatus, x: number, y: number, side: number): string {
  const [left, top] = [decimal(x), decimal(y)]
  if (status === 'waiting') return `M${left} ${decimal(y + side / 2)}h${side}`
  if (status === 'done') return `M${left} ${top}l${side} ${side}`
  return `M${left} ${top}h${side}v${side}h${-side}z`
}

function paintOf(status: TaskStatus, colours: Palette) {
  switch (status) {
    case 'running':
      return { fill: colours.now.fill, stroke: colours.now.line, strokeWidth: 2 }
    case 'ready':
      return { fill: colours.task.ready }
    case 'spawned':
      return { stroke: colours.task.waiting, strokeWidth: 1 }
    case 'waiting':
      return { stroke: colours.task.waiting, strokeWidth: 1.5 }
    case 'done':
      return { stroke: colours.task.done, strokeWidth: 1.5 }
  }
}
