/**
 * The drawing in the window. The window has registers, disassembly and instant of its own, so in
 * a low window the list of entries, or the error code, is all that stands below the tables.
 */
import { prose } from '../primitives/prose'
import { group } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { absentTables } from './absent-tables'
import { addressFields, canonicalCheck } from './address-fields'
import type { PageWalkDrawing } from './drawing'
import { entryList, largePageNote, listedLevels } from './entry-list'
import type { EntryListPlace } from './entry-list'
import { errorCodePanel, faultArrow } from './fault-panel'
import { addressLine, footer, laptopHeading } from './heading'
import { isRoomy, tableBottom } from './layout'
import { presentLegend } from './present-legend'
import { readList } from './read-list'
import { rightsLine } from './rights'
import { tables } from './tables'
import { tlbPanel } from './tlb-panel'
import { WINDOW_SLOTS } from './tlb-rows'
import { verdictOf } from './words'

export const laptopParts = (drawing: PageWalkDrawing): readonly Drawn[] => [
  laptopHeading(drawing),
  addressLine(drawing),
  addressFields(drawing),
  tables(drawing),
  presentLegend(drawing, tableBottom(drawing.layout) - 82),
  canonicalCheck(drawing, tableBottom(drawing.layout) - 40),
  absentTables(drawing),
  drawing.progress.now === 'fault' ? failure(drawing) : translation(drawing),
]

const FLAGS = 10

function listPlace({ layout }: PageWalkDrawing, y: number, rowHeight: number): EntryListPlace {
  const { margin, width } = layout
  const rawX = margin + 78
  const flagX = rawX + 186
  const flagPitch = (width - margin - flagX) / (FLAGS - 0.5)
  return { x: margin, y, rawX, flagX, flagPitch, rowHeight }
}

function translation(drawing: PageWalkDrawing): Drawn {
  const { layout, progress } = drawing
  const { margin, width } = layout
  const y = tableBottom(layout) + (isRoomy(layout) ? 30 : 28)
  // So close in a low window that two lines of the key have room below.
  const place = listPlace(drawing, y, isRoomy(layout) ? 26 : 21)
  const count = listedLevels(drawing).length
  const note =
    progress.isComplete && largePageNote(drawing, place, y + (count + 1) * place.rowHeight + 5)
  const list = count > 0 && [entryList(drawing, place), note]
  const { software } = drawing.walk
  if (software) {
    return [
      readList(drawing, software, {
        x: margin,
        y,
        right: width - margin,
        rowHeight: place.rowHeight,
        gap: 14,
      }),
      isRoomy(layout) && footer(drawing),
    ]
  }
  if (!isRoomy(layout)) return list
  const rightsY = y + 4 * place.rowHeight + 34
  const tlbY = rightsY + 28
  return [
    list,
    progress.isComplete &&
      rightsLine(drawing, { x: margin, y: rightsY, right: width - margin, hasRules: true }),
    tlbPanel(drawing, {
      x: margin + 20,
      y: tlbY,
      width: 340,
      rowHeight: 22,
      slots: WINDOW_SLOTS,
      verdict: { x: margin + 420, y: tlbY + 30 },
    }),
    footer(drawing),
  ]
}

function failure(drawing: PageWalkDrawing): Drawn {
  const { walk, layout } = drawing
  const { margin, width } = layout
  const panel = { x: margin, y: tableBottom(layout) + 56, width: width - 2 * margin }
  if (!isRoomy(layout)) {
    return [faultArrow(drawing), errorCodePanel(drawing, panel) ?? verdict(drawing, panel.y)]
  }
  const listY = panel.y + 112
  return [
    faultArrow(drawing),
    errorCodePanel(drawing, panel),
    walk.levels.length > 0 && entryList(drawing, listPlace(drawing, listY, 22)),
    walk.errorCode === undefined && verdict(drawing, panel.y),
  ]
}

function verdict({ walk, colours, layout }: PageWalkDrawing, top: number): Group {
  const style = { size: layout.type.body, fill: colours.ink }
  return group(
    'verdict',
    verdictOf(walk).map((sentence, index) =>
      prose(`line-${index + 1}`, { x: layout.margin, y: top + index * 20 }, sentence, style),
    ),
  )
}
