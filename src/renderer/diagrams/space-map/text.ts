/** The text twin: the same facts for those who hear instead of see. */
import { formatCount, formatHex } from '../../../shared/format'
import type { MappedRange, SpaceMap } from '../../../shared/models/space-map'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import { rowsOf, type SpaceRow } from './rows'
import {
  besideWords,
  headlineOf,
  pagesWords,
  rightsWords,
  sizeWords,
  slotWords,
  thereWords,
} from './words'

export function headOf(map: SpaceMap): Omit<DiagramText, 'rows'> {
  const { title, subtitle } = headlineOf(map)
  const moment = `Instruction ${formatCount(map.instant)}.`
  return { title: plainText(title), summary: plainText([`${title}.`, subtitle, moment].join(' ')) }
}

export const spaceMapText = (map: SpaceMap): DiagramText => ({
  ...headOf(map),
  rows: rowsOf(map, Infinity, undefined).map((row) => textRow(map, row)),
})

function textRow(map: SpaceMap, row: SpaceRow): DiagramTextRow {
  switch (row.kind) {
    case 'slot': {
      const { slot } = row
      return {
        name: `PML4E ${row.index}`,
        value: slot ? formatHex(slot.table, 8) : 'not present',
        remark: slot ? slotWords(slot) : 'in the other space alone',
      }
    }
    case 'range':
      return {
        name: formatHex(row.range.start),
        value: formatHex(row.range.physical, 8),
        remark: rangeRemark(map, row.range),
      }
    case 'beside':
      return {
        name: formatHex(row.difference.start),
        value: 'not mapped',
        remark: `${sizeWords(row.difference.size)}; beside it ${thereWords(row.difference)}`,
      }
  }
}

export const rangeRemark = (map: SpaceMap, range: MappedRange): string =>
  [
    `${sizeWords(range.size)}, ${pagesWords(range)}`,
    rightsWords(range),
    ...(range.isContiguous ? [] : ['frames scattered']),
    ...(range.name === undefined ? [] : [range.name]),
    ...(map.beside ? [`beside it ${besideWords(map, range)}`] : []),
  ].join('; ')
