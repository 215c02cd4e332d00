/**
 * The bars below the lanes, a row for each branch on an axis from the beginning of the run: where each left its parent,
 * how far it has been, and on the present one the part that is shown and where the machine stands.
 */
import type { Branch } from '../../../shared/models/timeline'
import { decimal, group, path, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText } from '../tokens/text-metrics'
import type { TimelineDrawing } from './drawing'
import { barY, NAME_RIGHT, presentRow } from './layout'
import { branchName } from './words'

/** However short the part that is shown, it can be seen and held. */
const SHORTEST = 8
/** A branch that was left is a thin line. */
const LEFT_HEIGHT = 2
const FORK = 3
/** The room for a name, from the edge of the page. */
const NAME_WIDTH = NAME_RIGHT - 8

export const branches = (drawing: TimelineDrawing): readonly Group[] => {
  const { branches: rows } = drawing.layout
  return rows.length === 0
    ? [group('whole-run', name(drawing, 0, 'whole run', true), ...presentBar(drawing))]
    : rows.map((branch, row) =>
        group(
          `branch-${branch.id}`,
          name(
            drawing,
            row,
            rows.length === 1 ? 'whole run' : branchName(branch),
            branch.isPresent,
          ),
          ...(branch.isPresent ? presentBar(drawing, branch) : [leftBar(drawing, branch, row)]),
          fork(drawing, branch, row),
        ),
      )
}

function name(
  { layout, colours, type }: TimelineDrawing,
  row: number,
  words: string,
  isPresent: boolean,
): Drawn {
  const weight = isPresent && layout.branches.length > 1 ? 600 : 400
  const at = { x: NAME_RIGHT, y: barY(layout, row) + type.small * 0.36 }
  return (
    layout.isRoomy &&
    text('name', at, fitText(words, NAME_WIDTH, type.small, weight), {
      size: type.small,
      anchor: 'end',
      weight,
      fill: weight === 600 ? colours.ink : colours.muted,
    })
  )
}

function presentBar({ model, layout, run, colours }: TimelineDrawing, branch?: Branch): Drawn[] {
  const { right, barHeight } = layout
  const y = barY(layout, presentRow(layout)) - barHeight / 2
  const begin = run.x(branch?.parent === undefined ? 0 : branch.forkedAt)
  const track = { x: begin, y, width: Math.max(run.x(model.end) - begin, 1), height: barHeight }
  const from = run.x(model.from)
  const to = Math.min(run.x(model.to), right)
  const width = Math.min(Math.max(to - from, SHORTEST), right - layout.left)
  const shown = { ...track, x: Math.min(from, right - width), width }
  const now = `M${decimal(run.x(model.now))} ${decimal(y - 2)}v${barHeight + 4}`
  return [
    rect('track', track, { fill: colours.hair, radius: barHeight / 2 }),
    model.end > 0 && rect('shown', shown, { fill: colours.line, radius: barHeight / 2 }),
    path('now', now, { stroke: colours.now.line, strokeWidth: 2.5 }),
  ]
}

function leftBar({ layout, run, colours }: TimelineDrawing, branch: Branch, row: number): Drawn {
  const begin = run.x(branch.parent === undefined ? 0 : branch.forkedAt)
  const box = {
    x: begin,
    y: barY(layout, row) - LEFT_HEIGHT / 2,
    width: Math.max(run.x(branch.end) - begin, 1),
    height: LEFT_HEIGHT,
  }
  return rect('track', box, { fill: colours.line })
}

/** A line from the parent's row, and a diamond where the branch begins. */
function fork(
  { layout, run, colours }: TimelineDrawing,
  { parent, forkedAt }: Branch,
  row: number,
): Drawn {
  if (parent === undefined) return undefined
  const x = run.x(forkedAt)
  const y = barY(layout, row)
  const above = layout.branches.findIndex(({ id }) => id === parent)
  const diamond = `M${decimal(x)} ${decimal(y - FORK)}l${FORK} ${FORK}l-${FORK} ${FORK}l-${FORK} -${FORK}z`
  const top = above < 0 ? layout.barTop : barY(layout, above)
  return [
    path('left', `M${decimal(x)} ${decimal(top)}V${decimal(y)}`, { stroke: colours.line }),
    path('fork', diamond, { fill: colours.ink }),
  ]
}
