/** The drawing in a hall: one picture, two caption lines, and how far the story has come. */
import { formatHex } from '../../../shared/format'
import { lectureProgress } from '../primitives/lecture-progress'
import { prose } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { absentTables } from './absent-tables'
import { addressFields, canonicalCheck } from './address-fields'
import { captionsOf } from './captions'
import type { PageWalkDrawing } from './drawing'
import { faultArrow } from './fault-panel'
import { tables } from './tables'

export const projectorParts = (drawing: PageWalkDrawing): readonly Drawn[] => [
  heading(drawing),
  addressFields(drawing),
  tables(drawing),
  absentTables(drawing),
  !drawing.walk.isCanonical && canonicalCheck(drawing, 420),
  drawing.progress.now === 'fault' && faultArrow(drawing),
  caption(drawing),
  progress(drawing),
]

function heading({ walk, colours, layout }: PageWalkDrawing): Group {
  const { margin, width } = layout
  const style = { size: 20, weight: 600 } as const
  return group(
    'heading',
    text('topic', { x: margin, y: 50 }, 'Page walk', { ...style, fill: colours.muted }),
    text('linear', { x: width - margin, y: 50 }, formatHex(walk.linearAddress), {
      ...style,
      font: 'mono',
      anchor: 'end',
      fill: colours.ink,
    }),
  )
}

function caption({ walk, colours, layout, progress }: PageWalkDrawing): Group | undefined {
  const current = captionsOf(walk)[progress.passed - 1]
  if (!current) return undefined
  const size = layout.type.caption
  const x = layout.margin
  return group(
    'caption',
    prose('headline', { x, y: 594 }, current.headline, { size, weight: 600, fill: colours.ink }),
    prose('detail', { x, y: 634 }, current.detail, { size, fill: colours.ink }),
  )
}

const progress = ({ colours, layout, progress: { passed, stations } }: PageWalkDrawing) =>
  lectureProgress({ passed, total: stations.length }, layout, colours)
