/** All stacks that are known, each as a small bar with what is used of it, in words beside it. */
import { formatCount } from '../../../shared/format'
import type { Stack, StackBound } from '../../../shared/models/stack-switch'
import { hatch } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, TextStyle } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import type { StackSwitchDrawing } from './drawing'
import { depthAt, sizeOf } from './facts'
import { fitAddress } from './names'
import { useWords } from './words'

const BAR_WIDTH = 18
const TEXT_GAP = 10
/** Between a name and its address. */
const GAP = 6
const CELL_GAP = 16
const WIDEST = 300
/** Name, both ends, what is used and what for; the bars have one height. */
const STRIP_LINES = 5

/** Space that one stack takes at least. */
function leastWidth({ layout, model }: StackSwitchDrawing): number {
  const widths = model.stacks.map((stack) => textWidth(depthWords(stack), layout.type.small))
  return BAR_WIDTH + TEXT_GAP + Math.max(0, ...widths) + CELL_GAP
}

export function stacksStrip(drawing: StackSwitchDrawing, box: Box): Group {
  const { model, colours, layout } = drawing
  const columns = Math.max(1, Math.floor(box.width / leastWidth(drawing)))
  const all = model.stacks
  const shown = all.slice(0, columns)
  const width = Math.min(box.width / Math.max(1, shown.length), WIDEST)
  const heading =
    shown.length === all.length
      ? 'All stacks that are known'
      : `${shown.length} of the ${all.length} stacks that are known`
  const { headingSize } = layout
  const top = box.y + headingSize + 14
  const cell = (index: number): Box => ({
    x: box.x + index * width,
    y: top,
    width: width - CELL_GAP,
    height: box.y + box.height - top,
  })
  return group(
    'stacks',
    text('heading', { x: box.x, y: box.y + headingSize }, heading, {
      size: headingSize,
      weight: 600,
      fill: colours.ink,
    }),
    shown.map((stack, index) => stackCell(drawing, stack, cell(index))),
  )
}

function stackCell(drawing: StackSwitchDrawing, stack: Stack, box: Box): Group {
  const { colours, layout } = drawing
  const { type } = layout
  const key = `stacks.${stack.key}`
  const x = box.x + BAR_WIDTH + TEXT_GAP
  const room = box.width - BAR_WIDTH - TEXT_GAP
  const { top, bottom } = stack
  const { body, small } = type
  const line = (name: string, words: string, style: Partial<TextStyle>): StripLine => ({
    name,
    words: fitText(words, room, small),
    style: { size: small, fill: colours.muted, ...style },
  })
  const address = (name: string, bound: StackBound | undefined, otherwise: string): StripLine => {
    if (!bound) return line(name, otherwise, {})
    const left = room - textWidth(name, small) - GAP
    return { ...line(name, name, {}), address: fitAddress(bound.address, left, small) }
  }
  const title: StripLine = {
    name: 'name',
    words: fitText(nameWords(stack), room, body, 600),
    style: { size: body, weight: 600, fill: colours.ink },
  }
  const all = [
    title,
    address('top', top, 'top not known'),
    address('bottom', bottom, 'lower end not known'),
    // How much is used of it says nothing while nobody knows whether it is.
    ...(stack.use === 'unknown' ? [] : [line('use', depthWords(stack), { fill: colours.ink })]),
    line('state', useWords(drawing.model, stack), {}),
  ]
  const isLow = box.height / STRIP_LINES < small + 3
  const count = isLow ? STRIP_LINES - 1 : STRIP_LINES
  const lines = isLow ? all.filter(({ name }) => name !== 'bottom') : all
  const pitch = Math.min(box.height / count, small + 6)
  const height = pitch * count
  return group(
    key,
    bar(drawing, `${key}.bar`, stack, { x: box.x, y: box.y, width: BAR_WIDTH, height }),
    lines.map(({ name, words, address: value, style }, index) =>
      text(
        name,
        { x, y: box.y + pitch * index + small },
        value === undefined ? words : [{ text: words }, { text: value, font: 'mono', gap: GAP }],
        style,
      ),
    ),
  )
}

interface StripLine {
  readonly name: string
  readonly words: string
  readonly address?: string
  readonly style: TextStyle
}

const nameWords = ({ name, fields }: Stack): string => {
  const others = fields.filter((field) => !name.startsWith(field))
  return others.length === 0 ? name : `${name}, ${others.join(', ')}`
}

function depthWords(stack: Stack): string {
  const size = sizeOf(stack)
  const depth = stack.pointer === undefined ? 0 : depthAt(stack, stack.pointer)
  if (depth === undefined) return 'depth not known'
  return size === undefined
    ? `${formatCount(depth)} bytes used`
    : `${formatCount(Math.min(depth, size))} of ${formatCount(size)} bytes used`
}

const GUARD_HEIGHT = 12

/** Full height for the stack's size; what is used from the top; the guard page below. */
function bar({ colours }: StackSwitchDrawing, key: string, stack: Stack, box: Box): Group {
  const size = sizeOf(stack)
  const depth = stack.pointer === undefined ? 0 : (depthAt(stack, stack.pointer) ?? 0)
  const height = box.height - (stack.guard ? GUARD_HEIGHT : 0)
  const share = size ? Math.min(1, depth / size) : 0
  const used = depth > 0 ? Math.max(3, share * height) : 0
  const guard = { ...box, y: box.y + height, height: GUARD_HEIGHT }
  return group(
    key,
    rect(
      'space',
      { ...box, height },
      { fill: colours.paper, stroke: colours.line, strokeWidth: 1.25 },
    ),
    used > 0 &&
      rect(
        'used',
        { ...box, height: used },
        { fill: stack.use === 'current' ? colours.ink : colours.line },
      ),
    stack.guard && [
      rect('guard', guard, {
        fill: colours.paper,
        stroke: colours.stack.guard,
        strokeWidth: 1.5,
        dash: '4 3',
      }),
      hatch('hatch', guard, colours.stack.guard, 6, 0.8),
    ],
  )
}
