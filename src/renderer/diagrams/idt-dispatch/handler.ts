/** Station 6: the handler, its first instructions, and what became of IF and CPL; below it the way back. */
import { formatCount, formatHex } from '../../../shared/format'
import type { DispatchEnd } from '../../../shared/models/idt-dispatch'
import { clearsInterruptFlag } from '../../../shared/x86/idt-gate'
import { nowBox } from '../primitives/marks'
import { prose } from '../primitives/prose'
import { group, line, rect, text } from '../primitives/shapes'
import type { Box, Drawn, TextContent } from '../primitives/shapes'
import type { Group, Shape } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import type { DispatchDrawing } from './drawing'
import { instructionsUntil, shortAddress, sourceName } from './facts'
import { fitName, fitPath, wordingThatFits } from '../primitives/fit-name'
import { discWidth, headNameX, stationDisc, stationHead } from './station-head'
import { unreadPart } from './unread-part'

/** What happens there: the jump. */
export function handlerTitle(drawing: DispatchDrawing): string {
  const { handler, headSize } = drawing.layout
  const room = outerX(drawing) - 10 - headNameX(drawing, 'handler', handler.x)
  const load = 'RIP = handler offset'
  return wordingThatFits([`Jump: ${load}`, load, 'RIP = offset'], room, headSize, 600)
}

const RETURN_GAP = 18

/** Where the offset comes down to it. */
export const outerX = ({ layout }: DispatchDrawing): number =>
  layout.handler.x + layout.handler.width - (layout.density === 'figure' ? 26 : 14)

export function handlerPart(drawing: DispatchDrawing): readonly Drawn[] {
  const { layout, progress } = drawing
  const { handler, lowHead } = layout
  const state = progress.stateOf('handler')
  const head = stationHead(drawing, 'handler', { x: handler.x, y: lowHead }, handlerTitle(drawing))
  if (!drawing.dispatch.entry) return []
  if (state !== 'now' && state !== 'passed')
    return [head, unreadPart(drawing, 'handler', handlerBox(drawing))]
  return [head, entered(drawing), wayBack(drawing)]
}

const insetOf = ({ layout }: DispatchDrawing): number =>
  layout.density !== 'laptop' ? 14 : layout.handler.width < 200 ? 8 : 10

/** Name of the function. */
function handlerName(drawing: DispatchDrawing): string {
  const { dispatch, layout } = drawing
  const { entry } = dispatch
  if (!entry) return ''
  const { symbol, rip } = entry.handler
  const room = layout.handler.width - 2 * insetOf(drawing)
  return symbol === undefined ? formatHex(rip) : fitName(symbol, room, nameSize(drawing), 600)
}

const nameSize = ({ layout }: DispatchDrawing): number =>
  layout.density === 'laptop' ? layout.type.small : layout.type.value

/** Heights inside the box, from its top. */
function heights(drawing: DispatchDrawing) {
  const { dispatch, layout } = drawing
  const { handler } = layout
  const { source, code } = dispatch.entry?.handler ?? { source: undefined, code: [] }
  const nameBottom = handler.lineHeight * 1.3 + (source === undefined ? 0 : handler.lineHeight)
  const rule = nameBottom + (layout.density === 'laptop' ? 6 : 8)
  const codeTop = rule + 6
  // The line of the source takes the place of an instruction: below the box there is room for the return alone.
  const most = handler.codeLines - (source === undefined ? 0 : 1)
  const lines = Math.max(1, Math.min(code.length, most))
  const codeBottom = codeTop + lines * handler.codeHeight
  const flags = codeBottom + handler.lineHeight + 2
  return { rule, codeTop, codeBottom, lines, flags, bottom: flags + handler.lineHeight * 0.6 }
}

export function handlerBox(drawing: DispatchDrawing): Box {
  const { handler } = drawing.layout
  return {
    x: handler.x,
    y: handler.top,
    width: handler.width,
    height: heights(drawing).bottom,
  }
}

function entered(drawing: DispatchDrawing): Group {
  const { dispatch, colours, layout } = drawing
  const { handler, type, density } = layout
  const box = handlerBox(drawing)
  const x = box.x + insetOf(drawing)
  const room = box.width - 2 * insetOf(drawing)
  const { rule, codeBottom } = heights(drawing)
  const { source } = dispatch.entry?.handler ?? {}
  const name = handlerName(drawing)
  const small = density === 'laptop' ? type.small : type.value - 1
  return group(
    'handler',
    rect('box', box, {
      fill: colours.paper,
      stroke: colours.ink,
      strokeWidth: strokes.line,
      radius: 4,
    }),
    text('symbol', { x, y: box.y + handler.lineHeight * 1.1 }, name, {
      size: nameSize(drawing),
      weight: 600,
      font: 'mono',
      fill: colours.ink,
    }),
    source !== undefined &&
      text('source', { x, y: box.y + handler.lineHeight * 2.1 }, fitPath(source, room, small), {
        size: small,
        fill: colours.muted,
      }),
    line(
      'rule',
      { x: box.x, y: box.y + rule },
      { x: box.x + box.width, y: box.y + rule },
      colours.line,
    ),
    code(drawing, box),
    line(
      'end-of-code',
      { x: box.x, y: box.y + codeBottom + 3 },
      { x: box.x + box.width, y: box.y + codeBottom + 3 },
      colours.line,
    ),
    flags(drawing, box),
  )
}

/** The first instructions; the very first is where RIP points. */
function code(drawing: DispatchDrawing, box: Box): readonly Shape[] {
  const { dispatch, colours, layout, progress } = drawing
  const { handler, type, density } = layout
  const { codeTop, lines } = heights(drawing)
  const size = density === 'laptop' ? type.small : type.value - 1
  const room = box.width - 2 * insetOf(drawing)
  const rows = (dispatch.entry?.handler.code ?? []).slice(0, lines)
  const [first] = rows
  if (!first) return [unmapped(drawing, box)]
  return rows.map(({ text: instruction }, index) => {
    const isNow = index === 0 && progress.now === 'handler'
    const row = {
      x: box.x,
      y: box.y + codeTop + index * handler.codeHeight,
      width: box.width,
      height: handler.codeHeight,
    }
    return group(
      `handler.code-${index}`,
      isNow && nowBox('box', row, colours),
      text(
        'instruction',
        { x: box.x + insetOf(drawing), y: row.y + row.height / 2 + size * 0.36 },
        fitText(shortTarget(instruction), room, size, 400, 'mono'),
        {
          size,
          font: 'mono',
          fill: isNow ? colours.now.text : colours.ink,
        },
      ),
    )
  })
}

/** RIP points at memory that is not there: the fetch of the first instruction is the next thing to fail. */
function unmapped(drawing: DispatchDrawing, box: Box): Group {
  const { colours, layout, progress } = drawing
  const { handler, type } = layout
  const isNow = progress.now === 'handler'
  const row = { ...box, y: box.y + heights(drawing).codeTop, height: handler.codeHeight }
  const size = layout.density === 'laptop' ? type.small : type.body
  return group(
    'handler.code-0',
    isNow && nowBox('box', row, colours),
    text(
      'instruction',
      { x: box.x + insetOf(drawing), y: row.y + row.height / 2 + size * 0.36 },
      'no code is mapped here',
      { size, fill: isNow ? colours.now.text : colours.muted },
    ),
  )
}

/** `jmp interrupts::entries::save_and_dispatch` without the path. */
const shortTarget = (instruction: string): string =>
  instruction.replace(/(?:[\w<>]+::)+(?=\w+$)/, '')

/** None of the handler's instructions does it. */
const FLAGS_LEAD = 'with the jump:'

/** What the processor itself does, set off from the code below which it stands. */
function flags({ dispatch, gate, colours, layout }: DispatchDrawing, box: Box): Group | undefined {
  const { entry, attempt } = dispatch
  if (!entry || !gate) return undefined
  const { type, density } = layout
  const drawing = { dispatch, layout } as DispatchDrawing
  const inset = insetOf(drawing)
  const y = box.y + heights(drawing).flags
  const size = density === 'laptop' ? type.small : type.value - 1
  const bit = (isSet: boolean) => (isSet ? '1' : '0')
  const hasChanged = entry.ifBefore !== entry.ifAfter
  const flag = hasChanged
    ? `IF ${bit(entry.ifBefore)} to ${bit(entry.ifAfter)}`
    : `IF stays ${bit(entry.ifAfter)}`
  const cpl =
    attempt.cplBefore === entry.cplAfter
      ? `CPL stays ${entry.cplAfter}`
      : `CPL ${attempt.cplBefore} to ${entry.cplAfter}`
  const room = box.width - 2 * inset
  const extra = hasChanged
    ? 'interrupts off'
    : clearsInterruptFlag(gate)
      ? undefined
      : 'through a trap gate'
  const short = cpl.replace(' stays', '')
  const wordings = [
    [FLAGS_LEAD, extra, cpl],
    ['', extra, cpl],
    ['', extra, short],
    ['', undefined, cpl],
  ] as const
  const [lead, remark, level = short] =
    wordings.find(
      ([first, words = '', last]) =>
        textWidth(`${first}${flag}${words}${last}`, size, 600) + 32 <= room,
    ) ?? []
  return group(
    'handler.flags',
    text(
      'words',
      { x: box.x + inset, y },
      [
        ...(lead ? [{ text: lead }] : []),
        { text: flag, weight: 600, fill: colours.ink, ...(lead ? { gap: 8 } : {}) },
        ...(remark === undefined ? [] : [{ text: remark, gap: 8 }]),
        { text: level, gap: 12 },
      ],
      { size, fill: colours.muted },
    ),
  )
}

/** Where the return is told, below the handler. */
export function returnBox(drawing: DispatchDrawing): Box {
  const box = handlerBox(drawing)
  const { returnHeight } = drawing.layout.handler
  return { x: box.x, y: box.y + box.height + RETURN_GAP, width: box.width, height: returnHeight }
}

/** IRETQ and where it went, or that there was none. */
function wayBack(drawing: DispatchDrawing): Group | undefined {
  const { dispatch, colours, layout, progress } = drawing
  const { end } = dispatch
  const { type, density } = layout
  const box = returnBox(drawing)
  const small = density === 'laptop' ? type.small : type.value - 1
  const x = box.x + insetOf(drawing)
  const first = box.y + box.height * 0.32
  const second = box.y + box.height * 0.76
  const style = { size: small, fill: colours.muted }
  if (end.kind !== 'returned') {
    if (end.kind === 'failed') return undefined
    const [headline, detail] = endWords(drawing)
    const y = box.y + layout.handler.lineHeight * 0.6
    return group(
      'return',
      prose('headline', { x, y }, headline, { ...style, weight: 600 }),
      prose('detail', { x, y: y + layout.handler.lineHeight }, detail, style),
    )
  }
  if (!progress.has('return')) return undefined
  const isNow = progress.now === 'return'
  const width = textWidth('IRETQ', small, 600, 'mono')
  const ink = isNow ? colours.now.text : colours.ink
  const room = box.width - 2 * insetOf(drawing)
  const count = `${formatCount(instructionsUntil(dispatch, end.instant))} instr`
  const disc = discWidth(drawing, 'return')
  const left = room - width - disc - 8
  const elapsed = [`${count} after the jump`, `after ${count}`, `+${count}`, count].find(
    (words) => textWidth(words, small) <= left,
  )
  return group(
    'return',
    isNow
      ? nowBox('box', box, colours, 4)
      : rect('box', box, {
          fill: colours.paper,
          stroke: colours.line,
          strokeWidth: strokes.line,
          radius: 4,
        }),
    stationDisc(
      drawing,
      'return',
      { x: x + room - disc + 4, y: first + 1 },
      { isNow, isReached: true },
    ),
    text('name', { x, y: first + small * 0.36 }, 'IRETQ', {
      size: small,
      font: 'mono',
      weight: 600,
      fill: ink,
    }),
    elapsed !== undefined &&
      text('elapsed', { x: x + width + 8, y: first + small * 0.36 }, elapsed, {
        size: small,
        fill: isNow ? colours.now.text : colours.muted,
      }),
    text('target', { x, y: second + small * 0.36 }, targetRuns(end, room, small), {
      size: small,
      fill: ink,
    }),
  )
}

/** Why it went there: the frame that was pushed says so, or the handler has changed what it says. */
const REASONS = {
  pushed: ['the RIP that was pushed', 'the pushed RIP'],
  changed: ['the handler changed the saved RIP', 'the handler changed RIP', 'RIP was changed'],
} as const

/** `to 0xffff_ffff_8010_dd82, the pushed RIP`: the reason before all digits of the address. */
function targetRuns(
  { target, isElsewhere }: Extract<DispatchEnd, { kind: 'returned' }>,
  room: number,
  size: number,
): TextContent {
  const addresses = [formatHex(target.rip), shortAddress(target.rip)]
  const reasons = REASONS[isElsewhere ? 'changed' : 'pushed']
  const wordings = [
    ...reasons.flatMap((reason) => addresses.map((address) => [address, reason] as const)),
    ...addresses.map((address) => [address, undefined] as const),
  ]
  const width = ([address, reason]: (typeof wordings)[number]) =>
    textWidth('to', size) +
    6 +
    textWidth(`${address}${reason ? ',' : ''}`, size, 400, 'mono') +
    (reason ? 6 + textWidth(reason, size) : 0)
  const [address = '', reason] = wordings.find((wording) => width(wording) <= room) ?? []
  return [
    { text: 'to' },
    { text: reason ? `${address},` : address, font: 'mono', gap: 6 },
    ...(reason ? [{ text: reason, gap: 6 }] : []),
  ]
}

/** Two short lines about a handler that has not come back. */
function endWords({ dispatch }: DispatchDrawing): readonly [string, string] {
  const { end } = dispatch
  switch (end.kind) {
    case 'overwritten':
      return ['It never returns', `${sourceName(end.by)} pushed over its frame`]
    case 'left':
      return ['It never returns', 'the handler around it did']
    default:
      return ['No IRETQ yet', 'the frame lies on the stack']
  }
}
