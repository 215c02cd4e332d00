/** Station 3: the entry of the descriptor table that the gate's selector picks, and what is asked of it. */
import { formatHex } from '../../../shared/format'
import { nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { checkLine } from './check-line'
import { codeLines, descriptorIndex, descriptorTableName } from './code-checks'
import type { DispatchDrawing } from './drawing'
import { entryBox } from './layout'
import { stationHead } from './station-head'
import { unreadPart } from './unread-part'

export function codePart(drawing: DispatchDrawing): readonly Drawn[] {
  const { layout, progress } = drawing
  const { code, lowHead } = layout
  const state = progress.stateOf('code')
  const isRead = state === 'now' || state === 'passed'
  const name = isRead || drawing.gate ? descriptorTableName(drawing) : 'GDT'
  return [
    stationHead(drawing, 'code', { x: code.x, y: lowHead }, name),
    isRead ? descriptor(drawing) : unreadPart(drawing, 'code', codeBox(drawing)),
  ]
}

const LINES = 5

/** What the part takes up while there is nothing in it. */
function codeBox({ layout }: DispatchDrawing): Box {
  const { code } = layout
  const bottom = code.checksTop + (LINES - 1) * code.checkPitch + 4
  return { x: code.x, y: code.tableTop, width: code.width, height: bottom - code.tableTop }
}

function descriptor(drawing: DispatchDrawing): Group {
  const { code } = drawing.layout
  return group(
    'code',
    neighbours(drawing),
    entry(drawing),
    codeLines(drawing).map((line, index) =>
      checkLine(
        drawing,
        { ...line, key: `code.${line.key === 'selector' ? '' : 'check-'}${line.key}` },
        { x: code.x, y: code.checksTop + index * code.checkPitch },
      ),
    ),
  )
}

/** Strips of the entries beside it, which nobody reads: it is one of many. Before entry 0 there is none. */
function neighbours(drawing: DispatchDrawing): readonly Drawn[] {
  const { colours, layout } = drawing
  const { stripHeight } = layout.code
  const box = entryBox(layout)
  const strip = (key: string, y: number) =>
    rect(
      key,
      { ...box, y, height: stripHeight },
      { fill: colours.paper, stroke: colours.line, strokeWidth: strokes.line },
    )
  return [
    descriptorIndex(drawing) > 0 && strip('before', box.y - stripHeight),
    strip('after', box.y + box.height),
  ]
}

/** Its place in the table, and its eight bytes as a number. */
function entry(drawing: DispatchDrawing): Group {
  const { dispatch, colours, layout, progress } = drawing
  const { type, density } = layout
  const { codeDescriptor } = dispatch.attempt
  const isNow = progress.now === 'code'
  const box = entryBox(layout)
  const size = density === 'figure' ? type.value - 1 : type.small
  const inset = density === 'laptop' ? 7 : 10
  const y = box.y + box.height / 2 + size * 0.36
  const ink = isNow ? colours.now.text : codeDescriptor ? colours.ink : colours.ghost
  const value = codeDescriptor ? formatHex(codeDescriptor.value) : 'not read'
  const font = codeDescriptor ? 'mono' : 'sans'
  const room = box.width - 2 * inset - 8 - textWidth(value, size, 400, font)
  const index = String(descriptorIndex(drawing))
  const long = `entry ${index}`
  return group(
    'code.descriptor',
    isNow
      ? nowBox('box', box, colours)
      : rect('box', box, {
          fill: codeDescriptor ? colours.surface : colours.ghostFill,
          stroke: codeDescriptor ? colours.ink : colours.line,
          strokeWidth: strokes.strong,
          ...(!codeDescriptor && { dash: strokes.ghostDash }),
        }),
    text('index', { x: box.x + inset, y }, textWidth(long, size, 600) <= room ? long : index, {
      size,
      weight: 600,
      fill: ink,
    }),
    text('value', { x: box.x + box.width - inset, y }, value, {
      size,
      font,
      anchor: 'end',
      fill: ink,
    }),
  )
}
