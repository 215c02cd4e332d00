/** What can be said of one box of the drawing when somebody points at it, and where it leads. */
import { formatCount, formatHex } from '../../../shared/format'
import { HEAP_BYTES, type Heap, type HeapNode } from '../../../shared/models/heap'
import { instant, linearAddress } from '../../../shared/units'
import { linearBytes, type DetailField, type DiagramDetail } from '../detail'
import { fieldPlace, fieldWords, nameWords, readingWords } from './contents-words'
import { bytesWords, holdings, ownerWords, placeWords } from './facts'
import { walkOf } from './stations'
import { BYTE_WORDS } from './byte-marks'
import { lowerBound } from './view-window'

/** At least the link to the next one lies there. */
const NODE_BYTES = 8

export function detailOf(heap: Heap, key: string): DiagramDetail | undefined {
  const span = /^span-([0-9a-f]+)$/.exec(key)?.[1]
  if (span !== undefined) return spanDetail(heap, parseInt(span, 16))
  const node = /^node-(\d+)$/.exec(key)?.[1]
  if (node !== undefined) return nodeDetail(heap, Number(node))
  const owner = /^owner-(\d+)$/.exec(key)?.[1]
  if (owner !== undefined) return ownerDetail(heap, Number(owner))
  const field = /^field-([0-9a-f]+)$/.exec(key)?.[1]
  if (field !== undefined) return fieldDetail(heap, parseInt(field, 16))
  const place = /^class-(\d+)$/.exec(key)?.[1]
  return place === undefined ? undefined : classDetail(heap, Number(place))
}

function spanDetail(heap: Heap, offset: number): DiagramDetail | undefined {
  const { spans, region } = heap
  const index = lowerBound(spans.offsets, offset + 1) - 1
  const kind = HEAP_BYTES[spans.kinds[index] ?? -1]
  if (!region || !kind) return undefined
  const start = region.start + BigInt(spans.offsets[index] ?? 0)
  const address = linearAddress(start)
  const size = bytesWords(spans.sizes[index] ?? 0)
  const block = spans.blocks[index] ?? -1
  if (kind === 'used' || kind === 'padding') return blockDetail(heap, block, kind)
  return {
    words: `${size} ${BYTE_WORDS[kind]} at \`${formatHex(start)}\`.`,
    bytes: linearBytes(address, spans.sizes[index] ?? 1),
    translate: address,
  }
}

function blockDetail(
  heap: Heap,
  block: number,
  kind: 'used' | 'padding',
): DiagramDetail | undefined {
  const { blocks, sites, region } = heap
  const site = sites[blocks.sites[block] ?? -1]
  if (!region) return undefined
  const start = region.start + BigInt(blocks.offsets[block] ?? 0)
  const where = site && placeWords(site)
  const by =
    site?.function === undefined
      ? ''
      : `, asked for by \`${site.function}\`${where ? ` at \`${where}\`` : ''}`
  const what = kind === 'padding' ? 'Padding of a block' : `\`${ownerWords(site)}\`: a block`
  const address = linearAddress(start)
  const fields = kind === 'used' ? contentsFields(heap, blocks.sequences[block]) : []
  const reading = fields.length > 0 && heap.contents ? ` ${readingWords(heap, heap.contents)}` : ''
  return {
    words: `${what} of ${bytesWords(blocks.sizes[block] ?? 0)}, align ${blocks.alignments[block] ?? 1}, at \`${formatHex(start)}\`${by} at instruction ${formatCount(blocks.instants[block] ?? 0)}.${reading}`,
    ...(fields.length > 0 && { fields }),
    bytes: linearBytes(address, Math.max(1, blocks.sizes[block] ?? 1)),
    translate: address,
    moment: { what: 'the request', instant: instant(blocks.instants[block] ?? 0) },
    ...(site && { code: linearAddress(site.address - 1n) }),
    ...(heap.requests.some(({ sequence }) => sequence === blocks.sequences[block]) && {
      item: blocks.sequences[block] ?? 0,
    }),
  }
}

/** What lies in the block that is shown. */
function contentsFields(heap: Heap, sequence: number | undefined): readonly DetailField[] {
  const { contents } = heap
  if (!contents || contents.sequence !== sequence) return []
  return contents.fields.map((one) => ({
    name: nameWords(one),
    value: fieldWords(heap, one),
    remark: fieldPlace(one),
  }))
}

function fieldDetail(heap: Heap, offset: number): DiagramDetail | undefined {
  const { contents } = heap
  const field = contents?.fields.find((one) => one.offset === offset)
  if (!contents || !field) return undefined
  const address = linearAddress(contents.address + BigInt(offset))
  const isFollowed = field.address !== undefined && field.lead?.kind !== 'null'
  return {
    words: `\`${nameWords(field)}\`, ${fieldPlace(field)}: ${fieldWords(heap, field)}.`,
    bytes: linearBytes(address, field.size),
    translate: isFollowed && field.address !== undefined ? field.address : address,
    ...(field.lead?.kind === 'block' && { item: field.lead.sequence }),
  }
}

const nodeWords = ({ address, size }: HeapNode): string =>
  `A free region${size === undefined ? '' : ` of ${bytesWords(size)}`} at \`${formatHex(address)}\`; its first bytes are the node itself.`

function nodeDetail(heap: Heap, number: number): DiagramDetail | undefined {
  const looked = walkOf(heap).find((one) => one.number === number)
  const list = heap.lists.find(({ role }) => role === 'regions')
  const node = looked?.node ?? list?.nodes[number - 1]
  return (
    node && {
      words: nodeWords(node),
      bytes: linearBytes(node.address, NODE_BYTES),
      translate: node.address,
    }
  )
}

function ownerDetail(heap: Heap, place: number): DiagramDetail | undefined {
  const holding = holdings(heap).find((one) => one.place === place)
  if (!holding) return undefined
  const { site, blocks, bytes } = holding
  const where = placeWords(site)
  return {
    words: `\`${site.function ?? 'An unknown function'}\`${where ? ` at \`${where}\`` : ''} holds ${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}, ${bytesWords(bytes)} in all,${site.owner ? ` for \`${site.owner}\`` : ''}.`,
    code: linearAddress(site.address - 1n),
  }
}

function classDetail(heap: Heap, place: number): DiagramDetail | undefined {
  const list = heap.lists[place]
  const [first] = list?.nodes ?? []
  return (
    list && {
      words: `\`${list.name}\`: ${formatCount(list.length)} free ${list.blockSize === undefined ? '' : `blocks of ${bytesWords(list.blockSize)}`}.`,
      ...(first && { bytes: linearBytes(first.address, NODE_BYTES) }),
    }
  )
}
