/** Station 5: the words that the processor pushes, the high address first, and RSP on the way down. */
import { formatHex } from '../../../shared/format'
import { wordingThatFits } from '../primitives/fit-name'
import { crossMark, nowBox } from '../primitives/marks'
import { prose } from '../primitives/prose'
import { group, path, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { decimal } from '../primitives/shapes'
import { textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import { resultOf } from './checks'
import type { DispatchDrawing } from './drawing'
import { alignmentGap, shortAddress } from './facts'
import { headNameX, stationHead } from './station-head'
import { unreadPart } from './unread-part'

const SLOTS = ['SS', 'RSP', 'RFLAGS', 'CS', 'RIP', 'error code'] as const

/** What a full frame takes up, with the error code. */
const MOST_WORDS = SLOTS.length

export function framePart(drawing: DispatchDrawing): readonly Drawn[] {
  const { layout, progress } = drawing
  const { frame, lowHead } = layout
  const state = progress.stateOf('frame')
  const isTried = resultOf(drawing, 'frame-push') === 'failed' && progress.has('fault')
  const head = stationHead(
    drawing,
    'frame',
    { x: frame.x, y: lowHead },
    isTried ? 'Not pushed: no stack' : pushedWords(drawing),
  )
  if (isTried) return [head, group('frame', unpushed(drawing))]
  if (state === 'now' || state === 'passed')
    return [head, group('frame', topWords(drawing), words(drawing), stackPointer(drawing))]
  const count = drawing.dispatch.attempt.frame.length || MOST_WORDS - 1
  const box = { ...wordBox(drawing, 0), height: count * frame.rowHeight }
  return [head, unreadPart(drawing, 'frame', box)]
}

/** How many are pushed, each of them a step of its own. */
function pushedWords(drawing: DispatchDrawing): string {
  const { frame, handler, headSize } = drawing.layout
  const count = drawing.dispatch.attempt.frame.length
  const room = handler.x - 12 - headNameX(drawing, 'frame', frame.x)
  const pushed = 'Pushed, high address first'
  const wordings = count > 1 ? [`${count} pushes, high address first`, pushed] : [pushed]
  return wordingThatFits(wordings, room, headSize, 600)
}

export const wordBox = ({ layout }: DispatchDrawing, index: number): Box => ({
  x: layout.frame.x,
  y: layout.frame.top + index * layout.frame.rowHeight,
  width: layout.frame.width,
  height: layout.frame.rowHeight,
})

/** Where the frame begins, and how much rounding has skipped. */
function topWords(drawing: DispatchDrawing): Group | undefined {
  const { dispatch, colours, layout } = drawing
  const { frame, type } = layout
  const { frameTop, stackSource } = dispatch.attempt
  if (frame.topBaseline === undefined || frameTop === undefined) return undefined
  const gap = alignmentGap(dispatch)
  const address = shortAddress(frameTop)
  const room = frame.width - 8 - textWidth(address, type.small, 400, 'mono')
  const aligned = ['RSP aligned down to 16 bytes', 'RSP aligned down to 16', 'RSP aligned to 16']
  const words =
    stackSource !== 'current'
      ? 'top of the other stack'
      : gap > 0
        ? wordingThatFits(aligned, room, type.small)
        : 'RSP before'
  return group(
    'frame.top',
    text(
      'address',
      { x: frame.x + frame.width, y: frame.topBaseline },
      [
        { text: words, fill: colours.muted },
        { text: address, font: 'mono', gap: 8 },
      ],
      { size: type.small, fill: colours.muted, anchor: 'end' },
    ),
  )
}

function words(drawing: DispatchDrawing): readonly Group[] {
  const { dispatch, progress } = drawing
  const groups = dispatch.attempt.frame.map((word, index) => {
    const key = `frame.word-${index}`
    return index < progress.words
      ? wordGroup(drawing, key, index, word.slot, formatHex(word.value, digitsOf(drawing)))
      : emptySlot(drawing, key, index)
  })
  // The marked one last, so that its frame lies over its neighbours'.
  const last = progress.stateOf('frame') === 'now' ? progress.words - 1 : -1
  const marked = groups[last]
  return marked ? [...groups.filter((word) => word !== marked), marked] : groups
}

/** Of one word: 8, 4 or 2 bytes. */
function digitsOf({ dispatch }: DispatchDrawing): number {
  const [first, second] = dispatch.attempt.frame
  return first && second ? 2 * Number(first.address - second.address) : 16
}

function wordGroup(
  { colours, layout, progress }: DispatchDrawing,
  key: string,
  index: number,
  name: string,
  value: string,
): Group {
  const { frame, type, density } = layout
  const isNow = progress.now === `push-${index}`
  const box = wordBox({ layout } as DispatchDrawing, index)
  const ink = isNow ? colours.now.text : colours.ink
  const small = density === 'laptop' ? type.small : type.value - 1
  const size = density === 'projector' ? type.value : small
  const y = box.y + frame.rowHeight / 2 + size * 0.36
  return group(
    key,
    isNow
      ? nowBox('box', box, colours)
      : rect('box', box, {
          fill: colours.stack.cpu,
          stroke: colours.event.irq.ink,
          strokeWidth: 1.25,
        }),
    text(
      'name',
      { x: box.x + 9, y },
      nameThatFits(name, box.width - 24 - textWidth(value, size, 400, 'mono'), size),
      { size, weight: 600, fill: ink },
    ),
    text('value', { x: box.x + box.width - 9, y }, value, {
      size,
      font: 'mono',
      anchor: 'end',
      fill: ink,
    }),
  )
}

/** The error code is called so where there is room. */
const nameThatFits = (name: string, room: number, size: number): string =>
  textWidth(name, size, 600) <= room ? name : name.replace(/ code$/, '')

const emptySlot = (drawing: DispatchDrawing, key: string, index: number): Group =>
  group(
    key,
    rect('box', wordBox(drawing, index), {
      fill: drawing.colours.ghostFill,
      stroke: drawing.colours.line,
      strokeWidth: 1.25,
      dash: strokes.ghostDash,
    }),
  )

const TRIANGLE = { width: 12, height: 10 }

/** A solid triangle for RSP and its value: beside the frame while words are pushed, and below it, with the value, after all. */
function stackPointer(drawing: DispatchDrawing): Group | undefined {
  const { dispatch, colours, layout, progress } = drawing
  const { frame, type } = layout
  const pushed = progress.words
  const rsp = dispatch.attempt.frame[pushed - 1]?.address
  if (rsp === undefined) return undefined
  const isWhole = pushed === dispatch.attempt.frame.length
  const size = type.small
  const baseline =
    frame.rspBaseline - (MOST_WORDS - dispatch.attempt.frame.length) * frame.rowHeight
  const name = isWhole
    ? 'RSP after the pushes'
    : `RSP after ${pushed} ${pushed === 1 ? 'push' : 'pushes'}`
  const room = frame.width - 8 - textWidth(name, size, 600) - TRIANGLE.width - 6
  const whole = formatHex(rsp, digitsOf(drawing))
  const value = textWidth(whole, size, 400, 'mono') <= room ? whole : shortAddress(rsp)
  const words = [
    { text: name, weight: 600 as const },
    { text: value, font: 'mono' as const, gap: 8 },
  ]
  const right = frame.x + frame.width
  const wordsWidth = textWidth(name, size, 600) + 8 + textWidth(value, size, 400, 'mono')
  const tip = right - wordsWidth - TRIANGLE.width / 2 - 6
  const upward = `M${decimal(tip)} ${decimal(baseline - TRIANGLE.height)}l6 ${TRIANGLE.height}h-12z`
  const besideFrame = `M${decimal(right + 4)} ${decimal(wordBox(drawing, pushed).y)}l10 -6v12z`
  return group(
    'frame.rsp',
    path('triangle', isWhole ? upward : besideFrame, { fill: colours.ink }),
    text('value', { x: right, y: baseline }, words, { size, fill: colours.ink, anchor: 'end' }),
  )
}

/** A frame that has no room: the slots that would have been stored, and why they were not. */
function unpushed(drawing: DispatchDrawing): readonly Drawn[] {
  const { dispatch, colours, layout } = drawing
  const { frame, type } = layout
  const slots = slotsOf(drawing)
  const second = dispatch.end.kind === 'failed' ? dispatch.end.pair?.second : undefined
  const bottom = wordBox(drawing, slots.length).y
  const size = type.small
  return [
    topWords(drawing),
    slots.map((slot, index) => {
      const box = wordBox(drawing, index)
      return group(
        `frame.word-${index}`,
        rect('box', box, {
          fill: colours.ghostFill,
          stroke: colours.stack.guard,
          strokeWidth: 1.25,
          dash: strokes.ghostDash,
        }),
        text('name', { x: box.x + 9, y: box.y + frame.rowHeight / 2 + size * 0.36 }, slot, {
          size,
          fill: colours.ghost,
        }),
      )
    }),
    group(
      'frame.failed',
      crossMark('mark', { x: frame.x + 2, y: bottom + 18 }, colours.bad),
      prose(
        'words',
        { x: frame.x + 20, y: bottom + 18 },
        second?.cr2 === undefined ? 'no room for the frame' : 'the frame cannot be stored at',
        { size, weight: 600, fill: colours.bad },
      ),
      second?.cr2 !== undefined &&
        text('address', { x: frame.x + 20, y: bottom + 34 }, formatHex(second.cr2), {
          size,
          font: 'mono',
          fill: colours.bad,
        }),
    ),
  ]
}

/** The words that the frame would have had. */
function slotsOf({ dispatch }: DispatchDrawing): readonly string[] {
  const hasStack = dispatch.gateBytes === 16 || dispatch.attempt.stackSource !== 'current'
  const hasCode = dispatch.errorCode !== undefined
  return SLOTS.filter((slot) =>
    slot === 'error code' ? hasCode : slot === 'SS' || slot === 'RSP' ? hasStack : true,
  )
}

/** Where a frame that cannot be pushed is left for the exception. */
export function frameEdge(drawing: DispatchDrawing) {
  const { frame } = drawing.layout
  const middle = frame.top + (slotsOf(drawing).length * frame.rowHeight) / 2
  return { x: frame.x + frame.width, y: middle }
}
