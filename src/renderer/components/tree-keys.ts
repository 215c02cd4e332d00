/** What the keys of WAI-ARIA's "Tree View" pattern do on rows of which only those in view are known. */
import type { VariableRow } from '../../shared/models/variables'

export type TreeMove =
  | { readonly type: 'go'; readonly row: number }
  | { readonly type: 'open' | 'close'; readonly key: string }

export interface TreeView {
  readonly total: number
  /** Rows on a page. */
  readonly page: number
  /** The number of the row that the keys work on. */
  readonly cursor: number
  rowAt(index: number): VariableRow | undefined
}

const DISTANCES: Readonly<Record<string, (view: TreeView) => number>> = {
  ArrowUp: () => -1,
  ArrowDown: () => 1,
  PageUp: ({ page }) => -page,
  PageDown: ({ page }) => page,
  Home: () => -Infinity,
  End: () => Infinity,
}

export function treeMove(key: string, view: TreeView): TreeMove | undefined {
  const { cursor, total } = view
  const go = (row: number): TreeMove => ({
    type: 'go',
    row: Math.min(Math.max(row, 0), Math.max(total - 1, 0)),
  })
  const distance = DISTANCES[key]
  if (distance) return go(cursor + distance(view))
  const row = view.rowAt(cursor)
  if (!row) return undefined
  if (key === 'ArrowRight') {
    if (row.canOpen && !row.isOpen) return { type: 'open', key: row.key }
    return row.isOpen ? go(cursor + 1) : undefined
  }
  if (key === 'ArrowLeft') {
    if (row.isOpen) return { type: 'close', key: row.key }
    const parent = parentOf(row, view)
    return parent === undefined ? undefined : go(parent)
  }
  if (key === ' ' && row.canOpen) return { type: row.isOpen ? 'close' : 'open', key: row.key }
  return undefined
}

/** The nearest row above of a lower level; where the rows between are not known, as far up as they can be. */
function parentOf({ level, position }: VariableRow, view: TreeView): number | undefined {
  if (level === 1) return undefined
  for (let index = view.cursor - 1; index >= 0; index--) {
    const row = view.rowAt(index)
    if (!row) return Math.max(0, Math.min(index, view.cursor - position))
    if (row.level < level) return index
  }
  return undefined
}
