/**
 * The text twin of the page-walk diagram: the same facts for those who hear instead of see.
 *
 * `summary` is a paragraph for `<desc>` and captions; `rows` is a list that reads as a table.
 */
import { formatCount, formatHex } from '../../../shared/format'
import type { PageWalk, PageWalkLevel } from '../../../shared/models/page-walk'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import {
  PAGE_SIZE_NAMES,
  TABLE_BELOW,
  entryName,
  entryTarget,
  flagsSet,
  isMapped,
  isQuery,
  isTlbHit,
  mappedSize,
  offsetMask,
  pageSizeOf,
} from './facts'
import { rightsOf } from './rights'
import { segmentSum } from './segment-sum'
import { readName, readValue } from './software-words'
import { subtitleOf, targetWords, titleOf, verdictOf } from './words'

export function pageWalkText(walk: PageWalk): DiagramText {
  return { title: titleOf(walk), summary: summaryOf(walk), rows: rowsOf(walk) }
}

function summaryOf(walk: PageWalk): string {
  const address = formatHex(walk.linearAddress)
  const path = walk.levels.map(entryName).join(', ')
  const way = walk.levels.length === 0 ? [] : [`CR3 ${formatHex(walk.cr3)}`, path]
  const route = [address, ...way].filter((part) => part !== '').join(', ')
  const rights = rightsOf(walk).map(({ statement }) => statement)
  return [
    `${titleOf(walk)}.`,
    plainText(subtitleOf(walk)),
    walk.segment ? `The linear address is ${segmentSum(walk.segment)}.` : '',
    isMapped(walk) ? mappedSentence(walk, route) : `The way: ${route}.`,
    isMapped(walk) && rights.length > 0 ? `The page is ${rights.join(', ')}.` : '',
    walk.errorCode === undefined || walk.software ? '' : `${errorCodeSentence(walk)}.`,
    ...(walk.software ? [] : verdictOf(walk)),
    walk.target ? `There lies: ${targetWords(walk)}.` : '',
    isQuery(walk) ? '' : `Instruction ${formatCount(walk.instant)}, CPL ${walk.cpl}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function mappedSentence(walk: PageWalk, route: string): string {
  const size = pageSizeOf(walk)
  const offset = walk.linearAddress & offsetMask(size)
  const physical = walk.physicalAddress === undefined ? '' : formatHex(walk.physicalAddress)
  const frame = `a ${PAGE_SIZE_NAMES[size]} frame and offset 0x${offset.toString(16)}`
  const lead = isTlbHit(walk) ? 'Without a walk' : 'The way'
  return `${lead}: ${route}, ${frame} give physical ${physical}.`
}

const errorCodeSentence = (walk: PageWalk): string =>
  `Error code 0x${(walk.errorCode ?? 0).toString(16).padStart(4, '0')}` +
  (isQuery(walk) ? ' would be pushed' : `, CR2 ${formatHex(walk.linearAddress)}`)

function rowsOf(walk: PageWalk): readonly DiagramTextRow[] {
  const frame: DiagramTextRow[] =
    walk.physicalAddress === undefined
      ? []
      : [
          {
            name: 'physical address',
            value: formatHex(walk.physicalAddress),
            remark: targetWords(walk) ?? '',
          },
        ]
  return [
    { name: 'linear address', value: formatHex(walk.linearAddress), remark: walk.access },
    ...(walk.levels.length === 0
      ? []
      : [{ name: 'CR3', value: formatHex(walk.cr3), remark: 'address of the PML4' }]),
    ...walk.levels.map((level) => ({
      name: entryName(level),
      value: formatHex(level.value),
      remark: entryRemark(level),
    })),
    ...frame,
    ...(walk.software?.reads ?? []).map((read) => ({
      name: `${readName(read, walk)}, read by code`,
      value: readValue(read),
      remark: `at instruction ${formatCount(read.instant)} through ${formatHex(read.through)}`,
    })),
  ]
}

/** `points at the PDPT at 0x0044_d000; the walk set A`. */
function entryRemark(level: PageWalkLevel): string {
  if ((level.value & 1n) === 0n) return 'P = 0: maps nothing'
  const size = mappedSize(level)
  const target = formatHex(entryTarget(level), 8)
  const meaning =
    size === undefined
      ? `points at the ${TABLE_BELOW[level.level]} at ${target}`
      : `maps the ${PAGE_SIZE_NAMES[size]} frame at ${target}`
  const set = flagsSet(level)
  return set.length > 0 ? `${meaning}; the walk set ${set.join(' and ')}` : meaning
}
