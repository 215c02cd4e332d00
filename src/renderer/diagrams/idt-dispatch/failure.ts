/** In the place of a handler that cannot be called: what the failed check raised, and what the two become together. */
import { formatHex } from '../../../shared/format'
import type { FailedPair } from '../../../shared/models/idt-dispatch'
import { Exception, vectorName } from '../../../shared/x86/exceptions'
import { pageFaultWords } from '../../../shared/x86/shutdown-words'
import { extWords, selectorPlace } from '../../../shared/x86/selector-error-code'
import { eventPill, pillHeight, pillWidth } from '../primitives/pills'
import { prose, wrapProse } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { DispatchDrawing } from './drawing'
import { classNotes, matrixHeight, ruleMatrix } from './rule-matrix'
import { unreadPart } from './unread-part'
import { handlerBox, handlerTitle } from './handler'
import { headNameX, stationDisc, stationHead } from './station-head'
import { ruleWords } from './words'

export const pairOf = ({ dispatch }: DispatchDrawing): FailedPair | undefined =>
  dispatch.end.kind === 'failed' ? dispatch.end.pair : undefined

export function failurePart(drawing: DispatchDrawing): readonly Drawn[] {
  const { dispatch, layout, progress } = drawing
  if (dispatch.end.kind !== 'failed') return []
  if (progress.has('fault')) return [raised(drawing)]
  const { handler, lowHead } = layout
  return [
    stationHead(drawing, 'handler', { x: handler.x, y: lowHead }, handlerTitle(drawing)),
    unreadPart(drawing, 'handler', { ...handlerBox(drawing), height: 3 * handler.lineHeight }),
  ]
}

/** What the pill says. The exception is not known when the recording ends with the failure. */
const raisedName = (drawing: DispatchDrawing): string => {
  const pair = pairOf(drawing)
  return pair ? vectorName(pair.second.vector) : '#?'
}

export function failurePill(drawing: DispatchDrawing): { centre: Point; top: number } {
  const { handler, lowHead, pillSize } = drawing.layout
  const width = pillWidth('exception', raisedName(drawing), pillSize)
  return {
    centre: { x: headNameX(drawing, 'fault', handler.x) + width / 2, y: lowHead },
    top: lowHead - pillHeight(pillSize) / 2,
  }
}

function raised(drawing: DispatchDrawing): Group {
  const { colours, layout } = drawing
  const { handler, pillSize: size, headSize, lowHead, type, density } = layout
  const isNow = drawing.progress.now === 'fault'
  const pair = pairOf(drawing)
  const fits = pair && handler.hasMatrix && isInTable(pair)
  const { centre } = failurePill(drawing)
  const label = raisedName(drawing)
  const body = density === 'laptop' ? type.small : type.body
  const pitch = Math.round(body * (density === 'figure' ? 1.35 : 1.45))
  const x = handler.x
  let y = handler.top + body
  const lines: Drawn[] = []
  const add = (key: string, sentence: string, style: { fill: string; weight?: 600 }) => {
    for (const [index, content] of wrapProse(sentence, handler.width, {
      size: body,
      ...style,
    }).entries()) {
      lines.push(prose(`${key}-${index}`, { x, y }, content, { size: body, ...style }))
      y += pitch
    }
  }
  if (pair) {
    for (const [index, sentence] of codeSentences(pair).entries())
      add(`code-${index}`, sentence, {
        fill: index === 0 ? colours.ink : colours.muted,
        ...(index === 0 && { weight: 600 }),
      })
    y += pitch * 0.35
    const [headline, detail] = ruleWords(pair)
    add('rule', headline, { fill: colours.ink, weight: 600 })
    if (!fits) add('detail', detail, { fill: colours.muted })
  }
  return group(
    'failure',
    stationDisc(drawing, 'fault', { x, y: lowHead }, { isNow, isReached: true }),
    eventPill('failure.pill', 'exception', centre, label, { size }, colours),
    pair &&
      text(
        'vector',
        {
          x: centre.x + pillWidth('exception', label, size) / 2 + 10,
          y: lowHead + headSize * 0.36,
        },
        `vector ${pair.second.vector}`,
        { size: headSize, weight: 600, fill: colours.ink },
      ),
    lines,
    fits && ruleMatrix(drawing, pair, { x, y: y - size * 0.4, width: handler.width }),
    pair &&
      isInTable(pair) &&
      classNotes(drawing, fits ? y - size * 0.4 + matrixHeight(drawing) : y - pitch * 0.65),
  )
}

/** #DF itself stands outside of the table. */
const isInTable = ({ rule }: FailedPair): boolean => rule !== 'shutdown'

function codeSentences({ second }: FailedPair): readonly string[] {
  const { vector, errorCode, cr2 } = second
  if (errorCode === undefined) return []
  const code = `Error code ${formatHex(errorCode, 4)}`
  if (vector === Exception.PF)
    return [
      code,
      pageFaultWords(errorCode),
      ...(cr2 === undefined ? [] : [`CR2 ${formatHex(cr2)}`]),
    ]
  return [code, selectorPlace(errorCode), extWords(errorCode)]
}
