/** What every part of the drawing of an image is given, and where the parts stand. */
import type { ImageMap } from '../../../shared/models/image-map'
import type { DiagramOptions } from '../diagram'
import { frameLayout, type FrameLayout } from '../primitives/figure-frame'
import type { Box } from '../primitives/shapes'
import { palettes, type Density, type Palette } from '../tokens/tokens'
import { MOST_SEGMENTS, stationsOf, type Station } from './stations'

export interface ImageDrawing {
  readonly model: ImageMap
  readonly colours: Palette
  readonly frame: FrameLayout
  readonly told: { readonly passed: number; readonly total: number }
  readonly isComplete: boolean
  /** Where the story is; nothing before it, and when it is over. */
  readonly now: Station | undefined
  readonly passed: readonly Station[]
  /** Program headers: the first row begins below the heading. */
  readonly headers: Box
  readonly ladder: Box
  readonly rowHeight: number
  readonly memory: Box
}

const ROW: Readonly<Record<Density, number>> = { laptop: 28, figure: 40, projector: 42 }
const MEMORY: Readonly<Record<Density, number>> = { laptop: 116, figure: 170, projector: 166 }
const LADDER_SHARE: Readonly<Record<Density, number>> = {
  laptop: 0.42,
  figure: 0.42,
  projector: 0.4,
}

export function imageDrawing(model: ImageMap, options: DiagramOptions): ImageDrawing {
  const { theme, density, step, size } = options
  const frame = frameLayout(density, size)
  const { body, type } = frame
  const stations = stationsOf(model)
  const total = stations.length
  const passed = Math.max(0, Math.min(step ?? total, total))
  const memoryHeight = MEMORY[density]
  const upper = body.height - memoryHeight - 16
  const heading = type.body + 10
  const rows = Math.max(MOST_SEGMENTS, model.rungs.length)
  const rowHeight = Math.min(ROW[density] + 8, Math.floor((upper - heading) / rows))
  const ladderWidth = Math.round(body.width * LADDER_SHARE[density])
  const top = body.y + heading
  return {
    model,
    colours: palettes[theme],
    frame,
    told: { passed, total },
    isComplete: step === undefined,
    now: step === undefined ? undefined : stations[passed - 1],
    passed: stations.slice(0, passed),
    headers: { x: body.x, y: top, width: body.width - ladderWidth - 28, height: rowHeight * rows },
    ladder: {
      x: body.x + body.width - ladderWidth,
      y: top,
      width: ladderWidth,
      height: rowHeight * rows,
    },
    rowHeight,
    memory: {
      x: body.x,
      y: body.y + body.height - memoryHeight,
      width: body.width,
      height: memoryHeight,
    },
  }
}

export const headerBox = ({ headers, rowHeight }: ImageDrawing, index: number): Box => ({
  x: headers.x,
  y: headers.y + index * rowHeight + 2,
  width: headers.width,
  height: rowHeight - 4,
})

export const rungBox = ({ ladder, rowHeight }: ImageDrawing, index: number): Box => ({
  x: ladder.x,
  y: ladder.y + index * rowHeight + 2,
  width: ladder.width,
  height: rowHeight - 4,
})

/** Pieces of memory that there is room for; of more the first and the last. */
const PIECES: Readonly<Record<Density, number>> = { laptop: 8, figure: 9, projector: 7 }

export const shownPieces = ({ model, frame }: ImageDrawing): ImageMap['pieces'] =>
  model.pieces.slice(0, PIECES[frame.density])

export function pieceBox(drawing: ImageDrawing, index: number): Box {
  const { memory, frame } = drawing
  const count = shownPieces(drawing).length
  const pitch = memory.width / count
  const top = memory.y + 2 * frame.type.body + 16
  return {
    x: memory.x + index * pitch,
    y: top,
    width: pitch - 8,
    height: frame.density === 'laptop' ? 30 : 40,
  }
}
