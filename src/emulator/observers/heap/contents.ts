/**
 * What lies in a block now: its fields by their type, or, where that is not known, the words that are addresses of
 * something that is. It is read when it is asked for, and everything in it is the guest's.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import type { HeapContents, HeapField } from '../../../shared/models/heap'
import { linearAddress } from '../../../shared/units'
import { blockType, type BlockType } from './block-type'
import { createLeadsTo, type LeadsTo, type LeadSurroundings } from './leads-to'
import type { Block } from './ledger'
import type { ObservedHeapMachine } from './observed-machine'
import type { Sites } from './sites'

const MOST_FIELDS = 12
const MOST_TYPES = 1_000
const WORD = 8
/** Of a block whose type is not known. */
const BYTES_LOOKED_AT = 512

/** Nothing where nothing can be said of it. */
export type ContentsOf = (surroundings: LeadSurroundings) => HeapContents | undefined

export function createContents(
  machine: ObservedHeapMachine,
  { callsOf }: Pick<Sites, 'callsOf'>,
): ContentsOf {
  const types = new Map<string, BlockType | undefined>()

  function typeOf({ site, size }: Block): BlockType | undefined {
    const calls = callsOf(site) ?? []
    // A site may come to ask for blocks of other types as well.
    const key = `${site},${calls.length},${size}`
    if (types.size > MOST_TYPES) types.clear()
    if (!types.has(key)) types.set(key, blockType(calls, size, machine.debugInfo))
    return types.get(key)
  }

  return (surroundings) => readContents(machine, typeOf(surroundings.block), surroundings)
}

function readContents(
  machine: ObservedHeapMachine,
  type: BlockType | undefined,
  surroundings: LeadSurroundings,
): HeapContents | undefined {
  const { block } = surroundings
  const leadsTo = createLeadsTo(machine, surroundings)
  const read = type
    ? typedFields(machine, block, type, leadsTo)
    : addressesIn(machine, block, leadsTo)
  if (read.fields.length === 0) return undefined
  return {
    sequence: block.sequence,
    address: linearAddress(block.address),
    size: block.size,
    ...(type && { type: type.name }),
    ...(type?.room !== undefined && { room: type.room }),
    ...read,
  }
}

type Read = Pick<HeapContents, 'fields' | 'more'>

function typedFields(
  { debugInfo, readLinear }: ObservedHeapMachine,
  { address }: Block,
  { entry, room = 1 }: BlockType,
  leadsTo: LeadsTo,
): Read {
  const values = { address: linearAddress(address), count: room, most: MOST_FIELDS }
  const { leaves, more } = debugInfo.leavesOf(entry, values, readLinear)
  return {
    fields: leaves.map(({ path, address: held, ...leaf }): HeapField => ({
      ...leaf,
      ...(path !== '' && { name: path }),
      ...(held !== undefined && { address: linearAddress(held), lead: leadsTo(held) }),
    })),
    more,
  }
}

/** An address of these can hardly be a number that only looks like one. */
const CERTAIN = new Set(['itself', 'block', 'stack', 'program'])

function addressesIn({ readLinear }: ObservedHeapMachine, block: Block, leadsTo: LeadsTo): Read {
  const bytes = readLinear(linearAddress(block.address), Math.min(block.size, BYTES_LOOKED_AT))
  const fields: HeapField[] = []
  for (let offset = 0; offset + WORD <= bytes.length; offset += WORD) {
    const held = littleEndianNumber(bytes.subarray(offset, offset + WORD))
    const lead = leadsTo(held)
    if (!CERTAIN.has(lead.kind)) continue
    fields.push({ offset, size: WORD, address: linearAddress(held), lead })
  }
  return { fields: fields.slice(0, MOST_FIELDS), more: Math.max(0, fields.length - MOST_FIELDS) }
}
