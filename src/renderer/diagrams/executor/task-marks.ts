/** The signs of a task's status, which need no colour: a disc with a triangle, a ring, a dashed ring with bars, a check. */
import type { TaskStatus } from '../../../shared/models/executor'
import { circle, decimal, group, path } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { Palette } from '../tokens/tokens'

export const STATUS_WORDS: Readonly<Record<TaskStatus, string>> = {
  running: 'running',
  ready: 'ready',
  spawned: 'not polled yet',
  waiting: 'waiting',
  done: 'done',
}

const at = (x: number, y: number): string => `${decimal(x)} ${decimal(y)}`

/** `scale` 1 is ten pixels from the centre to the edge. */
export function taskMark(
  key: string,
  status: TaskStatus,
  { x, y }: Point,
  colours: Palette,
  scale = 1,
): Group {
  const { now, paper, task } = colours
  const k = (length: number) => decimal(length * scale)
  const centre = { x, y }
  const ring = (stroke: string, strokeWidth: number, dash?: string) =>
    circle('ring', centre, 9 * scale, {
      fill: paper,
      stroke,
      strokeWidth,
      ...(dash === undefined ? {} : { dash }),
    })
  switch (status) {
    case 'running':
      return group(
        key,
        circle('ring', centre, 10 * scale, { fill: now.fill, stroke: now.line, strokeWidth: 2.5 }),
        path('sign', `M${at(x - 3 * scale, y - 5 * scale)}l${k(8)} ${k(5)}l${k(-8)} ${k(5)}z`, {
          fill: now.line,
        }),
      )
    case 'ready':
      return group(key, ring(task.ready, 2.5))
    case 'spawned':
      return group(key, ring(task.waiting, 1.75))
    case 'waiting':
      return group(
        key,
        ring(task.waiting, 1.75, '3.5 3'),
        path(
          'sign',
          `M${at(x - 3 * scale, y - 4 * scale)}v${k(8)}M${at(x + 3 * scale, y - 4 * scale)}v${k(8)}`,
          { stroke: task.waiting, strokeWidth: 2 },
        ),
      )
    case 'done':
      return group(
        key,
        ring(task.done, 1.75),
        path('sign', `M${at(x - 4 * scale, y)}l${k(3)} ${k(3)}l${k(6)} ${k(-6)}`, {
          stroke: task.done,
          strokeWidth: 2,
          roundCaps: true,
        }),
      )
  }
}

export const statusInk = (status: TaskStatus, colours: Palette): string =>
  status === 'running'
    ? colours.ink
    : status === 'ready' || status === 'done'
      ? colours.task[status]
      : colours.muted
