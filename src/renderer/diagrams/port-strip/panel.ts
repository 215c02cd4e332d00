/** The access that is told, bit by bit, with what it means in the words of the data sheet. */
import { formatCount } from '../../../shared/format'
import { prose } from '../primitives/prose'
import { group, rect, text, type Drawn } from '../primitives/shapes'
import { fitSentence } from '../primitives/figure-frame'
import { strokes } from '../tokens/tokens'
import type { PortDrawing } from './drawing'
import { accessWords, isHeard } from './words'

const BYTE = 8

export function panel(drawing: PortDrawing): Drawn {
  const { now, panel: box, frame, colours, model } = drawing
  if (!now) return undefined
  const { type, density } = frame
  const style = { size: type.body, fill: colours.ink }
  const strong = { ...style, size: type.strong, weight: 600 } as const
  const bit = density === 'laptop' ? 22 : 26
  const left = BYTE * bit + 28
  const room = box.width - left
  const lines = [
    isHeard(model, now) ? now.meaning : 'No chip answers there.',
    `${accessWords(now)}, at instruction ${formatCount(now.instant)}.`,
  ]
  const y = box.y + type.small + 4
  return group(
    'panel',
    bits(drawing, { x: box.x, y, side: bit }),
    lines.map((line, index) => {
      const set = index === 0 ? strong : style
      const at = { x: box.x + left, y: y + index * (type.body + 9) + type.strong * 0.8 - 6 }
      return prose(`line-${index}`, at, fitSentence(line, room, set), set)
    }),
  )
}

/** The lowest byte, bit 7 left. */
function bits(
  { now, colours, frame, model }: PortDrawing,
  { x, y, side }: { readonly x: number; readonly y: number; readonly side: number },
): Drawn {
  const { type } = frame
  const isLatest = now?.sequence === model.recent.at(-1)?.sequence
  return Array.from({ length: BYTE }, (_, index) => {
    const bit = BYTE - 1 - index
    const isSet = ((now?.value ?? 0) & (1 << bit)) !== 0
    const box = { x: x + index * side, y, width: side, height: side }
    const middle = { x: box.x + side / 2, y: box.y + side / 2 + type.value * 0.36 }
    return [
      text(`number-${bit}`, { x: middle.x, y: y - 4 }, String(bit), {
        ...{ size: type.small, anchor: 'middle', fill: colours.muted },
      }),
      rect(`bit-${bit}`, box, {
        fill: isSet ? (isLatest ? colours.now.fill : colours.surface) : colours.paper,
        stroke: colours.line,
        strokeWidth: strokes.line,
      }),
      text(`value-${bit}`, middle, isSet ? '1' : '0', {
        ...{ size: type.value, weight: isSet ? 600 : 400, font: 'mono', anchor: 'middle' },
        fill: isSet && isLatest ? colours.now.text : colours.ink,
      }),
    ]
  })
}
