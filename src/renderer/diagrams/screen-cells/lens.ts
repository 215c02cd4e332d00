/** The cells around the one that is looked at, each beside its two bytes: lowest address left. */
import { CELL_BYTES, TEXT_WINDOW, VGA_COLOURS, coloursOf } from '../../../shared/vga-text'
import { nowBox } from '../primitives/marks'
import { group, rect, text, type Box, type Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import type { ScreenCellsDrawing } from './drawing'
import { printable } from './facts'

const SWATCH = 14

export function lens(drawing: ScreenCellsDrawing): Group {
  const { layout, colours } = drawing
  const { x, y } = layout.lens
  return group(
    'memory',
    text('heading', { x, y }, 'Cells and their bytes', {
      size: layout.type.body,
      weight: 600,
      fill: colours.ink,
    }),
    nearCells(drawing).map((offset, index) => cell(drawing, offset, index)),
  )
}

/** At the ends of the window there are fewer on one side. */
function nearCells({ model, layout }: ScreenCellsDrawing): readonly number[] {
  const { offset } = model.focus
  const count = 2 * layout.beside + 1
  const first = Math.max(
    0,
    Math.min(offset - layout.beside * CELL_BYTES, TEXT_WINDOW.size - count * CELL_BYTES),
  )
  return Array.from({ length: count }, (_, index) => first + index * CELL_BYTES)
}

/** Of the cell that is looked at, or the byte in it that a step is about. */
export function byteBox({ model, layout, ...rest }: ScreenCellsDrawing, part: 0 | 1): Box {
  const index = nearCells({ model, layout, ...rest }).indexOf(model.focus.offset)
  const { cellWidth, rowHeight } = layout
  return {
    x: layout.lens.x + index * cellWidth + (part * (cellWidth - 6)) / 2,
    y: layout.lens.y + 8 + rowHeight + SWATCH,
    width: (cellWidth - 6) / 2,
    height: rowHeight,
  }
}

function cell(drawing: ScreenCellsDrawing, offset: number, index: number): Drawn {
  const { model, layout, colours, near, progress } = drawing
  const { rowHeight, type } = layout
  const x = layout.lens.x + index * layout.cellWidth
  const y = layout.lens.y + 8
  const width = layout.cellWidth - 6
  const at = offset - model.focus.nearOffset
  const [code = 0, attribute = 0] = [near[at], near[at + 1]]
  const isFocused = offset === model.focus.offset
  const outline = {
    fill: colours.paper,
    stroke: isFocused ? colours.ink : colours.line,
    strokeWidth: isFocused ? strokes.strong : strokes.hair,
  }
  const bytesY = y + rowHeight + SWATCH
  const half = (key: string, value: number, part: 0 | 1) => {
    const box = { x: x + (part * width) / 2, y: bytesY, width: width / 2, height: rowHeight }
    const isNow = isFocused && progress.now === key
    const middle = { x: box.x + box.width / 2, y: box.y + rowHeight / 2 + type.value * 0.36 }
    return [
      isNow ? nowBox(key, box, colours) : rect(key, box, outline),
      text(`${key}.value`, middle, value.toString(16).padStart(2, '0'), {
        size: type.value,
        weight: isFocused ? 600 : 400,
        font: 'mono',
        anchor: 'middle',
        fill: isNow ? colours.now.text : colours.ink,
      }),
    ]
  }
  return group(
    `cell-${offset}`,
    rect('shape', { x, y, width, height: rowHeight }, outline),
    shape(drawing, code, { x, y, width, height: rowHeight }, isFocused),
    swatch(drawing, attribute, { x, y: y + rowHeight, width, height: SWATCH }),
    half('character', code, 0),
    half('attribute', attribute, 1),
    text(
      'address',
      { x: x + width / 2, y: bytesY + rowHeight + type.small + 3 },
      `…${(TEXT_WINDOW.start + offset).toString(16).slice(-4)}`,
      {
        size: type.small,
        font: 'mono',
        anchor: 'middle',
        fill: isFocused ? colours.ink : colours.muted,
      },
    ),
  )
}

/** The character, or a square for one that the exported fonts lack. */
function shape(
  { colours, layout }: ScreenCellsDrawing,
  code: number,
  box: Box,
  isStrong: boolean,
): Drawn {
  const character = printable(code)
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  if (character !== undefined) {
    const size = layout.type.strong
    return text('letter', { x: middle.x, y: middle.y + size * 0.36 }, character, {
      size,
      weight: isStrong ? 600 : 400,
      font: 'mono',
      anchor: 'middle',
      fill: colours.ink,
    })
  }
  if (code === 0 || code === 0x20 || code === 0xff) return undefined
  return rect(
    'letter',
    { x: middle.x - 4, y: middle.y - 4, width: 8, height: 8 },
    { fill: colours.muted },
  )
}

export const cssColour = (colour: number): string =>
  `#${(VGA_COLOURS[colour] ?? 0).toString(16).padStart(6, '0')}`

/** The background with a piece of the foreground in it, in the adapter's own colours. */
function swatch({ model, colours }: ScreenCellsDrawing, attribute: number, box: Box): Drawn {
  const { foreground, background } = coloursOf(attribute, model.isBlinkEnabled)
  const width = Math.round(box.width * 0.4)
  const inner = {
    x: box.x + (box.width - width) / 2,
    y: box.y + 3,
    width,
    height: box.height - 6,
  }
  return [
    rect('background', box, {
      fill: cssColour(background),
      stroke: colours.line,
      strokeWidth: strokes.hair,
    }),
    rect('foreground', inner, { fill: cssColour(foreground) }),
  ]
}
