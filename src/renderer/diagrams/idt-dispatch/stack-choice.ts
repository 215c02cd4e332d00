/** Station 4: which stack the frame is pushed on. SDM Vol. 3A, "Stack Switching in IA-32e Mode". */
import { formatHex } from '../../../shared/format'
import type { StackSource } from '../../../shared/events/delivery'
import { wordingThatFits } from '../primitives/fit-name'
import { checkMark, crossMark, nowBox } from '../primitives/marks'
import { prose } from '../primitives/prose'
import { group, rect, text } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { strokes } from '../tokens/tokens'
import { resultOf } from './checks'
import type { DispatchDrawing } from './drawing'
import { alignmentGap, formatLimit } from './facts'
import { stationHead } from './station-head'
import { unreadPart } from './unread-part'

export const STACK_TITLE = 'Which stack?'

export function stackPart(drawing: DispatchDrawing): readonly Drawn[] {
  const { layout, progress } = drawing
  const { stack } = layout
  const state = progress.stateOf('stack')
  const isChosen = state === 'now' || state === 'passed'
  const options = optionsOf(drawing)
  const first = options[0]?.box
  const last = options.at(-1)?.box
  const whole = first && last && { ...first, height: last.y + last.height - first.y }
  return [
    stationHead(drawing, 'stack', { x: stack.x, y: stack.head }, STACK_TITLE),
    isChosen
      ? group(
          'stack',
          options.map((option) => optionGroup(drawing, option)),
        )
      : whole && unreadPart(drawing, 'stack', whole),
  ]
}

interface Option {
  readonly source: StackSource
  readonly isTaken: boolean
  readonly title: string
  readonly words: string
  readonly box: Box
}

/** The ways in the order in which the processor tries them; the first that applies is taken. */
function optionsOf(drawing: DispatchDrawing): readonly Option[] {
  const { dispatch, layout } = drawing
  const { stack } = layout
  const taken = dispatch.attempt.stackSource ?? 'current'
  const sources: readonly StackSource[] =
    dispatch.gateBytes === 16
      ? ['ist', 'privilege-change', 'current']
      : ['privilege-change', 'current']
  let y = stack.top
  return sources.map((source) => {
    const isTaken = source === taken
    const height = isTaken ? stack.optionHeight : stack.otherHeight
    const box = { x: stack.x, y, width: stack.width, height }
    y += height + stack.gap
    return { source, isTaken, box, ...wordsOf(drawing, source, isTaken) }
  })
}

/** Where the stack that was taken is drawn. */
export const takenBox = (drawing: DispatchDrawing): Box =>
  optionsOf(drawing).find(({ isTaken }) => isTaken)?.box ?? { x: 0, y: 0, width: 0, height: 0 }

/** Where the IST field leads to: the first way, above where the line to the frame leaves it if it is taken. */
export function askedFirst(drawing: DispatchDrawing): number {
  const [first] = optionsOf(drawing)
  if (!first) return drawing.layout.stack.head
  const { box, isTaken } = first
  return box.y + box.height * (isTaken ? 0.25 : 0.5)
}

/** Privilege of the handler: what the stack of RSPn is chosen by. */
function handlerCpl({ dispatch, code }: DispatchDrawing): number {
  return dispatch.entry?.cplAfter ?? code?.dpl ?? 0
}

function wordsOf(
  drawing: DispatchDrawing,
  source: StackSource,
  isTaken: boolean,
): { title: string; words: string } {
  const { dispatch, gate } = drawing
  const { attempt } = dispatch
  const ist = gate?.ist ?? 0
  const level = handlerCpl(drawing)
  const pointer = source === 'ist' ? `TSS.IST${isTaken ? ist : 'n'}` : `TSS.RSP${level}`
  if (isTaken && source !== 'current') return { title: pointer, words: pointerWords(drawing) }
  const rings = `ring ${attempt.cplBefore} to ring ${level}`
  const isBeforeTaken = source === 'ist' || attempt.stackSource === 'current'
  switch (source) {
    case 'ist':
      return { title: `IST not 0: ${pointer}`, words: 'no: IST is 0' }
    case 'privilege-change':
      return {
        title: `CPL changes: ${pointer}`,
        words: isBeforeTaken ? `no: ${rings}` : 'not asked',
      }
    case 'current':
      return isTaken
        ? { title: keptTitle(drawing), words: keptWords(drawing) }
        : { title: 'otherwise keep RSP', words: 'not asked' }
  }
}

const insetOf = ({ layout }: DispatchDrawing): number => (layout.density === 'laptop' ? 10 : 14)

const MARK_WIDTH = 20

function keptTitle(drawing: DispatchDrawing): string {
  const { type, density, stack } = drawing.layout
  if (resultOf(drawing, 'stack-canonical') === 'failed') return 'keep RSP'
  const size = density === 'laptop' ? type.body : type.value
  const room = stack.width - 2 * insetOf(drawing) - MARK_WIDTH
  return wordingThatFits(['keep RSP: the same stack', 'keep RSP'], room, size, 600)
}

/** The processor rounds RSP down before it pushes, so that the frame lies on a 16-byte boundary. */
function keptWords(drawing: DispatchDrawing): string {
  const { dispatch, layout } = drawing
  if (resultOf(drawing, 'stack-canonical') === 'failed') return 'not canonical'
  if (dispatch.gateBytes === 8) return 'as it is'
  const gap = alignmentGap(dispatch)
  if (gap === 0) return 'aligned to 16 bytes already'
  const aligned = 'aligned down to 16 bytes'
  const room = layout.stack.width - 2 * insetOf(drawing)
  return wordingThatFits([`${aligned}: ${gap} lower`, aligned], room, layout.type.small)
}

/** The pointer that was read from the TSS, or why there is none. */
function pointerWords(drawing: DispatchDrawing): string {
  const { attempt, gateBytes } = drawing.dispatch
  if (resultOf(drawing, 'tss-limit') === 'failed')
    return `beyond the TSS, limit ${formatLimit(attempt.tss?.limit ?? 0)}`
  if (resultOf(drawing, 'tss-read') === 'failed') return 'cannot be read'
  const value = attempt.stackPointer?.value
  return value === undefined ? '' : formatHex(value, gateBytes === 16 ? 16 : 8)
}

const STACK_CHECKS = ['tss-limit', 'tss-read', 'stack-segment', 'stack-canonical'] as const

/** What is wrong with a pointer that could be read. */
const complaint = (drawing: DispatchDrawing): string | undefined => {
  if (drawing.dispatch.attempt.stackPointer === undefined) return undefined
  if (resultOf(drawing, 'stack-canonical') === 'failed') return 'not canonical'
  return resultOf(drawing, 'stack-segment') === 'failed' ? 'its segment cannot be used' : undefined
}

function optionGroup(drawing: DispatchDrawing, option: Option): Group {
  const { colours, layout, progress } = drawing
  const { source, isTaken, title, words, box } = option
  const { type, density } = layout
  const isNow = isTaken && progress.now === 'stack'
  const isFailed = isTaken && STACK_CHECKS.some((check) => resultOf(drawing, check) === 'failed')
  const isFlat = box.height < 2 * type.small + 8
  const inset = insetOf(drawing)
  const ink = isNow ? colours.now.text : isTaken ? colours.ink : colours.ghost
  const style = { size: density === 'laptop' ? type.body : type.value, fill: ink }
  const small = { size: type.small, fill: ink }
  const middle = box.y + box.height / 2
  const mark = { x: box.x + box.width - inset - 12, y: middle - style.size * 0.2 }
  const remark = isFailed ? complaint(drawing) : undefined
  return group(
    `stack.${source}`,
    isNow
      ? nowBox('box', box, colours, 4)
      : rect('box', box, {
          fill: isTaken ? colours.paper : colours.ghostFill,
          stroke: isTaken ? colours.ink : colours.line,
          strokeWidth: isTaken ? strokes.strong : strokes.line,
          radius: 4,
          ...(!isTaken && { dash: strokes.ghostDash }),
        }),
    isFlat
      ? prose(
          'title',
          { x: box.x + inset, y: middle + type.small * 0.36 },
          flatWords(option),
          small,
        )
      : [
          text(
            'title',
            { x: box.x + inset, y: middle - style.size * 0.4 },
            [
              { text: title, weight: isTaken ? 600 : 400 },
              ...(remark
                ? [{ text: remark, gap: 8, weight: 600 as const, fill: isNow ? ink : colours.bad }]
                : []),
            ],
            style,
          ),
          prose('words', { x: box.x + inset, y: middle + type.small * 1.05 }, words, small),
        ],
    isTaken &&
      (isFailed
        ? crossMark('mark', mark, colours.bad)
        : checkMark('mark', mark, isNow ? colours.now.line : colours.ok)),
  )
}

/** One line for an option that was not taken, where there is no room for two. */
function flatWords({ source, title, words }: Option): string {
  if (source === 'current') return `keep RSP: ${words}`
  if (words === 'not asked') return `${title.replace(/^.*: /, '')}: ${words}`
  return `${words.replace(/^no: /, '')}: no switch`
}
