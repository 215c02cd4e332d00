/** Which pairs of exceptions become a double fault. SDM Vol. 3A, "Conditions for Generating a Double Fault". */
import type { DeliveryStory } from '../../../shared/models/stack-switch'
import { FAULT_CLASSES, ruleOfClasses, type FaultClass } from '../../../shared/x86/double-fault'
import { explained } from '../glossary'
import { wordingThatFits } from '../primitives/fit-name'
import { nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn, TextStyle } from '../primitives/shapes'
import type { Group } from '../scene'
import { textWidth } from '../tokens/text-metrics'
import { chainLines } from './chain-lines'
import type { StackSwitchDrawing } from './drawing'
import { pairOf } from './facts'
import { halfPillHeight } from './line-pills'

const NAMES: Readonly<Record<FaultClass, readonly [string, string]>> = {
  benign: ['benign', 'benign'],
  contributory: ['contributory', 'contrib.'],
  'page-fault': ['page fault', 'page f.'],
}

/** Pairs that were decided so far, and the one that is decided now. */
function appliedPairs({ progress }: StackSwitchDrawing, story: DeliveryStory) {
  return story.steps.flatMap((_, index) => {
    const pair = pairOf(story, index)
    return pair && progress.has('attempt', index - 1)
      ? [{ ...pair, isNow: progress.isNow('attempt', index - 1) }]
      : []
  })
}

export function classMatrix(drawing: StackSwitchDrawing, story: DeliveryStory): Group {
  const { colours, layout } = drawing
  const { type, matrix } = layout
  const size = type.small
  const padding = layout.hasLongNames ? 10 : 6
  const firstWidth = textWidth('contributory', size) + padding
  const columnWidth = (matrix.width - firstWidth) / FAULT_CLASSES.length
  const rowHeight = matrix.height / 5
  const applied = appliedPairs(drawing, story)
  const baseline = (row: number) => matrix.y + row * rowHeight + rowHeight / 2 + size * 0.36
  const left = (column: number) => matrix.x + firstWidth + column * columnWidth
  const muted: TextStyle = { size, fill: colours.muted }
  // Of a pair that was decided, the two that it is made of.
  const marked: TextStyle = { size, fill: colours.event.exception.ink, weight: 600 }
  const nameStyle = (isFound: boolean) => (isFound ? marked : muted)
  const fits = (name: string) => textWidth(name, size) <= columnWidth - 6
  const columnName = ([long, short]: readonly [string, string]) => (fits(long) ? long : short)

  const cells = FAULT_CLASSES.flatMap((first, row) =>
    FAULT_CLASSES.map((second, column) => {
      const found = applied.find((pair) => pair.first === first && pair.second === second)
      const box = {
        x: left(column),
        y: matrix.y + (row + 2) * rowHeight,
        width: columnWidth,
        height: rowHeight,
      }
      return { first, second, box, found }
    }),
  )
  return group(
    'matrix',
    text('title', { x: matrix.x, y: baseline(0) }, titleThatFits(drawing), {
      size: type.body,
      weight: 600,
      fill: colours.ink,
    }),
    text('first', { x: matrix.x, y: baseline(1) }, 'first', muted),
    text('second', { x: matrix.x + firstWidth - 6, y: baseline(1) }, 'then', {
      ...muted,
      anchor: 'end',
    }),
    FAULT_CLASSES.map((name, column) =>
      text(
        `second-${name}`,
        { x: left(column) + columnWidth / 2, y: baseline(1) },
        columnName(NAMES[name]),
        { ...nameStyle(applied.some(({ second }) => second === name)), anchor: 'middle' },
      ),
    ),
    FAULT_CLASSES.map((name, row) =>
      text(
        `first-${name}`,
        { x: matrix.x, y: baseline(row + 2) },
        NAMES[name][0],
        nameStyle(applied.some(({ first }) => first === name)),
      ),
    ),
    notes(drawing, story),
    // Those that applied last: their frames lie on top.
    [...cells.filter(({ found }) => !found), ...cells.filter(({ found }) => found)].map((cell) =>
      cellShape(
        drawing,
        `matrix.${cell.first}-${cell.second}`,
        cell.box,
        ruleOfClasses(cell.first, cell.second) === 'double-fault',
        cell.found,
      ),
    ),
  )
}

const titleThatFits = ({ layout }: StackSwitchDrawing): string =>
  wordingThatFits(
    ['An exception while delivering another', 'One while delivering another'],
    layout.matrix.width,
    layout.type.body,
    600,
  )

/** What is told of the rules and the classes: as much as there is room for above the first line of the story. */
const NOTES = [
  [explained('served'), `${explained('contributory')}; ${explained('benign')}`],
  [explained('served'), explained('contributory'), explained('benign')],
  [explained('served')],
] as const

function notes(drawing: StackSwitchDrawing, story: DeliveryStory): readonly Drawn[] {
  const { layout, colours } = drawing
  const { matrix, type } = layout
  const size = type.small
  const pitch = size + 4
  const top = matrix.y + matrix.height + pitch
  const [line] = chainLines(drawing, story)
  const bottom = (line?.y ?? Infinity) - Math.max(type.body + 4, halfPillHeight(drawing) + 3)
  const isFitting = (told: readonly string[]) =>
    top + (told.length - 1) * pitch <= bottom &&
    told.every((each) => textWidth(each, size) <= matrix.width)
  const told = NOTES.find(isFitting) ?? []
  // One alone stands on the right, clear of the mark of a stack whose RSP was beside the rules.
  const isAlone = told.length === 1
  const x = isAlone ? matrix.x + matrix.width : matrix.x
  return told.map((words, index) =>
    text(`note-${index}`, { x, y: top + index * pitch }, words, {
      size,
      fill: colours.muted,
      anchor: isAlone ? 'end' : 'start',
    }),
  )
}

function cellShape(
  { colours, layout }: StackSwitchDrawing,
  key: string,
  box: Box,
  isDoubleFault: boolean,
  found: { readonly isNow: boolean } | undefined,
): Group {
  const size = layout.type.small
  const { ink, tint } = colours.event.exception
  const isNow = found?.isNow ?? false
  return group(
    key,
    isNow
      ? nowBox('cell', box, colours)
      : rect('cell', box, {
          fill: found ? tint : colours.paper,
          stroke: found ? ink : colours.hair,
          strokeWidth: found ? 2 : 1,
        }),
    text(
      'rule',
      { x: box.x + box.width / 2, y: box.y + box.height / 2 + size * 0.36 },
      isDoubleFault ? '#DF' : 'served',
      {
        size,
        weight: found ? 600 : 400,
        font: isDoubleFault ? 'mono' : 'sans',
        anchor: 'middle',
        fill: isNow ? colours.now.text : found ? ink : colours.muted,
      },
    ),
  )
}
