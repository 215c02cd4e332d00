/** The text twin: the same facts for those who hear instead of see. */
import { formatCount, formatHex } from '../../../shared/format'
import { screenText } from '../../../shared/code-page-437'
import type { ScreenCells } from '../../../shared/models/screen-cells'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import { characterWords, colourWords, focusedBytes, placeWords } from './facts'
import { stationsOf } from './stations'
import { captionOf, headlineOf, shownWords, sumWords } from './words'

/** Without the rows. */
export function headOf(model: ScreenCells): Omit<DiagramText, 'rows'> {
  const { title, subtitle } = headlineOf(model)
  const { character, attribute } = focusedBytes(model)
  const { cursor } = model
  const summary = [
    `${title}.`,
    subtitle,
    ...stationsOf(model).map((station) => {
      const { headline, detail } = captionOf(model, station)
      return `${headline} ${detail}`
    }),
    `Now ${placeWords(model.focus)} holds ${characterWords(character)}, ${colourWords(attribute, model.isBlinkEnabled)}.`,
    cursor.isVisible
      ? `The cursor is at row ${cursor.row}, column ${cursor.column}.`
      : 'The cursor is not shown.',
    `${shownWords(model)}.`,
  ].join(' ')
  return { title: plainText(title), summary: plainText(summary) }
}

export function screenCellsText(model: ScreenCells): DiagramText {
  return { ...headOf(model), rows: [...cellRows(model), ...screenRows(model)] }
}

function cellRows(model: ScreenCells): readonly DiagramTextRow[] {
  const { focus, selected } = model
  const { character, attribute } = focusedBytes(model)
  const store: DiagramTextRow[] = selected
    ? [
        {
          name: 'store',
          value: formatHex(selected.value, 2 * selected.size),
          remark: plainText(
            `instruction ${formatCount(selected.instant)}, replaced ${formatHex(selected.old, 2 * selected.size)}${selected.instruction.symbol === undefined ? '' : `, in ${selected.instruction.symbol}`}`,
          ),
        },
      ]
    : []
  return [
    { name: 'cell', value: formatHex(focus.address, 8), remark: plainText(sumWords(model)) },
    {
      name: 'character',
      value: formatHex(character, 2),
      remark: plainText(characterWords(character)),
    },
    {
      name: 'attribute',
      value: formatHex(attribute, 2),
      remark: colourWords(attribute, model.isBlinkEnabled),
    },
    ...store,
  ]
}

/** Rows with something in them. */
const screenRows = ({ cells }: ScreenCells): readonly DiagramTextRow[] =>
  screenText(cells).flatMap((line, row) =>
    line === '' ? [] : [{ name: `row ${row}`, value: line.trimEnd(), remark: '' }],
  )
