/** The sentences of the drawing: what the store did, and what the cell that is looked at is. */
import { formatCount, formatHex } from '../../../shared/format'
import { COLUMNS } from '../../../shared/code-page-437'
import type { ScreenCells, ScreenStore } from '../../../shared/models/screen-cells'
import { SCREEN_BYTES, TEXT_WINDOW } from '../../../shared/vga-text'
import type { Headline, Caption } from '../primitives/figure-frame'
import {
  addressWords,
  characterWords,
  colourWords,
  focusedBytes,
  partsOf,
  placeWords,
} from './facts'
import type { Station } from './stations'
import { bytesOf } from '../../../shared/state-edit'
import { lastNames } from '../symbol-words'

/** As many stores, each right behind the one before, are no accident; nor are a row's cells. */
const A_RUN = 8
/** Addresses up to here are what null pointers lead to. */
const NULL_PAGE = 0x1000n

export function headlineOf(model: ScreenCells): Headline {
  const { selected, isCellChosen } = model
  const title = isCellChosen || !selected ? cellTitle(model) : storeTitle(model, selected)
  return { title, subtitle: selected ? storeSubtitle(model, selected) : unknownWriter(model) }
}

function cellTitle(model: ScreenCells): string {
  const { character, attribute } = focusedBytes(model)
  const { place } = model.focus
  const where = place ? `Row ${place.row}, column ${place.column}` : 'A cell that is not shown'
  return `${where} holds ${characterWords(character)}, ${colourWords(attribute, model.isBlinkEnabled)}`
}

function storeTitle(model: ScreenCells, store: ScreenStore): string {
  const { focus } = model
  const { hasCharacter, hasAttribute, cells } = partsOf(store)
  const where = placeWords(focus)
  if (store.by === 'edit') return `You changed ${where} of the screen`
  if (store.by === 'processor') return `The processor itself stored onto the screen: ${where}`
  if (!focus.place) return 'A store goes where the screen does not look'
  if ((store.linearAddress ?? NULL_PAGE) < NULL_PAGE)
    return `A null pointer leads to the screen: ${where}`
  const rows = store.run.length >= COLUMNS ? rowsTitle(store) : undefined
  if (rows !== undefined) return rows
  if (cells > 1) return `One store changes ${cells} cells, from ${where} on`
  if (!hasAttribute) return `A store changes the character at ${where}, not its colours`
  if (!hasCharacter) return `A store changes the colours at ${where}, not its character`
  const code = bytesOf(store.value, store.size)[0] ?? 0
  const puts = isBlank(store) ? 'A store blanks' : `A store puts ${characterWords(code)} at`
  return `${puts} ${where}`
}

/** Of a run over a row or more; undefined when it says no more than its last store does. */
function rowsTitle(store: ScreenStore): string | undefined {
  if (!store.run.isOfOneValue) {
    return store.isFromBelow ? 'Rows move up, cell by cell: code scrolls' : undefined
  }
  return isBlank(store) ? 'A row is blanked, cell by cell' : 'A row is filled, cell by cell'
}

function isBlank({ value, size }: ScreenStore): boolean {
  const code = bytesOf(value, size)[0]
  return code === 0x20 || code === 0
}

function storeSubtitle(model: ScreenCells, store: ScreenStore): string {
  const { symbol, source } = store.instruction
  const by =
    store.by === 'edit'
      ? 'Changed by hand'
      : symbol === undefined
        ? 'Stored by code without a name'
        : `Stored by \`${lastNames(symbol)}\`${source === undefined ? '' : ` (\`${fileOf(source)}\`)`}`
  const when = `at instruction ${formatCount(store.instant)}`
  return `${by} ${when}${runWords(store)}${isStill(model, store) ? '' : '; it was overwritten since'}.`
}

function runWords({ run: { length, isWhole } }: ScreenStore): string {
  if (length < A_RUN) return ''
  const count = `${isWhole ? '' : 'at least '}${formatCount(length)}`
  return `, the last of ${count} that went from cell to cell`
}

/** `vga_text.rs:88`. */
const fileOf = (source: string): string => source.split('/').at(-1) ?? source

function unknownWriter({ total }: ScreenCells): string {
  return total === 0
    ? 'Nothing was stored since the screen is looked at. W asks who wrote the cell before.'
    : 'None of the last stores went here. W asks who wrote the cell before.'
}

/** Whether the cell that is looked at still holds what the store brought. */
function isStill({ focus }: ScreenCells, store: ScreenStore): boolean {
  return bytesOf(store.value, store.size).every((byte, index) => {
    const now = focus.near[store.offset + index - focus.nearOffset]
    return now === undefined || now === byte
  })
}

/** Which part of the adapter's window is on the screen. */
export const shownWords = ({ start }: ScreenCells): string => {
  const last = (start + SCREEN_BYTES - 1) % TEXT_WINDOW.size
  return `The screen shows ${addressWords(start)} to ${addressWords(last)}`
}

/** Where the cell is in memory, as a sum. */
export function sumWords({ focus, start }: ScreenCells): string {
  const { place, offset } = focus
  if (!place) return `${addressWords(offset)} is outside of what the screen shows`
  const base = addressWords(start)
  return `${base} + 2 × (80 × ${place.row} + ${place.column}) = ${addressWords(offset)}`
}

export function captionOf(model: ScreenCells, station: Station): Caption {
  const { selected: store, focus } = model
  if (!store) return { headline: '', detail: '' }
  const bytes = bytesOf(store.value, store.size)
  const at = (part: 0 | 1) => bytes.find((_, index) => (store.offset + index) % 2 === part) ?? 0
  switch (station) {
    case 'store':
      return {
        headline: storedWords(store),
        detail:
          store.linearAddress === undefined
            ? 'It goes to physical memory.'
            : `Its linear address is ${formatHex(store.linearAddress)}.`,
      }
    case 'place':
      return focus.place
        ? { headline: `The cell is ${placeWords(focus)}.`, detail: `${sumWords(model)}.` }
        : { headline: 'No cell of the screen lies there.', detail: `${shownWords(model)}.` }
    case 'character':
      return {
        headline: `The even byte is the character: ${characterWords(at(0))}.`,
        detail: 'The adapter looks its shape up in its font, code page 437.',
      }
    case 'attribute':
      return {
        headline: `The odd byte is the attribute: ${colourWords(at(1), model.isBlinkEnabled)}.`,
        detail:
          'Bits 3:0 are the foreground, 6:4 the background, bit 7 blinking or a brighter background.',
      }
  }
}

function storedWords(store: ScreenStore): string {
  const { text } = store.instruction
  const bytes = store.size === 1 ? '1 byte' : `${store.size} bytes`
  const what = `${bytes}, \`${formatHex(store.value, 2 * store.size)}\``
  if (store.by === 'edit') return `A person stores ${what}.`
  if (store.by === 'processor') return `The processor stores ${what}.`
  return text === undefined ? `An instruction stores ${what}.` : `\`${text}\` stores ${what}.`
}
