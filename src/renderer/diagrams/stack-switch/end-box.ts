/** How the story ends: the handler that runs, or the processor that stands still. */
import { crossMark, nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText } from '../tokens/text-metrics'
import type { InstructionReference } from '../../../shared/models/page-walk'
import type { StackSwitchDrawing } from './drawing'
import { fitFunction, shortAddress } from './names'

const FUNCTION = /\+0x[0-9a-f]+$/

/** `enter_double_fault`, or the end of the address where no symbol is known. */
export function functionOf({ symbol, rip }: InstructionReference): string {
  return symbol === undefined ? `code at ${shortAddress(rip)}` : symbol.replace(FUNCTION, '')
}

/** From this width on there is room for a mark. */
const WIDE = 240

interface EndWords {
  readonly key: string
  readonly mark: 'passed' | 'failed'
  readonly title: string
  readonly isCode: boolean
  readonly detail: string
  readonly isNow: boolean
}

export function endBox(drawing: StackSwitchDrawing, box: Box, words: EndWords): Group {
  const { colours, layout } = drawing
  const { type } = layout
  const { mark, isCode, isNow } = words
  const isWide = layout.hasLongNames || box.width >= WIDE
  const padding = isWide ? 12 : 6
  // That a handler runs, its name and the words below it say.
  const hasMark = isWide && mark === 'failed'
  const x = box.x + padding + (hasMark ? 22 : 0)
  const room = box.x + box.width - padding - x
  const size = isWide ? type.value : type.min
  const title = isCode
    ? fitFunction(words.title, room, size)
    : fitText(words.title, room, size, 600)
  // In a low box the detail still keeps off the lower edge.
  const middle = box.y + Math.min(box.height / 2, box.height - type.small - 10)
  const ink = isNow ? colours.now.text : colours.ink
  const frame: Drawn = isNow
    ? nowBox('frame', box, colours, 4)
    : rect('frame', box, {
        fill: colours.paper,
        stroke: mark === 'passed' ? colours.ok : colours.bad,
        strokeWidth: 2,
        radius: 4,
      })
  return group(
    words.key,
    frame,
    hasMark &&
      crossMark(
        'mark',
        { x: box.x + padding, y: middle + 5 },
        isNow ? colours.now.text : colours.bad,
      ),
    text('title', { x, y: middle - 3 }, title, {
      size,
      weight: 600,
      font: isCode ? 'mono' : 'sans',
      fill: ink,
    }),
    text('detail', { x, y: middle + type.small + 3 }, fitText(words.detail, room, type.small), {
      size: type.small,
      fill: isNow ? colours.now.text : colours.muted,
    }),
  )
}
