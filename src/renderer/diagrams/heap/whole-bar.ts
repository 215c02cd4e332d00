/** A whole heap as one bar, however many stretches there are: each column shows its bytes by their shares. */
import { HEAP_BYTES } from '../../../shared/models/heap'
import type { Heap, HeapByte } from '../../../shared/models/heap'
import { decimal, path, rect } from '../primitives/shapes'
import type { Box, Drawn } from '../primitives/shapes'
import type { Paint } from '../scene'
import type { Palette } from '../tokens/tokens'

/** As many columns as can be told apart. */
const COLUMN = 2

/** What lies at the bottom of a column comes first. */
const ORDER = ['used', 'padding', 'lost', 'unknown'] as const satisfies readonly HeapByte[]

/** Its columns are too fine for hatches and dashed edges. */
export function barPaint(kind: HeapByte, { heap, ghost }: Palette): Paint {
  switch (kind) {
    case 'used':
    case 'padding':
      return { fill: heap.used }
    case 'free':
      return { fill: heap.free, stroke: heap.freeLine, strokeWidth: 1 }
    case 'lost':
      return { fill: heap.lost }
    case 'unknown':
      return { fill: ghost }
  }
}

/** Padding belongs to its block and is not asked for: the same colour, half as strong. */
export const barOpacity = (kind: HeapByte) => (kind === 'padding' ? { opacity: 0.4 } : {})

export function wholeBar(key: string, heap: Heap, box: Box, colours: Palette): Drawn {
  const { x, y, width, height } = box
  const columns = Math.floor(width / COLUMN)
  const shares = columnShares(heap.spans, heap.region?.size ?? 1, columns)
  const shareOf = (kind: HeapByte, column: number) =>
    shares[HEAP_BYTES.indexOf(kind)]?.[column] ?? 0
  return [
    rect(`${key}.whole`, box, barPaint('free', colours)),
    ORDER.map((kind, place) => {
      const runs = runsOf(columns, (column) => ({
        bottom: ORDER.slice(0, place).reduce((sum, one) => sum + shareOf(one, column), 0),
        height: shareOf(kind, column),
      }))
      const data = runs.map(({ from, to, bottom, height: share }) => {
        const top = y + height - (bottom + share) * height
        const [left, right] = [x + (from / columns) * width, x + (to / columns) * width]
        return `M${decimal(left)} ${decimal(top)}H${decimal(right)}v${decimal(share * height)}H${decimal(left)}z`
      })
      return (
        data.length > 0 && {
          ...path(`${key}.${kind}`, data.join(''), barPaint(kind, colours)),
          ...barOpacity(kind),
        }
      )
    }),
  ]
}

/** For each kind, the share that it has of each column. */
function columnShares(
  { offsets, sizes, kinds }: Heap['spans'],
  size: number,
  columns: number,
): readonly Float64Array[] {
  const shares = HEAP_BYTES.map(() => new Float64Array(columns))
  const width = size / columns
  offsets.forEach((offset, index) => {
    const share = shares[kinds[index] ?? 0]
    const end = offset + (sizes[index] ?? 0)
    const last = Math.min(columns - 1, Math.floor((end - 1) / width))
    for (let column = Math.floor(offset / width); share && column <= last; column++) {
      const from = Math.max(offset, column * width)
      const to = Math.min(end, (column + 1) * width)
      share[column] = (share[column] ?? 0) + Math.max(0, to - from) / width
    }
  })
  return shares
}

interface ColumnRun {
  readonly from: number
  readonly to: number
  readonly bottom: number
  readonly height: number
}

/** A bar is a few pixels high: finer steps look like noise. */
const STEPS = 4

/** Columns that look alike, together; what is less than a step apart looks alike. */
function runsOf(
  columns: number,
  of: (column: number) => { readonly bottom: number; readonly height: number },
): readonly ColumnRun[] {
  const runs: { from: number; to: number; bottom: number; height: number }[] = []
  for (let column = 0; column < columns; column++) {
    const { bottom, height } = of(column)
    if (height <= 0) continue
    // The least that there is can be seen.
    const shown = Math.max(1, Math.round(height * STEPS)) / STEPS
    const low = Math.min(1 - shown, Math.round(bottom * STEPS) / STEPS)
    const last = runs.at(-1)
    if (last?.to === column && last.bottom === low && last.height === shown) last.to = column + 1
    else runs.push({ from: column, to: column + 1, bottom: low, height: shown })
  }
  return runs
}
