/** The text twin: the same facts for those who hear instead of see. */
import { formatCount, formatHex } from '../../../shared/format'
import type { Heap, HeapList } from '../../../shared/models/heap'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import {
  blockWords,
  contentsPlace,
  fieldPlace,
  fieldWords,
  nameWords,
  readingWords,
} from './contents-words'
import {
  bytesWords,
  fragmentation,
  holdings,
  offsetOf,
  offsetWords,
  ownerWords,
  placeWords,
} from './facts'
import { allocatorWords, GAP_WORDS, headlineOf, outcomeWords, requestWords } from './words'

/** More than these are told by their number. */
const MOST_NODES = 32
const MOST_OWNERS = 32

export function heapText(heap: Heap): DiagramText {
  return { ...headOf(heap), rows: rowsOf(heap) }
}

/** Without the rows. */
export function headOf(heap: Heap): Omit<DiagramText, 'rows'> {
  const { title, subtitle } = headlineOf(heap)
  const { request, totals, region, gaps } = heap
  const sentences = [
    `${title}.`,
    subtitle,
    ...gaps.map((gap) => GAP_WORDS[gap]).filter((words) => words !== subtitle),
    request ? `${requestWords(heap, request)} ${outcomeWords(heap, request)}` : '',
    region ? `The allocator: ${allocatorWords(heap)}.` : '',
    totals.free > 0 && heap.history.length > 0
      ? `Of the free bytes, ${Math.round(fragmentation(totals) * 100)} percent lie outside of the largest region.`
      : '',
  ]
  return {
    title,
    summary: plainText(sentences.filter(Boolean).join(' ')),
  }
}

function rowsOf(heap: Heap): readonly DiagramTextRow[] {
  const { region, allocator, lists, totals } = heap
  const mark: DiagramTextRow[] = allocator.mark
    ? [{ name: 'mark', value: allocator.mark.name, remark: formatHex(allocator.mark.address) }]
    : []
  return [
    ...(region
      ? [
          {
            name: 'heap',
            value: formatHex(region.start),
            remark: `${bytesWords(region.size)}: ${formatCount(totals.used)} used, ${formatCount(totals.padding)} padding, ${formatCount(totals.free)} free, ${formatCount(totals.lost)} lost, ${formatCount(totals.unknown)} not known`,
          },
        ]
      : []),
    ...mark,
    ...(allocator.design === 'bump' ? [] : lists.map((list) => listRow(heap, list))),
    ...contentsRows(heap),
    ...holdings(heap)
      .slice(0, MOST_OWNERS)
      .map(({ site, blocks, bytes }): DiagramTextRow => ({
        name: 'holds',
        value: ownerWords(site),
        remark: [
          `${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}, ${bytesWords(bytes)}`,
          site.function ?? '',
          placeWords(site) ?? '',
        ]
          .filter(Boolean)
          .join(', '),
      })),
  ]
}

function contentsRows(heap: Heap): readonly DiagramTextRow[] {
  const { contents } = heap
  if (!contents) return []
  const more = contents.more > 0 ? [`; ${formatCount(contents.more)} more fields are not told`] : []
  return [
    {
      name: 'in the block now',
      value: blockWords(heap, contents),
      remark: `at ${contentsPlace(heap, contents)}, ${bytesWords(contents.size)}. ${plainText(readingWords(heap, contents))}${more.join('')}`,
    },
    ...contents.fields.map((field) => ({
      name: 'field',
      value: nameWords(field),
      remark: `${fieldPlace(field)}: ${fieldWords(heap, field)}`,
    })),
  ]
}

const ENDS = {
  none: '',
  cycle: ', then one of them again',
  unreadable: ', then an address where nothing is mapped',
  long: ', and more',
} as const

function listRow(
  heap: Heap,
  { name, role, blockSize, nodes, length, bytes, end }: HeapList,
): DiagramTextRow {
  const told = nodes
    .slice(0, MOST_NODES)
    .map(({ address, size }) =>
      role === 'class' || size === undefined
        ? offsetWords(offsetOf(heap, address))
        : `${offsetWords(offsetOf(heap, address))} of ${formatCount(size)}`,
    )
  const what =
    role === 'class'
      ? `class of ${blockSize === undefined ? 'unknown size' : bytesWords(blockSize)}`
      : 'free list'
  const rest = length > told.length ? ` and ${formatCount(length - told.length)} more` : ''
  return {
    name: what,
    value: name,
    remark:
      length === 0 && end === 'none'
        ? 'empty'
        : `${formatCount(length)} free, ${bytesWords(bytes)}: ${told.join(', ')}${rest}${ENDS[end]}`,
  }
}
