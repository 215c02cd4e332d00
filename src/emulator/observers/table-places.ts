/**
 * Which frames are paging structures, and by which indices CR3 leads to each: so that a read of one can be told from a read
 * of anything else.
 */
import { ENTRIES, createPageTree, type PageTables, type TreeNode } from './page-tree'

/** A way from the PML4 to a table: as many indices as there are tables above it. */
export type TablePath = readonly number[]

/** By the physical address of the table; several ways where entries share it. */
export type TablePlaces = ReadonlyMap<number, readonly TablePath[]>

/** A kernel that maps a tebibyte in large pages has some thousand; a hostile one has as many as it likes. */
const MOST_TABLES = 4096
/** Below a PT there are pages alone. */
const LOWEST = 3

export function tablePlaces(tables: PageTables, pml4: number): TablePlaces {
  const tree = createPageTree(tables, MOST_TABLES)
  const places = new Map<number, TablePath[]>()

  function enter(node: TreeNode, above: TablePath, index?: number): void {
    if (node.kind !== 'table') return
    const path = index === undefined ? above : [...above, index]
    const known = places.get(node.table)
    if (known) known.push(path)
    else places.set(node.table, [path])
    if (path.length === LOWEST) return
    for (let below = 0; below < ENTRIES; below++) enter(tree.child(node, below), path, below)
  }

  enter(tree.root(pml4), [])
  return places
}
