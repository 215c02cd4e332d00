/** What can be said of one box of the drawing when somebody points at it, and where it leads. */
import { placeOfByte, cellSelection, type ScreenCells } from '../../../shared/models/screen-cells'
import { linearAddress } from '../../../shared/units'
import { CELL_BYTES, TEXT_WINDOW } from '../../../shared/vga-text'
import { physicalBytes, type DetailBytes, type DiagramDetail } from '../detail'
import { addressWords, characterWords, colourWords, focusedBytes, placeWords } from './facts'

const windowBytes = (offset: number, length: number): DetailBytes =>
  physicalBytes(BigInt(TEXT_WINDOW.start + offset), length)

export function detailOf(model: ScreenCells, key: string): DiagramDetail | undefined {
  const cell = /^cell-(\d+)$/.exec(key)?.[1]
  if (cell !== undefined) return cellDetail(model, Number(cell))
  if (key === 'writer') return writerDetail(model)
  if (key !== 'focus') return undefined
  const { character, attribute } = focusedBytes(model)
  return {
    words: `${placeWords(model.focus)}: ${characterWords(character)}, ${colourWords(attribute, model.isBlinkEnabled)}.`,
    bytes: windowBytes(model.focus.offset, CELL_BYTES),
  }
}

function cellDetail({ focus, start, isBlinkEnabled }: ScreenCells, offset: number): DiagramDetail {
  const at = offset - focus.nearOffset
  const [code = 0, attribute = 0] = [focus.near[at], focus.near[at + 1]]
  const place = placeOfByte(offset, start)
  const where = placeWords(place ? { place } : {})
  return {
    words: `\`${addressWords(offset)}\`, ${where}: ${characterWords(code)}, ${colourWords(attribute, isBlinkEnabled)}.`,
    bytes: windowBytes(offset, CELL_BYTES),
    ...(place && { item: cellSelection(place.row, place.column) }),
  }
}

function writerDetail({ selected }: ScreenCells): DiagramDetail | undefined {
  if (!selected) return undefined
  const { instruction, by, offset, size } = selected
  const bytes = windowBytes(offset, size)
  if (by === 'edit') return { words: 'A person changed these bytes.', bytes }
  return {
    words: `\`${instruction.text ?? 'The instruction'}\`${instruction.symbol === undefined ? '' : ` in \`${instruction.symbol}\``} stored here.`,
    code: linearAddress(instruction.rip),
    bytes,
  }
}
