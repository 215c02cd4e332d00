/** Which store into the screen's memory the reader looks at: the last, one of the recent, or none but a cell that they chose. */
import { defineStore } from 'pinia'
import { COLUMNS, ROWS } from '../../shared/code-page-437'
import { cellSelection } from '../../shared/models/screen-cells'
import { useMachineStore } from './machine'
import { useModelSelection } from './topic-selection'

export const useScreenCellsStore = defineStore('screen-cells', () => {
  const machine = useMachineStore()
  const selection = useModelSelection('screen-cells')
  const { model } = selection

  /** Looks at the cell that is so many rows and columns further on. */
  function moveBy(rows: number, columns: number): void {
    const { place } = model.value?.focus ?? {}
    const inside = (value: number, count: number) => Math.max(0, Math.min(value, count - 1))
    const [row, column] = place
      ? [inside(place.row + rows, ROWS), inside(place.column + columns, COLUMNS)]
      : [0, 0]
    selection.select(cellSelection(row, column))
  }

  function askWhoWrote(): void {
    const { focus } = model.value ?? {}
    if (focus?.place) machine.whoWrote({ type: 'screen-cell', ...focus.place })
    else if (focus)
      machine.whoWrote({ type: 'memory', space: 'physical', address: focus.address, length: 2 })
  }

  return { ...selection, moveBy, askWhoWrote }
})
