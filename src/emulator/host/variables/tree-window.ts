/**
 * A tree of any size as a list of rows, of which only those in view are made.
 * Stretches of closed rows are counted, never walked through.
 */

export interface TreeItem<Row> {
  /** Tells the item from those beside it. */
  readonly step: string
  /** Asked only for what is in view or open. */
  count(): number
  item(index: number): TreeItem<Row> | undefined
  /** Where the item with this step is. */
  indexOf(step: string): number | undefined
  row(place: RowPlace): Row
}

export interface RowPlace {
  readonly key: string
  readonly level: number
  readonly canOpen: boolean
  readonly isOpen: boolean
  readonly position: number
  readonly setSize: number
}

/** Between the steps of a key. */
const SEPARATOR = '\t'

/** Which items are open, by their steps. */
interface Opened {
  isOpen: boolean
  readonly inner: Map<string, Opened>
}

export function openedBy(keys: readonly string[]): Opened {
  const root: Opened = { isOpen: true, inner: new Map() }
  for (const key of keys) {
    let here = root
    for (const step of key.split(SEPARATOR)) {
      const next = here.inner.get(step) ?? { isOpen: false, inner: new Map<string, Opened>() }
      here.inner.set(step, next)
      here = next
    }
    here.isOpen = true
  }
  return root
}

export interface TreeWindow<Row> {
  readonly total: number
  readonly rows: readonly Row[]
}

/** `roots` are the items of the first level. */
export function windowOf<Row>(
  roots: Pick<TreeItem<Row>, 'count' | 'item' | 'indexOf'>,
  keys: readonly string[],
  { first, count }: { readonly first: number; readonly count: number },
): TreeWindow<Row> {
  const rows: Row[] = []
  let total = 0

  function walk(parent: typeof roots, opened: Opened, level: number, prefix: string): void {
    const size = parent.count()
    let next = 0
    for (const { index, inner } of openItems(parent, opened, size)) {
      const item = parent.item(index)
      if (!item) continue
      stretch(parent, next, index, size, level, prefix)
      add(item, index, size, level, prefix, true)
      walk(item, inner, level + 1, prefix + item.step + SEPARATOR)
      next = index + 1
    }
    stretch(parent, next, size, size, level, prefix)
  }

  /** Closed rows: those that are in view are made, the others counted. */
  function stretch(
    parent: typeof roots,
    from: number,
    to: number,
    size: number,
    level: number,
    prefix: string,
  ): void {
    const offset = total - from
    const end = Math.min(to, first + count - offset)
    for (let index = Math.max(from, first - offset); index < end; index++) {
      const item = parent.item(index)
      if (item) rows.push(item.row(placeOf(item, index, size, level, prefix, false)))
    }
    total += Math.max(0, to - from)
  }

  function add(
    item: TreeItem<Row>,
    index: number,
    size: number,
    level: number,
    prefix: string,
    isOpen: boolean,
  ): void {
    if (total >= first && total < first + count) {
      rows.push(item.row(placeOf(item, index, size, level, prefix, isOpen)))
    }
    total += 1
  }

  walk(roots, openedBy(keys), 1, '')
  return { total, rows }
}

function openItems<Row>(
  parent: Pick<TreeItem<Row>, 'indexOf'>,
  { inner }: Opened,
  size: number,
): { readonly index: number; readonly inner: Opened }[] {
  const found: { index: number; inner: Opened }[] = []
  for (const [step, opened] of inner) {
    const index = opened.isOpen ? parent.indexOf(step) : undefined
    if (index !== undefined && index < size) found.push({ index, inner: opened })
  }
  return found.sort((one, other) => one.index - other.index)
}

const placeOf = (
  item: TreeItem<unknown>,
  index: number,
  setSize: number,
  level: number,
  prefix: string,
  isOpen: boolean,
): RowPlace => {
  const canOpen = item.count() > 0
  return {
    key: prefix + item.step,
    level,
    canOpen,
    isOpen: isOpen && canOpen,
    position: index + 1,
    setSize,
  }
}
