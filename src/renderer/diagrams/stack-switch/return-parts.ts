/** The story of an IRETQ: the frame that it takes off, word by word, and what each word does. */
import type { FrameWord } from '../../../shared/events/delivery'
import type { ReturnStory } from '../../../shared/models/stack-switch'
import { nowConnector } from '../primitives/connectors'
import { nowBox } from '../primitives/marks'
import { group, line, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Point } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { lastNames } from '../symbol-words'
import { column } from './column'
import { columnGeometry, type ColumnGeometry } from './column-geometry'
import type { StackSwitchDrawing } from './drawing'
import { functionOf } from './end-box'
import { isSwitch, stackOf } from './facts'
import { fitWord } from './names'
import { stacksStrip } from './stacks-strip'
import { wordsPassed } from './stations'

export interface ReturnGeometry {
  readonly story: ReturnStory
  /** The stack that is gone back to. */
  readonly left: ColumnGeometry | undefined
  /** The stack that is left, where it is another. */
  readonly right: ColumnGeometry | undefined
  /** One for each word. */
  readonly rows: readonly Box[]
}

export function returnGeometry(drawing: StackSwitchDrawing, story: ReturnStory): ReturnGeometry {
  const { model, layout, rsp } = drawing
  const [from, to] = [stackOf(model, story.from), stackOf(model, story.to)]
  const at = (key: string | undefined, otherwise: typeof rsp.address | undefined) =>
    rsp.stack === key ? rsp.address : otherwise
  const top = layout.matrix.y + (layout.density === 'laptop' ? 54 : 74)
  const bottom = layout.left.y + layout.left.height
  const height = Math.min(layout.rowHeight + 10, (bottom - top) / Math.max(1, story.words.length))
  const right = isSwitch(story)
    ? layout.right.x - (layout.density === 'laptop' ? 34 : 64)
    : layout.width - layout.margin
  const { x } = layout.chain
  return {
    story,
    left: to && columnGeometry(drawing, to, layout.left, at(story.to, story.rspAfter)),
    right:
      from && isSwitch(story)
        ? columnGeometry(
            drawing,
            from,
            layout.right,
            at(story.from, undefined),
            layout.density === 'laptop',
          )
        : undefined,
    rows: story.words.map((_, index) => ({ x, y: top + index * height, width: right - x, height })),
  }
}

/** The frame lies on the stack that is left. */
const framed = ({ left, right }: ReturnGeometry): ColumnGeometry | undefined => right ?? left

export function returnParts(
  drawing: StackSwitchDrawing,
  geometry: ReturnGeometry,
): readonly Drawn[] {
  const { layout, rsp } = drawing
  const { left, right } = geometry
  return [
    left &&
      column(drawing, left, {
        side: 'right',
        rsp: rsp.stack === left.stack.key ? 'current' : 'saved',
      }),
    right &&
      column(drawing, right, {
        side: layout.density === 'laptop' ? 'left' : 'right',
        rsp: rsp.stack === right.stack.key ? 'current' : 'none',
      }),
    drawing.progress.has('iretq') && head(drawing, geometry),
    drawing.progress.has('iretq') && loads(drawing, geometry),
    flow(drawing, geometry),
    layout.band && stacksStrip(drawing, layout.band),
  ]
}

function head({ colours, layout }: StackSwitchDrawing, { rows: [row] }: ReturnGeometry): Drawn {
  const { type, chain, matrix } = layout
  const size = layout.density === 'laptop' ? 13 : 17
  const width = textWidth('IRETQ', size, 600, 'mono')
  const y = matrix.y + (layout.density === 'laptop' ? 20 : 26)
  const x = chain.x + width + 14
  const room = row ? row.x + row.width - x : 0
  const [what = ''] = [
    'loads five registers from the frame at RSP',
    'loads five registers from the stack',
    'loads five registers',
  ].filter((each) => textWidth(each, type.body) <= room)
  return group(
    'iretq',
    text('name', { x: chain.x, y: y + size * 0.36 }, 'IRETQ', {
      size,
      font: 'mono',
      weight: 600,
      fill: colours.ink,
    }),
    text('what', { x, y: y + type.body * 0.36 }, what, { size: type.body, fill: colours.ink }),
  )
}

function loads(drawing: StackSwitchDrawing, { story, rows }: ReturnGeometry): Drawn {
  const { colours, progress, layout } = drawing
  const passed = progress.has('returned') ? story.words.length : wordsPassed(progress)
  const { type } = layout
  return group(
    'loads',
    story.words.map((word, index) => {
      const box = rows[index]
      if (!box) return undefined
      const isNow = progress.isNow('pop', index)
      const isLoaded = index < passed
      const ink = isNow ? colours.now.text : isLoaded ? colours.ink : colours.ghost
      const y = box.y + box.height / 2 + type.body * 0.36
      const nameWidth = textWidth('RFLAGS', type.body, 600) + 24
      const valueWidth = textWidth('0x0000_0000_0000_0000', type.value, 400, 'mono')
      const isWide = box.width > nameWidth + valueWidth + 150
      const value = fitWord(word, isWide ? valueWidth : 82, type.value)
      const effectX = box.x + nameWidth + (isWide ? valueWidth : 84) + 16
      return group(
        `loads.${word.slot.toLowerCase()}`,
        isNow && nowBox('now', box, colours),
        line(
          'rule',
          { x: box.x, y: box.y + box.height },
          { x: box.x + box.width, y: box.y + box.height },
          colours.hair,
        ),
        text('name', { x: box.x + 8, y }, word.slot, { size: type.body, weight: 600, fill: ink }),
        text('value', { x: box.x + nameWidth, y }, value, {
          size: type.value,
          font: 'mono',
          fill: ink,
        }),
        text(
          'effect',
          { x: effectX, y },
          fitText(effectOf(story, word), box.x + box.width - effectX - 4, type.small),
          {
            size: type.small,
            fill: isNow ? colours.now.text : isLoaded ? colours.muted : colours.ghost,
          },
        ),
      )
    }),
  )
}

const IF = 1n << 9n

function effectOf({ target }: ReturnStory, { slot, value }: FrameWord): string {
  switch (slot) {
    case 'RIP':
      return target.symbol ? `on in ${lastNames(functionOf(target))}` : 'the next instruction'
    case 'CS':
      return `CPL ${value & 3n}`
    case 'RFLAGS':
      return value & IF ? 'IF 1: interrupts may come' : 'IF 0: no interrupts'
    case 'RSP':
      return 'the stack in use'
    default:
      return 'the frame is used up'
  }
}

/** The word on its way from the stack into its register. */
export function flowRoute(
  drawing: StackSwitchDrawing,
  geometry: ReturnGeometry,
): readonly Point[] | undefined {
  const { now } = drawing.progress
  if (now?.kind !== 'pop') return undefined
  const stack = framed(geometry)
  const placed = stack?.rows.find(
    ({ row }) => row.content.kind === 'word' && row.content.index === now.index,
  )
  const target = geometry.rows[now.index]
  if (!placed || !target || !stack) return undefined
  const isRight = stack === geometry.right
  const y = placed.box.y + placed.box.height / 2
  const to = target.y + target.height / 2
  const start = isRight ? stack.box.x : stack.box.x + stack.box.width
  const end = isRight ? target.x + target.width + 3 : target.x - 4
  const bend = isRight ? (start + end) / 2 : end - 14
  if (Math.abs(y - to) < 2)
    return [
      { x: start, y },
      { x: end, y },
    ]
  return [
    { x: start, y },
    { x: bend, y },
    { x: bend, y: to },
    { x: end, y: to },
  ]
}

function flow(drawing: StackSwitchDrawing, geometry: ReturnGeometry): Drawn {
  const route = flowRoute(drawing, geometry)
  const { colours, layout } = drawing
  return route && nowConnector('flow', route, colours, { scale: layout.nowScale })
}
