/** All sixteen lines as they stand: the vector that each would get, how it is sensed, and whether it gets through. */
import { CASCADE_LINE, inputsByPriority } from '../../../shared/interrupt-lines'
import { group, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import type { PathDrawing } from './drawing'
import { lineName } from './facts'
import type { ChipKey } from './layout'

export type LineState = 'masked' | 'open' | 'waits' | 'in service' | 'the slave'

export interface LineRow {
  readonly line: number
  readonly vector: number
  readonly isLevel: boolean
  readonly state: LineState
}

/** Of one controller, the highest priority first. */
export function lineRows(
  { standing }: Pick<PathDrawing, 'standing'>,
  key: ChipKey,
): readonly LineRow[] {
  const chip = standing[key]
  return inputsByPriority(chip.lowestPriority).map((input) => {
    const bit = 1 << input
    const line = key === 'slave' ? 8 + input : input
    const state =
      chip.isr & bit ? 'in service' : chip.irr & bit ? 'waits' : chip.imr & bit ? 'masked' : 'open'
    const isCascade = line === CASCADE_LINE && state === 'open'
    return {
      line,
      vector: chip.base + input,
      isLevel: (chip.levelTriggered & bit) !== 0,
      state: isCascade ? 'the slave' : state,
    }
  })
}

export function lineTable(drawing: PathDrawing): Group | undefined {
  const { path, layout } = drawing
  if (path) return undefined
  const { gate, handler, isWide, processor } = layout
  const top = isWide ? processor.y : gate.y
  const bottom = handler.y + handler.height
  const gap = isWide ? 10 : 8
  const half = (gate.width - gap) / 2
  const pitch = (bottom - top) / 9
  return group(
    'lines',
    column(drawing, 'master', { x: gate.x, top, pitch, width: half }),
    column(drawing, 'slave', { x: gate.x + half + gap, top, pitch, width: half }),
  )
}

interface Place {
  readonly x: number
  readonly top: number
  readonly pitch: number
  readonly width: number
}

function column(drawing: PathDrawing, key: ChipKey, { x, top, pitch, width }: Place): Drawn {
  const { colours, layout } = drawing
  const size = layout.type.small
  const vectorX = x + size * 5.3
  const rows = lineRows(drawing, key)
  const hasLevel = rows.some(({ isLevel }) => isLevel)
  const stateX = x + Math.min(width, 13.2 * size)
  const y = (row: number) => top + pitch * (row + 0.72)
  return [
    text(`${key}-name`, { x, y: y(0) }, key, { size, weight: 600, fill: colours.ink }),
    hasLevel &&
      text(`${key}-level`, { x: stateX, y: y(0) }, 'L: level', {
        size,
        anchor: 'end',
        fill: colours.muted,
      }),
    rows.map(({ line, vector, isLevel, state }, index) => {
      const isStirring = state === 'waits' || state === 'in service'
      const fill = isStirring
        ? colours.event.irq.ink
        : state === 'masked'
          ? colours.muted
          : colours.ink
      const weight = isStirring ? 600 : 400
      return group(
        `lines.${line}`,
        text('name', { x, y: y(index + 1) }, isLevel ? `${lineName(line)} L` : lineName(line), {
          size,
          weight,
          fill,
        }),
        layout.density !== 'projector' &&
          text('vector', { x: vectorX, y: y(index + 1) }, String(vector), {
            size,
            weight,
            font: 'mono',
            anchor: 'end',
            fill,
          }),
        text('state', { x: stateX, y: y(index + 1) }, state, {
          size,
          weight,
          anchor: 'end',
          fill,
        }),
      )
    }),
  ]
}
