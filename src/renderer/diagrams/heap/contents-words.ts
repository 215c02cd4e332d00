/** What is said of the fields of a block: what they hold, and where their addresses lead. */
import { formatCount, formatHex } from '../../../shared/format'
import type { Heap, HeapContents, HeapField, HeapLead } from '../../../shared/models/heap'
import { lastNames } from '../symbol-words'
import { BYTE_WORDS } from './byte-marks'
import { bytesWords, functionName, offsetOf, offsetWords, ownerWords } from './facts'

/** Where a field leads, from the longest wording to the shortest, and what is to be noticed about it. */
export interface LeadWords {
  readonly ways: readonly string[]
  readonly remark?: string
}

export function leadWords(heap: Heap, { lead }: HeapField): LeadWords | undefined {
  if (!lead || lead.kind === 'null') return undefined
  const ways = placeWays(heap, lead)
  return lead.kind === 'stack' ? { ways, remark: 'not in this block' } : { ways }
}

function placeWays(heap: Heap, lead: HeapLead): readonly string[] {
  switch (lead.kind) {
    case 'itself':
      return [`back into this block, ${offsetWords(lead.offset)}`, 'back into this block']
    case 'block':
      return blockWays(heap, lead)
    case 'heap':
      return [
        `the heap, where bytes are ${BYTE_WORDS[lead.byte]}`,
        `${BYTE_WORDS[lead.byte]} bytes`,
      ]
    case 'stack':
      return stackWays(lead)
    case 'program':
      return [`${lastNames(lead.symbol)}, in the program`, lastNames(lead.symbol)]
    case 'memory':
      return ['memory outside of the heap', 'outside of the heap']
    case 'nowhere':
      return ['where nothing is mapped']
    case 'null':
      return ['no address']
  }
}

function blockWays(
  heap: Heap,
  { sequence, offset }: Extract<HeapLead, { kind: 'block' }>,
): readonly string[] {
  const block = heap.blocks.sequences.indexOf(sequence)
  const start = heap.blocks.offsets[block]
  if (start === undefined) return ['another block']
  const place = `block at ${offsetWords(start)}`
  const within = offset === 0 ? '' : `, ${offset} bytes in`
  const owner = ownerWords(heap.sites[heap.blocks.sites[block] ?? -1])
  return [`${place}${within}: ${owner}`, `${place}${within}`, place]
}

function stackWays({
  stack = 'stack',
  function: name,
}: Extract<HeapLead, { kind: 'stack' }>): readonly string[] {
  if (name === undefined) return [`on the ${stack}, where no call reaches`, `on the ${stack}`]
  return [`on the ${stack}, in ${functionName(name)}()`, `on the ${stack}`]
}

/** The point at which an async function or block stands, by the name that the compiler gives its type. */
export const isFutureState = ({ name, type = '' }: HeapField): boolean =>
  name === 'state' && /\{async_\w*env#\d+\}/.test(type)

/** `to_value`, and shorter where it is deep inside. */
export function fieldWays({ name, type }: HeapField): readonly string[] {
  if (name === undefined) return [typeWords(type) ?? 'an address']
  const parts = name.split('.')
  return [name, ...parts.slice(1).map((_, index) => parts.slice(index + 1).join('.'))]
}

/** A field as it is told in words; of a block without a type a word is all that it is. */
export const nameWords = ({ name, type }: HeapField): string =>
  name ?? (type === undefined ? 'word' : 'value')

/** Without the paths in it: `Option<NonNull<Node>>`. */
export const typeWords = (type: string | undefined): string | undefined =>
  type?.replace(/\b(?:\w+::)+(?=\w)/g, '')

/** `Box<SelfReferential>`, or the type that lies there. */
export const blockWords = (heap: Heap, { sequence, type }: HeapContents): string => {
  const site = heap.blocks.sites[heap.blocks.sequences.indexOf(sequence)]
  return heap.sites[site ?? -1]?.owner ?? typeWords(type) ?? 'block'
}

/** `+0x8 to_value: 0xffff_…, which leads to the stack, in run(): not in this block; 1 lies there`. */
export function fieldWords(heap: Heap, field: HeapField): string {
  const { address, text } = field
  if (address === undefined) return text ?? 'not known'
  const words = leadWords(heap, field)
  if (!words) return 'no address: 0'
  const remark = words.remark === undefined ? '' : `: ${words.remark}`
  const there = text === undefined || field.lead?.kind === 'itself' ? '' : `; ${text} lies there`
  const leads = LEADS[field.lead?.kind ?? 'null'] ?? 'leads to'
  return `${formatHex(address)}, ${leads} ${words.ways[0] ?? ''}${remark}${there}`
}

const LEADS: Partial<Readonly<Record<HeapLead['kind'], string>>> = {
  itself: 'leads',
  stack: 'leads to a place',
  nowhere: 'leads',
}

/** Where in the block, and of which type. */
export const fieldPlace = ({ offset, size, type }: HeapField): string =>
  [`${offsetWords(offset)}, ${bytesWords(size)}`, typeWords(type)].filter(Boolean).join(', ')

/** What is to be known before one believes the values. */
export function readingWords(heap: Heap, { type, room }: HeapContents): string {
  if (type === undefined)
    return 'Its type is not known: of its words, those are told that are addresses.'
  const request = heap.request?.returnedAt
  const isFresh = request !== undefined && heap.instant <= request
  const filled =
    room === undefined
      ? ''
      : ` It has room for ${formatCount(room)} of \`${typeWords(type)}\`; how many are filled is not known here.`
  return `Its bytes are read as what they were asked for.${filled}${isFresh ? ' Nothing was written to it yet.' : ''}`
}

/** From the beginning of the heap. */
export const contentsPlace = (heap: Heap, { address }: HeapContents): string =>
  offsetWords(offsetOf(heap, address))
