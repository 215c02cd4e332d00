/** What can be said and asked of each box of the drawing. */
import { formatCount, formatHex } from '../../../shared/format'
import type { PageWalk, PageWalkLevel } from '../../../shared/models/page-walk'
import { linearAddress } from '../../../shared/units'
import { PAGING_LEVELS, PAGING_LEVEL_NAMES, PageEntry } from '../../../shared/x86/paging'
import { linearBytes, physicalBytes, type DiagramDetail } from '../detail'
import { withLongName } from '../glossary'
import { columnsOf, type WalkColumn } from './columns'
import { entryFields } from './entry-fields'
import { entryName, entryTarget, mappedSize, offsetMask } from './facts'
import { readMeanings, readValue } from './software-words'
import { windowRows } from './tlb-rows'
import { targetWords } from './words'

const ENTRY_BYTES = 8

const ENTRY = /^(\w+)\.entry-(\d+)$/
const LISTED = /^entries\.(\w+)(?:\.(\w+))?$/
const HEADER = /^(\w+)\.header$/
const FIELD = /^linear-address\.(\w+)$/
const READ = /^reads\.(\w+)$/
const SLOT = /^tlb\.slot-(\d+)$/

export function detailOf(walk: PageWalk, key: string): DiagramDetail | undefined {
  const columns = columnsOf(walk)
  const column = (field: string | undefined) => columns.find((one) => one.field === field)
  const [, table, row] = ENTRY.exec(key) ?? []
  if (table !== undefined) return rowDetail(walk, column(table), Number(row))
  const [, listed, flag] = LISTED.exec(key) ?? []
  if (listed !== undefined) return listedDetail(walk, listed, flag)
  const level = READ.exec(key)?.[1]
  if (level !== undefined) return readDetail(walk, level)
  const slot = SLOT.exec(key)?.[1]
  if (slot !== undefined) return slotDetail(walk, Number(slot))
  const head = HEADER.exec(key)?.[1]
  if (head !== undefined) return tableDetail(walk, column(head))
  const field = FIELD.exec(key)?.[1]
  if (field !== undefined) return indexDetail(column(field))
  if (key === 'cr3') return controlRegisterDetail(walk)
  return key === 'footer' ? instructionDetail(walk) : undefined
}

function rowDetail(
  walk: PageWalk,
  column: WalkColumn | undefined,
  row: number,
): DiagramDetail | undefined {
  if (!column) return undefined
  if (column.field === 'offset') return byteDetail(walk, column, row)
  const { entry } = column
  if (!entry) return undefined
  return row === column.value ? entryDetail(walk, entry) : neighbourDetail(walk, entry, row)
}

/** The entry that the walk has read, as it lies in memory after the walk. */
function entryDetail(walk: PageWalk, entry: PageWalkLevel): DiagramDetail {
  const size = mappedSize(entry)
  const isPresent = (entry.value & PageEntry.P) !== 0n
  const to = !isPresent
    ? 'it leads nowhere'
    : `it leads to the ${size === undefined ? 'table' : 'frame'} at \`${physicalWords(entryTarget(entry))}\``
  const next = nextField(entry)
  const isRead = next === 'offset' || walk.levels.some(({ level }) => level === next)
  return {
    words: `${entryName(entry)} at \`${physicalWords(entry.address)}\` is \`${formatHex(entry.written)}\`: ${to}.`,
    fields: entryFields(entry),
    bytes: physicalBytes(entry.address, ENTRY_BYTES),
    ...(isPresent && isRead && { box: `${next}.header` }),
  }
}

/** The column that an entry leads to. */
function nextField(entry: PageWalkLevel): WalkColumn['field'] {
  const next = PAGING_LEVELS[PAGING_LEVELS.indexOf(entry.level) + 1]
  return mappedSize(entry) === undefined && next !== undefined ? next : 'offset'
}

/** Another entry of a table: only whether it is present is known, and what would go through it. */
function neighbourDetail(
  walk: PageWalk,
  entry: PageWalkLevel,
  row: number,
): DiagramDetail | undefined {
  const neighbour = entry.neighbours.find(({ index }) => index === row)
  const address = entry.table + BigInt(row * ENTRY_BYTES)
  const { entry: name } = PAGING_LEVEL_NAMES[entry.level]
  const first = firstAddressOf(walk, entry, row)
  const state = neighbour ? `: P = ${neighbour.isPresent ? 1 : 0}` : ''
  return {
    words: `${name} ${row} at \`${physicalWords(address)}\`${state}. It is for addresses from \`${formatHex(first)}\` on.`,
    bytes: physicalBytes(address, ENTRY_BYTES),
    translate: first,
  }
}

/** The lowest address that a walk through a row of the table would be for. */
function firstAddressOf({ linearAddress: address }: PageWalk, entry: PageWalkLevel, row: number) {
  const shift = BigInt(PAGING_LEVEL_NAMES[entry.level].shift)
  const above = (address >> (shift + 9n)) << (shift + 9n)
  const whole = above | (BigInt(row) << shift)
  return linearAddress(
    BigInt.asUintN(64, entry.level === 'pml4' ? BigInt.asIntN(48, whole) : whole),
  )
}

function listedDetail(
  walk: PageWalk,
  level: string,
  flag: string | undefined,
): DiagramDetail | undefined {
  const entry = walk.levels.find((one) => one.level === level)
  if (!entry) return undefined
  const whole = entryDetail(walk, entry)
  if (flag === undefined) return whole
  const field = entryFields(entry).find(({ name }) => name.replace('/', '') === flag)
  if (!field) return undefined
  return {
    words: `${withLongName(field.name)} of ${entryName(entry)} at \`${physicalWords(entry.address)}\`.`,
    fields: [field],
    bytes: physicalBytes(entry.address, ENTRY_BYTES),
  }
}

/** A load by which code has read the entry itself. */
function readDetail(walk: PageWalk, level: string): DiagramDetail | undefined {
  const read = walk.software?.reads.find((one) => one.level === level)
  const entry = walk.levels.find((one) => one.level === level)
  if (!read || !entry) return undefined
  return {
    words: `Code read ${entryName(entry)} at instruction ${formatCount(read.instant)} through \`${formatHex(read.through)}\`: \`${readValue(read)}\`, ${readMeanings(read, walk)[0]}.`,
    bytes: physicalBytes(entry.address, ENTRY_BYTES),
    code: read.rip,
    moment: { what: 'the read', instant: read.instant },
    translate: read.through,
    box: `${level}.entry-${entry.index}`,
  }
}

function tableDetail(walk: PageWalk, column: WalkColumn | undefined): DiagramDetail | undefined {
  if (column?.field === 'offset') return frameDetail(walk, column)
  const { entry } = column ?? {}
  if (!column || !entry) return undefined
  return {
    words: `The ${withLongName(column.tableName)} at \`${physicalWords(entry.table)}\`: 512 entries of 8 bytes.`,
    bytes: physicalBytes(entry.table, 512 * ENTRY_BYTES),
    box: `${column.field}.entry-${column.value}`,
  }
}

function frameDetail(walk: PageWalk, column: WalkColumn): DiagramDetail | undefined {
  const { physicalAddress, pageSize } = walk
  if (physicalAddress === undefined || pageSize === undefined) return undefined
  const base = physicalAddress & ~offsetMask(pageSize)
  return {
    words: `The ${column.tableName} at \`${physicalWords(base)}\`: ${Number(offsetMask(pageSize)) + 1} bytes.`,
    bytes: physicalBytes(base, Number(offsetMask(pageSize)) + 1),
    box: `offset.entry-${column.value}`,
  }
}

function byteDetail(walk: PageWalk, column: WalkColumn, row: number): DiagramDetail | undefined {
  const { physicalAddress, linearAddress: address } = walk
  if (physicalAddress === undefined) return undefined
  const target = targetWords(walk)
  const at = physicalAddress - BigInt(column.value) + BigInt(row)
  const linear = linearAddress(address - BigInt(column.value) + BigInt(row))
  const what = row === column.value && target !== undefined ? `: ${target}` : ''
  return {
    words: `The byte at \`${formatHex(linear)}\`, physical \`${physicalWords(at)}\`${what}.`,
    bytes: linearBytes(linear, 1),
  }
}

function indexDetail(column: WalkColumn | undefined): DiagramDetail | undefined {
  if (!column) return undefined
  const { field, value, highBit, lowBit, tableName, entry } = column
  const bits = `Bits ${highBit}:${lowBit} of the linear address are ${value}`
  if (field === 'offset')
    return { words: `${bits}: the offset in the frame.`, box: 'offset.header' }
  return {
    words: `${bits}: the index into the ${withLongName(tableName)}.`,
    ...(entry && { box: `${field}.entry-${value}` }),
  }
}

function controlRegisterDetail({ cr3, levels }: PageWalk): DiagramDetail | undefined {
  if (levels.length === 0) return undefined
  const bit = (mask: bigint) => ((cr3 & mask) === 0n ? '0' : '1')
  return {
    words: `CR3 is \`${formatHex(cr3)}\`: the PML4 is at \`${physicalWords(cr3 & PageEntry.ADDRESS)}\`.`,
    fields: [
      { name: 'PWT', value: bit(PageEntry.PWT) },
      { name: 'PCD', value: bit(PageEntry.PCD) },
    ],
    register: 'CR3',
    box: 'pml4.header',
  }
}

function slotDetail(walk: PageWalk, slot: number): DiagramDetail | undefined {
  const entry = windowRows(walk)[slot]
  if (!entry) return undefined
  const { isWritable, isUser, isExecutable, isGlobal } = entry.permissions
  return {
    words: `The ${withLongName('TLB')} translates the page at \`${formatHex(entry.page)}\` to the frame at \`${physicalWords(entry.frame)}\`.`,
    fields: [
      { name: 'R/W', value: isWritable ? '1' : '0' },
      { name: 'U/S', value: isUser ? '1' : '0' },
      { name: 'XD', value: isExecutable ? '0' : '1' },
      { name: 'G', value: isGlobal ? '1' : '0' },
    ],
    translate: entry.page,
  }
}

function instructionDetail({ instruction, origin }: PageWalk): DiagramDetail | undefined {
  if (origin === 'query') return undefined
  const { rip, text, symbol } = instruction
  return {
    words: `The access was made for \`${text ?? 'the instruction'}\` at \`${formatHex(rip)}\`${symbol === undefined ? '' : `, \`${symbol}\``}.`,
    code: rip,
  }
}

const physicalWords = (address: bigint): string => formatHex(address, 8)
