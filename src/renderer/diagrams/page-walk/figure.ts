/** The exported figure, 1280 × 720: everything that can be known of the walk on one page. */
import { prose, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { addressFields, canonicalCheck } from './address-fields'
import type { PageWalkDrawing } from './drawing'
import { entryList, listedLevels } from './entry-list'
import { pageSizeOf } from './facts'
import { errorCodePanel, faultArrow } from './fault-panel'
import { addressLine, figureHeading, footer } from './heading'
import { FRAME_POSITION } from './columns'
import { columnLeft, tableHeight } from './layout'
import { rightsLine } from './rights'
import { tables } from './tables'
import { tlbPanel } from './tlb-panel'
import { countInWords, verdictOf } from './words'

const ROW_HEIGHT = 30

export const figureParts = (drawing: PageWalkDrawing): readonly Drawn[] => [
  figureHeading(drawing),
  addressLine(drawing),
  addressFields(drawing),
  tables(drawing),
  canonicalCheck(drawing, 400),
  absentTables(drawing),
  ...(drawing.progress.now === 'fault' ? failure(drawing) : translation(drawing)),
  footer(drawing),
]

/** The list of entries beside the TLB. */
function translation(drawing: PageWalkDrawing): readonly Drawn[] {
  const y = 514
  const place = { x: 40, y, rawX: 128, addressX: 338, flagX: 502, flagPitch: 43.5 }
  const count = listedLevels(drawing).length
  const right = 915
  return [
    count > 0 && entryList(drawing, { ...place, rowHeight: ROW_HEIGHT }),
    drawing.progress.isComplete &&
      rightsLine(drawing, { x: 40, y: y + count * ROW_HEIGHT + 37, right, hasRules: true }),
    tlbPanel(drawing, { x: 968, y, width: 272, rowHeight: 26, slots: 3 }),
  ]
}

/** The list of entries beside the error code, with the whole event in one sentence below. */
function failure(drawing: PageWalkDrawing): readonly Drawn[] {
  const y = 530
  const count = listedLevels(drawing).length
  const right = 642
  const place = { x: 40, y, rawX: 118, flagX: 329, flagPitch: 33, rowHeight: ROW_HEIGHT }
  return [
    faultArrow(drawing),
    count > 0 && entryList(drawing, place),
    rightsLine(drawing, { x: 40, y: y + count * ROW_HEIGHT + 29, right, hasRules: false }),
    errorCodePanel(drawing, { x: 690, y, width: 550 }),
    verdict(drawing),
  ]
}

function verdict(drawing: PageWalkDrawing): Group {
  const { walk, colours, layout } = drawing
  const style = { size: layout.type.body, fill: colours.ink }
  const hasErrorCode = walk.errorCode !== undefined
  const x = hasErrorCode ? 690 : 40
  const y = hasErrorCode ? 653 : 560
  const lines = wrapProse(verdictOf(walk), 1240 - x, style)
  return group(
    'verdict',
    lines.map((line, index) => prose(`line-${index + 1}`, { x, y: y + index * 20 }, line, style)),
  )
}

/** Where a large page leaves out tables, the drawing says so. */
function absentTables({ walk, colours, layout, columns }: PageWalkDrawing): Drawn {
  const size = pageSizeOf(walk)
  if (size === '4k') return undefined
  const first = columns.length
  const left = columnLeft(layout, first)
  const right = columnLeft(layout, FRAME_POSITION) - layout.columnGap
  const x = (left + right) / 2
  const y = layout.tableTop + tableHeight(layout) / 2
  const style = { anchor: 'middle', fill: colours.muted } as const
  const reads = walk.levels.length
  return group(
    'absent-tables',
    text('name', { x, y }, size === '2m' ? 'no page table' : 'no PD and no PT', {
      ...style,
      size: layout.type.caption,
      weight: 600,
    }),
    text('count', { x, y: y + 23 }, `${countInWords(reads)} reads, not four`, {
      ...style,
      size: layout.type.small,
    }),
  )
}
