/** The bar below the lanes: the whole run, the part of it that is shown, and where branches leave. */
import { decimal, group, path, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import type { TimelineDrawing } from './drawing'
import { NAME_RIGHT } from './layout'
import { forksOf } from './words'

/** However short the part that is shown, it can be seen and held. */
const SHORTEST = 8
const FORK = 4

export function wholeRun(drawing: TimelineDrawing): Group {
  const { model, layout, run, colours, type } = drawing
  const { left, right, barY, barHeight } = layout
  const track = { x: left, y: barY - barHeight / 2, width: right - left, height: barHeight }
  const from = run.x(model.from)
  const to = Math.min(run.x(model.to), right)
  const width = Math.min(Math.max(to - from, SHORTEST), right - left)
  const x = Math.min(from, right - width)
  return group(
    'whole-run',
    layout.isRoomy &&
      text('name', { x: NAME_RIGHT, y: barY + type.small * 0.36 }, 'whole run', {
        size: type.small,
        anchor: 'end',
        fill: colours.muted,
      }),
    rect('track', track, { fill: colours.hair, radius: barHeight / 2 }),
    model.end > 0 &&
      rect('shown', { ...track, x, width }, { fill: colours.line, radius: barHeight / 2 }),
    forks(drawing),
    now(drawing),
  )
}

/** A diamond where another branch has left this one, or this one has left its own parent. */
function forks({ model, layout, run, colours }: TimelineDrawing): Drawn {
  const data = forksOf(model)
    .map(
      (at) =>
        `M${decimal(run.x(at))} ${decimal(layout.barY - FORK)}l${FORK} ${FORK}l-${FORK} ${FORK}l-${FORK} -${FORK}z`,
    )
    .join('')
  return data !== '' && path('forks', data, { fill: colours.ink, stroke: colours.surface })
}

function now({ model, layout, run, colours }: TimelineDrawing): Drawn {
  const { barY, barHeight } = layout
  const top = `M${decimal(run.x(model.now))} ${decimal(barY - barHeight / 2 - 2)}`
  return path('now', `${top}v${barHeight + 4}`, { stroke: colours.now.line, strokeWidth: 2.5 })
}
