/** Below the lanes: when RFLAGS.IF was 0, and each lock with who held it (above) and who waited for it (below). */
import type { LockHistory, LockStretch } from '../../../shared/models/interleaving'
import { hatch } from '../primitives/marks'
import { group, rect, text, type Box, type Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { rowTop, xOf, type InterleavingDrawing } from './drawing'
import { laneName } from './facts'

export function locks(drawing: InterleavingDrawing): Group {
  return group(
    'locks',
    drawing.rows.map((row, index) => {
      if (row.kind === 'flag') return flagBars(drawing, index)
      return row.kind === 'lock' && lockBars(drawing, row.lock, index)
    }),
  )
}

interface Bar {
  readonly x: number
  readonly width: number
  readonly words: readonly string[]
}

/** Stretches as they are seen, those that cannot be told apart as one. */
function barsOf(
  drawing: InterleavingDrawing,
  stretches: readonly { readonly from: number; readonly to?: number }[],
  wordsOf: (index: number) => readonly string[],
): readonly Bar[] {
  const { span, end } = drawing
  const bars: { x: number; width: number; words: readonly string[] }[] = []
  stretches.forEach(({ from, to = Infinity }, index) => {
    if (from >= end || to <= span.from) return
    const [x, right] = [xOf(drawing, Math.max(from, span.from)), xOf(drawing, Math.min(to, end))]
    const last = bars.at(-1)
    if (last && x - (last.x + last.width) < CLOSE) {
      last.width = Math.max(last.width, right - last.x)
      last.words = []
    } else bars.push({ x, width: Math.max(2, right - x), words: wordsOf(index) })
  })
  return bars
}

const CLOSE = 1.5

function flagBars(drawing: InterleavingDrawing, row: number): Group {
  const { model, colours, rowHeight } = drawing
  const height = Math.round(rowHeight * 0.4)
  const y = rowTop(drawing, row) + (rowHeight - height) / 2
  return group(
    'flag',
    barsOf(drawing, model.disabled, () => ['IF = 0: interrupts wait', 'IF = 0', '0']).map(
      ({ x, width, words }, index) => {
        const box = { x, y, width, height }
        return [
          rect(`disabled-${index}`, box, {
            fill: colours.surface,
            stroke: colours.line,
            strokeWidth: strokes.hair,
          }),
          fitting(drawing, `words-${index}`, box, words, colours.ink),
        ]
      },
    ),
  )
}

function lockBars(drawing: InterleavingDrawing, lock: LockHistory, row: number): Group {
  const { model, colours, rowHeight } = drawing
  const height = Math.round(rowHeight * 0.42)
  const halves = lock.waits.length > 0 ? 2 : 1
  const top = rowTop(drawing, row) + (rowHeight - halves * height) / 2
  const named = (stretches: readonly LockStretch[], verb: string) => (index: number) => {
    const name = laneName(model, stretches[index]?.lane)
    return [`${name} ${verb}`, name]
  }
  const held = barsOf(drawing, lock.held, named(lock.held, 'holds it'))
  const waits = barsOf(drawing, lock.waits, named(lock.waits, 'waits'))
  return group(
    `lock-${lock.name}`,
    held.map(({ x, width, words }, index) => {
      const box = { x, y: top, width, height }
      return [
        rect(`held-${index}`, box, { fill: colours.heap.used }),
        fitting(drawing, `holder-${index}`, box, words, colours.onSolid),
      ]
    }),
    waits.map(({ x, width, words }, index) => {
      const box = { x, y: top + height, width, height }
      const size = drawing.layout.type.small
      const found = words.find((each) => textWidth(each, size) <= width - 12)
      const plate = found && {
        x: x + width / 2 - textWidth(found, size) / 2 - 4,
        y: box.y + 2,
        width: textWidth(found, size) + 8,
        height: height - 4,
      }
      return [
        rect(`wait-${index}`, box, {
          fill: colours.paper,
          stroke: colours.event.exception.ink,
          strokeWidth: strokes.line,
        }),
        hatch(`hatch-${index}`, box, colours.event.exception.ink),
        plate ? rect(`plate-${index}`, plate, { fill: colours.paper }) : undefined,
        fitting(drawing, `waiter-${index}`, box, words, colours.event.exception.ink),
      ]
    }),
  )
}

/** The longest of the words that the bar has room for. */
function fitting(
  { layout }: InterleavingDrawing,
  key: string,
  box: Box,
  words: readonly string[],
  fill: string,
): Drawn {
  const size = layout.type.small
  const found = words.find((each) => textWidth(each, size) <= box.width - 12)
  if (found === undefined || box.height < size) return undefined
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 + size * 0.36 }
  return text(key, at, found, { size, anchor: 'middle', fill })
}
