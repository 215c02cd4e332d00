/** What the TLB holds after the walk, and what the walk cost. Page numbers, not addresses. */
import { formatHex } from '../../../shared/format'
import type { TlbEntry } from '../../../shared/models/page-walk'
import { longName } from '../glossary'
import { changedFrame, checkMark, nowBox } from '../primitives/marks'
import { group, line, text } from '../primitives/shapes'
import type { Run, Shape } from '../scene'
import type { PageWalkDrawing } from './drawing'
import { PAGE_SIZE_NAMES, isMapped, isQuery, isTlbHit, isUnpaged } from './facts'
import { earlierFills, isHeldByTlb, markedEntry } from './tlb-rows'

const PAGE_SHIFT = 12n

export interface TlbPanelPlace {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly rowHeight: number
  /** How many of the earlier fills there is room for. */
  readonly slots: number
  /** Its name is spelt out, on a line of its own. */
  readonly hasLongName?: boolean
  /** Where the words stand, when they are not below the entries. */
  readonly verdict?: { readonly x: number; readonly y: number }
}

/** `0x0000_0180_000b_8`: the address without its last 12 bits, which every page has at 0. */
const pageNumber = (address: bigint): string => formatHex(address).slice(0, -3)

const frameNumber = (address: bigint): string => {
  const digits = (address >> PAGE_SHIFT).toString(16)
  return formatHex(address, Math.max(8, digits.length + 3)).slice(0, -3)
}

export function tlbPanel(drawing: PageWalkDrawing, place: TlbPanelPlace): Shape {
  const { walk, colours, layout, progress } = drawing
  const { x, y, width, rowHeight } = place
  const { small, body, strong } = layout.type
  const right = x + width
  const isHit = isTlbHit(walk)
  const isHeld = isHeldByTlb(walk)
  const earlier = earlierFills(walk).slice(-place.slots)
  const marked = progress.isComplete ? markedEntry(walk) : undefined
  const rowMiddle = (slot: number) => y + 9 + rowHeight * (slot + 0.5) + 2
  const box = (slot: number) => ({
    x: x - 8,
    y: rowMiddle(slot) - rowHeight / 2,
    width: width + 16,
    height: rowHeight,
  })
  const rowCount = Math.max(1, earlier.length + (marked ? 1 : 0))
  const words = place.verdict ?? { x, y: rowMiddle(rowCount) + 14 }
  return group(
    'tlb',
    text(
      'name',
      { x, y: place.hasLongName ? y - body - 7 : y },
      [
        { text: 'TLB', weight: 600, fill: colours.ink },
        ...(place.hasLongName ? [{ text: longName('TLB') ?? '', size: small, gap: 8 }] : []),
      ],
      { size: Math.min(16, strong), fill: colours.muted },
    ),
    place.hasLongName &&
      text('pages', { x, y }, 'recent pages, by number', { size: small, fill: colours.muted }),
    text('legend', { x: right, y }, place.hasLongName ? 'frame number' : 'page and frame number', {
      size: small,
      anchor: 'end',
      fill: colours.muted,
    }),
    line('rule', { x, y: y + 9 }, { x: right, y: y + 9 }, colours.line),
    earlier.length === 0 &&
      !marked &&
      text('empty', { x, y: rowMiddle(0) + 5 }, 'no earlier translation is known', {
        size: small,
        fill: colours.muted,
      }),
    earlier.map((entry, slot) =>
      group(
        `tlb.slot-${slot}`,
        tlbRow(drawing, entry, x, right, rowMiddle(slot), { fill: colours.muted, weight: 400 }),
      ),
    ),
    marked &&
      group(
        `tlb.slot-${earlier.length}`,
        isHit && nowBox('hit', box(earlier.length), colours),
        isHeld && checkMark('held', { x: x - 24, y: rowMiddle(earlier.length) + 4 }, colours.ok),
        walk.tlb.filled && changedFrame(box(earlier.length), colours),
        tlbRow(drawing, marked, x, right, rowMiddle(earlier.length), {
          fill: isHit ? colours.now.text : colours.ink,
          weight: 600,
        }),
      ),
    group(
      'tlb.verdict',
      verdictLines(drawing).map((runs, index) =>
        text(`line-${index + 1}`, { x: words.x, y: words.y + index * (body + 8) }, runs, {
          size: body,
          fill: colours.ink,
        }),
      ),
    ),
  )
}

function tlbRow(
  { layout }: PageWalkDrawing,
  entry: TlbEntry,
  left: number,
  right: number,
  middle: number,
  style: { readonly fill: string; readonly weight: 400 | 600 },
): Shape[] {
  const size = layout.type.small
  const baseline = middle + size * 0.36
  const page = pageNumber(entry.page)
  const mono = { size, font: 'mono', ...style } as const
  return [
    text('page', { x: left, y: baseline }, page, mono),
    text(
      'frame',
      { x: right, y: baseline },
      entry.size === '4k'
        ? frameNumber(entry.frame)
        : [
            { text: PAGE_SIZE_NAMES[entry.size], font: 'sans', weight: 400 },
            { text: frameNumber(entry.frame), gap: 6 },
          ],
      { ...mono, anchor: 'end' },
    ),
  ]
}

type Piece = Partial<Run> & { readonly text: string }

/** `1 miss, 4 reads, 1 new entry`, and what the next access will cost. */
function verdictLines({ walk, colours, progress }: PageWalkDrawing): Piece[][] {
  const bold = (content: string, gap = 5): Piece => ({ text: content, weight: 600, gap })
  const muted = (content: string): Piece => ({ text: content, fill: colours.muted })
  if (isTlbHit(walk)) return [[bold('1 hit', 0), muted(', 0 reads')]]
  if (progress.passed === 0) return []
  if (walk.outcome === 'non-canonical') return [[muted('not asked')]]
  if (isUnpaged(walk)) return [[muted('not used while paging is off')]]
  const count = walk.levels.filter(({ level }) => progress.has(level)).length
  const reads = `, ${count} ${count === 1 ? 'read' : 'reads'}`
  const miss = bold('1 miss', 0)
  if (!progress.isComplete) return [[miss, muted(reads)]]
  if (isQuery(walk)) {
    const answer = walk.tlb.lookup === 'hit' ? 'hit' : 'miss'
    return [[muted('an access here would'), bold(answer)]]
  }
  if (!isMapped(walk)) return [[miss, muted(`${reads},`), bold('no new entry')]]
  const next = [muted('next access here:'), bold('hit'), muted(', 0 reads')]
  return [[miss, muted(`${reads},`), bold('1 new entry')], ...(walk.tlb.filled ? [next] : [])]
}
