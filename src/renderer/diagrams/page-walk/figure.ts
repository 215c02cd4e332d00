/** The exported figure, 1280 × 720: everything that can be known of the walk on one page. */
import { nowConnector } from '../primitives/connectors'
import { prose, wrapProse } from '../primitives/prose'
import { group } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { absentTables } from './absent-tables'
import { addressFields, canonicalCheck } from './address-fields'
import type { PageWalkDrawing } from './drawing'
import { entryList, largePageNote, listedLevels } from './entry-list'
import { errorCodePanel, faultArrow } from './fault-panel'
import { addressLine, figureHeading, footer } from './heading'
import { FRAME_POSITION } from './columns'
import { columnLeft, tableHeight } from './layout'
import { presentLegend } from './present-legend'
import { readList } from './read-list'
import { rightsLine } from './rights'
import { tables } from './tables'
import { tlbPanel } from './tlb-panel'
import { verdictOf } from './words'

const ROW_HEIGHT = 28

const READS = { x: 40, right: 1240, gap: 36 } as const

export const figureParts = (drawing: PageWalkDrawing): readonly Drawn[] => [
  figureHeading(drawing),
  addressLine(drawing),
  addressFields(drawing),
  tables(drawing),
  presentLegend(drawing, 346),
  canonicalCheck(drawing, 400),
  absentTables(drawing),
  ...(drawing.progress.now === 'fault' ? failure(drawing) : translation(drawing)),
  footer(drawing),
]

/** The list of entries beside the TLB. */
function translation(drawing: PageWalkDrawing): readonly Drawn[] {
  const y = 506
  const place = { x: 40, y, rawX: 128, addressX: 338, flagX: 502, flagPitch: 43.5 }
  const count = listedLevels(drawing).length
  const right = 915
  const listPlace = { ...place, rowHeight: ROW_HEIGHT }
  const { software } = drawing.walk
  if (software) return [readList(drawing, software, { ...READS, y, rowHeight: ROW_HEIGHT })]
  return [
    count > 0 && entryList(drawing, listPlace),
    drawing.progress.isComplete && largePageNote(drawing, listPlace, y + count * ROW_HEIGHT + 60),
    drawing.progress.isComplete &&
      rightsLine(drawing, { x: 40, y: y + count * ROW_HEIGHT + 34, right, hasRules: true }),
    tlbPanel(drawing, { x: 968, y, width: 272, rowHeight: 24, slots: 3, hasLongName: true }),
    drawing.progress.now === 'tlb' && answerArrow(drawing, y),
  ]
}

/** The way of a hit: from the TLB straight to the frame. */
function answerArrow(drawing: PageWalkDrawing, tlbBaseline: number): Group {
  const { colours, layout } = drawing
  const x = columnLeft(layout, FRAME_POSITION) + layout.columnWidth - 22
  const route = [
    { x, y: tlbBaseline - 16 },
    { x, y: layout.tableTop + tableHeight(layout) + 3 },
  ]
  return nowConnector('tlb.to.frame', route, colours)
}

/** The list of entries beside the error code, with the whole event in one sentence below. */
function failure(drawing: PageWalkDrawing): readonly Drawn[] {
  const y = 518
  const rowHeight = 26
  const count = listedLevels(drawing).length
  const place = { x: 40, y, rawX: 122, flagX: 330, flagPitch: 36, rowHeight }
  return [
    faultArrow(drawing),
    count > 0 && entryList(drawing, place),
    rightsLine(drawing, { x: 40, y: y + count * rowHeight + 33, right: 672, hasRules: false }),
    errorCodePanel(drawing, { x: 704, y: y - 6, width: 536 }),
    verdict(drawing),
  ]
}

function verdict(drawing: PageWalkDrawing): Group {
  const { walk, colours, layout } = drawing
  const style = { size: layout.type.body, fill: colours.ink }
  const hasErrorCode = walk.errorCode !== undefined
  const x = hasErrorCode ? 704 : 40
  const y = hasErrorCode ? 632 : 550
  const lines = verdictOf(walk).flatMap((sentence) => wrapProse(sentence, 1240 - x, style))
  return group(
    'verdict',
    lines.map((line, index) => prose(`line-${index + 1}`, { x, y: y + index * 16 }, line, style)),
  )
}
