/** The ready queue: a ring with as many slots as the machine has, or a strip where they are too many for one. */
import type { QueueContents } from '../../../shared/models/executor'
import { prose, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { isRing, taskOf } from './drawing'
import type { ExecutorDrawing } from './drawing'
import { fittingName, numberOf } from './facts'
import { queueRing } from './queue-ring'
import { queueStrip } from './queue-strip'

export function readyQueue(drawing: ExecutorDrawing): Group {
  const { executor, colours, layout, progress } = drawing
  const { x, y, width } = layout.ready
  const { ready } = progress.moment
  const { type } = layout
  const title = 'Ready queue'
  const used = textWidth(title, layout.headingSize, 600) + 12
  return group(
    'ready',
    text('heading', { x, y }, title, {
      size: layout.headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    ready &&
      text('name', { x: x + width, y }, fittingName(ready.name, width - used, type.small), {
        size: type.small,
        font: 'mono',
        anchor: 'end',
        fill: colours.muted,
      }),
    ready
      ? picture(drawing, ready)
      : wrapProse(absence(executor.gaps), width, { size: type.small, fill: colours.muted }).map(
          (line, index) =>
            prose(`absent-${index + 1}`, { x, y: y + 26 + index * (type.small + 6) }, line, {
              size: type.small,
              fill: colours.muted,
            }),
        ),
  )
}

const picture = (drawing: ExecutorDrawing, ready: QueueContents): Group =>
  isRing(ready) && drawing.layout.ringRadius > 0
    ? queueRing(drawing, ready)
    : queueStrip(drawing, ready)

function absence(gaps: ExecutorDrawing['executor']['gaps']): string {
  if (gaps.includes('no-symbols') || gaps.includes('no-futures')) return 'none was recognised'
  return gaps.includes('no-types')
    ? 'Not known: this image has no types. Build it with `debug = true` in its profile.'
    : 'none was recognised: an `ArrayQueue`, a `VecDeque` or a ring of slots with counters'
}

/** `2`: the number in an item, or the task's where the item is no number. */
export function itemLabel(
  drawing: ExecutorDrawing,
  { value, task: key }: QueueContents['items'][number],
): string {
  const task = taskOf(drawing, key)
  if (task) return numberOf(task)
  return value < 1_000_000n ? value.toString() : '·'
}

/** What was taken out last is still in its slot: it is the task that runs now. Nothing where no task runs. */
export function takenWords(
  { progress, layout }: ExecutorDrawing,
  ready: QueueContents,
  room: number,
): string {
  const running = progress.moment.tasks.find(({ status }) => status === 'running')
  if (!running) return ''
  const number = numberOf(running)
  const isTaken = ready.taken?.task === running.key
  const ways = [
    ...(isTaken ? [`task ${number} was popped and is being polled`] : []),
    `task ${number} is being polled`,
  ]
  return ways.find((one) => textWidth(one, layout.type.small) <= room) ?? ''
}
