/** The gate that was used: what it says about the stack. */
import type { DeliveryStep } from '../../../shared/models/stack-switch'
import { decodeGate } from '../../../shared/x86/idt-gate'
import { nowBox } from '../primitives/marks'
import { group, rect, text } from '../primitives/shapes'
import type { Box, TextContent } from '../primitives/shapes'
import type { Group, Point } from '../scene'
import type { FontWeight } from '../tokens/text-metrics'
import type { TypeScale } from '../tokens/tokens'
import type { StackSwitchDrawing } from './drawing'
import { chosenField } from './facts'

interface GateLine {
  readonly key: string
  readonly content: TextContent
  readonly size: number
  readonly weight: FontWeight
  readonly fill: string
}

/** What the IST field comes to. */
function stackWords({ model, layout }: StackSwitchDrawing, ist: number): string {
  if (ist > 0) return `to TSS.IST${ist}`
  const { story } = model
  const field = story?.kind === 'delivery' ? chosenField(story) : undefined
  if (field !== undefined) return `to TSS.${field}`
  return layout.gate.width >= 120 ? 'no other stack' : 'same stack'
}

/** The box stands to the right of the line whose exception is delivered. */
export function gateBox({ layout }: StackSwitchDrawing, y: number): Box {
  const { x, width, height } = layout.gate
  return { x, y: y - height / 2, width, height }
}

const isWide = ({ width }: Box): boolean => width >= 84

/** A number beside the IST, where the box has room for one; else at its corner. */
export const gateNumberPlace = (type: TypeScale, box: Box, radius: number): Point =>
  isWide(box)
    ? { x: box.x + box.width - radius - 8, y: baselineOf(type, box, 1) - type.body * 0.3 }
    : { x: box.x + 1, y: box.y }

/** What the gate says about the stack in words has a third line where there is room for it. */
const hasStackLine = ({ body }: TypeScale, box: Box): boolean =>
  isWide(box) && box.height >= 4 * body

const baselineOf = (type: TypeScale, box: Box, index: number): number =>
  box.y + (box.height / ((hasStackLine(type, box) ? 3 : 2) + 0.35)) * (index + 0.85)

export function gateShape(
  drawing: StackSwitchDrawing,
  box: Box,
  step: DeliveryStep,
): Group | undefined {
  const { colours, layout, progress } = drawing
  const gate = step.attempt?.gate
  if (!gate) return undefined
  const { ist } = decodeGate(gate)
  const isNow = progress.isNow('gate')
  const { type } = layout
  const ink = isNow ? colours.now.text : colours.ink
  const hasRoom = isWide(box)
  const padding = hasRoom ? 12 : 6
  const x = box.x + padding
  const stackLine: GateLine = {
    key: 'stack',
    content: stackWords(drawing, ist),
    size: type.small,
    weight: 400,
    fill: isNow ? ink : colours.muted,
  }
  const lines: readonly GateLine[] = [
    {
      key: 'vector',
      content: hasRoom ? `IDT gate ${step.vector}` : `gate ${step.vector}`,
      size: hasRoom ? type.body : type.min,
      weight: 600,
      fill: ink,
    },
    {
      key: 'ist',
      content: [
        { text: 'IST' },
        {
          text: String(ist),
          font: 'mono',
          size: hasRoom ? type.strong : type.body,
          weight: 600,
          gap: 5,
        },
      ],
      size: hasRoom ? type.body : type.min,
      weight: 400,
      fill: ink,
    },
    ...(hasStackLine(type, box) ? [stackLine] : []),
  ]
  return group(
    'gate',
    isNow
      ? nowBox('box', box, colours, 4)
      : rect('box', box, { fill: colours.paper, stroke: colours.ink, strokeWidth: 1.5, radius: 4 }),
    lines.map(({ key, content, size, weight, fill }, index) =>
      text(key, { x, y: baselineOf(type, box, index) + size * 0.2 }, content, {
        size,
        weight,
        fill,
      }),
    ),
  )
}
