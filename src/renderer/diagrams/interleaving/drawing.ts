/** What every part of the drawing of an interleaving is given: the rows, and where a moment is on the axis. */
import type {
  Interleaving,
  Lane,
  LaneSwitch,
  LockHistory,
  LockStretch,
} from '../../../shared/models/interleaving'
import type { DiagramOptions } from '../diagram'
import { palettes, type Palette } from '../tokens/tokens'
import { interleavingLayout, type InterleavingLayout } from './layout'
import { spanOf, type Span } from './span'
import { progressOf, type Progress } from './stations'

/** A stretch between two switches. */
export interface Stretch {
  readonly begins: LaneSwitch
  readonly from: number
  readonly to: number
  readonly isNow: boolean
}

export type Row =
  | { readonly kind: 'lane'; readonly index: number; readonly lane: Lane }
  | { readonly kind: 'flag' }
  | { readonly kind: 'lock'; readonly lock: LockHistory }

export interface InterleavingDrawing {
  readonly model: Interleaving
  readonly colours: Palette
  readonly layout: InterleavingLayout
  readonly progress: Progress
  readonly span: Span
  /** Those that are told by now. */
  readonly stretches: readonly Stretch[]
  readonly end: number
  readonly rows: readonly Row[]
  readonly rowHeight: number
  /** Rows that there is no room for. */
  readonly hidden: number
}

export function interleavingDrawing(
  model: Interleaving,
  { theme, density, step, size }: DiagramOptions,
): InterleavingDrawing {
  const layout = interleavingLayout(density, size)
  const span = spanOf(model)
  const progress = progressOf(model, step)
  const stretches = span.switches.slice(0, progress.passed).map((begins, index): Stretch => ({
    begins,
    from: begins.instant,
    to: span.switches[index + 1]?.instant ?? span.to,
    isNow: index === progress.passed - 1,
  }))
  const all = rowsOf(model, span)
  const rows = all.length > layout.mostRows ? all.slice(0, layout.mostRows - 1) : all
  return {
    model,
    colours: palettes[theme],
    layout,
    progress,
    span,
    stretches,
    end: stretches.at(-1)?.to ?? span.from,
    rows,
    rowHeight: Math.min(layout.mostRowHeight, Math.floor(layout.axis.height / rows.length)),
    hidden: all.length - rows.length,
  }
}

/** The lanes that have a part in what is drawn, IF, and the locks to which something happened meanwhile. */
function rowsOf({ lanes, locks }: Interleaving, span: Span): readonly Row[] {
  const used = new Set(span.switches.flatMap(({ stack }) => stack))
  const order = { main: 0, task: 1, handler: 2 }
  const shown = lanes
    .map((lane, index) => ({ kind: 'lane' as const, index, lane }))
    .filter(({ index }) => used.has(index))
    .sort((one, other) => order[one.lane.kind] - order[other.lane.kind] || one.index - other.index)
  const touched = (stretch: LockStretch) =>
    stretch.from <= span.to && (stretch.to ?? Infinity) >= span.from
  return [
    ...shown,
    { kind: 'flag' },
    ...locks
      .filter(({ held, waits }) => [...held, ...waits].some(touched))
      .sort(
        (one, other) =>
          Number(other.waits.some(touched)) - Number(one.waits.some(touched)) ||
          lastUse(other) - lastUse(one),
      )
      .map((lock) => ({ kind: 'lock' as const, lock })),
  ]
}

const lastUse = ({ held }: LockHistory): number => held.at(-1)?.from ?? 0

export const xOf = (
  { layout, span }: Pick<InterleavingDrawing, 'layout' | 'span'>,
  moment: number,
) => layout.axis.x + span.at(moment) * layout.axis.width

export const rowTop = ({ layout, rowHeight }: InterleavingDrawing, row: number): number =>
  layout.axis.y + row * rowHeight

export const rowOfLane = ({ rows }: Pick<InterleavingDrawing, 'rows'>, index: number): number =>
  rows.findIndex((row) => row.kind === 'lane' && row.index === index)
