/** The text twin: the same facts for those who hear instead of see. */
import { formatCount, formatHex } from '../../../shared/format'
import type { ImageMap } from '../../../shared/models/image-map'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import { captionOf, stationsOf } from './stations'
import {
  RUNG_WORDS,
  headlineOf,
  lockPlace,
  lockState,
  pieceName,
  rightsOf,
  rungRemark,
  segmentName,
  zeroedBytes,
} from './words'

/** Without the rows. */
export function headOf(model: ImageMap): Omit<DiagramText, 'rows'> {
  const { title, subtitle } = headlineOf(model)
  const told = stationsOf(model).map((station) => {
    const { headline, detail } = captionOf(station)
    return `${headline} ${detail}`
  })
  return { title: plainText(title), summary: plainText([`${title}.`, subtitle, ...told].join(' ')) }
}

export const imageMapText = (model: ImageMap): DiagramText => ({
  ...headOf(model),
  rows: [...segmentRows(model), ...rungRows(model), ...lockRows(model), ...pieceRows(model)],
})

const segmentRows = ({ segments }: ImageMap): DiagramTextRow[] =>
  segments.map((segment) => ({
    name: `segment ${segmentName(segment)}`,
    value: formatHex(segment.virtualAddress),
    remark: [
      rightsOf(segment),
      `${formatCount(segment.fileSize)} bytes of the file, ${formatCount(zeroedBytes(segment))} zeroed`,
      ...(segment.holdsEntry ? ['holds the entry'] : []),
    ].join('; '),
  }))

const rungRows = ({ rungs }: ImageMap): DiagramTextRow[] =>
  rungs.map((rung) => ({
    name: 'step',
    value: RUNG_WORDS[rung.name].what,
    remark: plainText(rungRemark(rung)),
  }))

const lockRows = (model: ImageMap): DiagramTextRow[] =>
  model.locks.map((lock) => ({
    name: `lock ${lock.name}`,
    value: String(lock.value),
    remark: `${lockState(lock)}; at ${formatHex(lock.address)}, ${lockPlace(model, lock)}`,
  }))

const pieceRows = (model: ImageMap): DiagramTextRow[] =>
  model.pieces.map((piece) => ({
    name: `memory ${pieceName(model, piece)}`,
    value: formatHex(piece.start, 8),
    remark: `${formatCount(piece.size)} bytes`,
  }))
