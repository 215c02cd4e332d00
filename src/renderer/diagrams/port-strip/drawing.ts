/** What every part of the drawing of the ports is given: which accesses are drawn, in which rows, and where. */
import type { PortAccesses, PortStrip } from '../../../shared/models/port-strip'
import type { DiagramOptions } from '../diagram'
import { frameLayout, type FrameLayout } from '../primitives/figure-frame'
import type { Box } from '../primitives/shapes'
import { palettes, type Density, type Palette } from '../tokens/tokens'

/** Accesses that are drawn, in every density: each is a step. */
export const MOST_ACCESSES = 14

export interface Progress {
  readonly passed: number
  readonly total: number
  /** Without a step, how things stand now. */
  readonly isComplete: boolean
}

export interface PortDrawing {
  readonly model: PortStrip
  readonly colours: Palette
  readonly frame: FrameLayout
  readonly progress: Progress
  /** Oldest first; the last is the one that is told when all have been passed. */
  readonly accesses: readonly PortAccesses[]
  /** The one that is told now. */
  readonly now: PortAccesses | undefined
  /** Indices of devices. */
  readonly rows: readonly number[]
  /** Where the accesses are. */
  readonly strip: Box
  readonly rowHeight: number
  /** Where one of them is taken apart. */
  readonly panel: Box
}

export function accessesOf({ recent, selected }: PortStrip): readonly PortAccesses[] {
  const last = recent.findIndex(({ sequence }) => sequence === selected?.sequence)
  return recent.slice(Math.max(0, last + 1 - MOST_ACCESSES), last + 1)
}

const LABELS: Readonly<Record<Density, number>> = { laptop: 96, figure: 148, projector: 160 }
const PANEL: Readonly<Record<Density, number>> = { laptop: 92, figure: 118, projector: 104 }
const MOST_ROW: Readonly<Record<Density, number>> = { laptop: 64, figure: 80, projector: 76 }

export function portDrawing(model: PortStrip, options: DiagramOptions): PortDrawing {
  const { theme, density, step, size } = options
  const frame = frameLayout(density, size)
  const { body } = frame
  const accesses = accessesOf(model)
  const total = accesses.length
  const passed = Math.max(0, Math.min(step ?? total, total))
  const rows = [...new Set(accesses.map(({ device }) => device))].sort((one, other) => one - other)
  const top = body.y + frame.type.small + 10
  const room = body.height - PANEL[density] - frame.type.small - 10
  const rowHeight = Math.min(MOST_ROW[density], Math.floor(room / Math.max(1, rows.length)))
  const strip = {
    x: body.x + LABELS[density],
    y: top,
    width: body.width - LABELS[density],
    height: rowHeight * rows.length,
  }
  const panelY = strip.y + strip.height + 20
  return {
    model,
    colours: palettes[theme],
    frame,
    progress: { passed, total, isComplete: step === undefined },
    accesses,
    now: accesses[passed - 1],
    rows,
    strip,
    rowHeight,
    panel: { x: body.x, y: panelY, width: body.width, height: body.y + body.height - panelY },
  }
}

/** The box of an access: time goes on from left to right, an access a column. */
export function accessBox({ strip, rowHeight, rows, accesses }: PortDrawing, index: number): Box {
  const pitch = strip.width / MOST_ACCESSES
  const row = rows.indexOf(accesses[index]?.device ?? -1)
  const width = Math.min(64, pitch - 4)
  const height = Math.min(44, rowHeight - 8)
  return {
    x: strip.x + index * pitch + (pitch - width) / 2,
    y: strip.y + row * rowHeight + (rowHeight - height) / 2,
    width,
    height,
  }
}
