/**
 * The last items of what happens again and again: what an observer lists, and saves with every checkpoint.
 *
 * What it gives out is never changed again, so that a model, a checkpoint and the next one share it as long as nothing
 * is added.
 */
export interface KeptList<Item> {
  /** Oldest first, no more than the limit. */
  all(): readonly Item[]
  last(): Item | undefined
  /** The latest that `is` so. */
  find(is: (item: Item) => boolean): Item | undefined
  push(item: Item): void
  /** Puts another in the place of the last one. */
  replaceLast(item: Item): void
  /** Changes the latest that `is` so; one that was cut away is not. */
  change(is: (item: Item) => boolean, fields: Partial<Item>): void
  /** Takes up a list that `all` gave out. */
  restore(saved: readonly Item[]): void
}

/** With `kindOf`, items of a kind that comes often do not crowd out those that come seldom, see `latestByKind`. */
export function createKeptList<Item>(
  limit: number,
  kindOf?: (item: Item) => unknown,
): KeptList<Item> {
  // The list grows to twice its limit before it is cut, so that cutting costs little for each item.
  let items: Item[] = []
  let given: readonly Item[] | undefined

  const latest = () => (kindOf ? latestByKind(items, limit, kindOf) : items.slice(-limit))

  function indexOf(is: (item: Item) => boolean): number {
    let index = items.length - 1
    while (index >= 0 && !is(items[index] as Item)) index -= 1
    return index
  }

  return {
    all: () => (given ??= latest()),
    last: () => items.at(-1),
    find: (is) => items[indexOf(is)],
    push(item) {
      items.push(item)
      if (items.length >= 2 * limit) items = [...latest()]
      given = undefined
    },
    replaceLast(item) {
      items[Math.max(0, items.length - 1)] = item
      given = undefined
    },
    change(is, fields) {
      const index = indexOf(is)
      const found = items[index]
      if (!found) return
      items[index] = { ...found, ...fields }
      given = undefined
    },
    restore(saved) {
      items = [...saved]
      given = saved
    },
  }
}

/** So many of each kind stay, however often others come in between; together they take a quarter of the list at most. */
const FEW = 16

/**
 * The last items of a list, `limit` at most, and of each kind the last few: a timer ticks a thousand times a second, and
 * a breakpoint is met once. Order stays.
 */
function latestByKind<Item>(
  items: readonly Item[],
  limit: number,
  kindOf: (item: Item) => unknown,
): readonly Item[] {
  if (items.length <= limit) return [...items]
  const always = items.length - (limit - Math.floor(limit / 4))
  const seen = new Map<unknown, number>()
  const isKept = items.map(() => false)
  let room = limit
  const keep = (index: number) => {
    isKept[index] = true
    room -= 1
  }
  for (let index = items.length - 1; index >= 0 && room > 0; index--) {
    const kind = kindOf(items[index] as Item)
    const count = (seen.get(kind) ?? 0) + 1
    seen.set(kind, count)
    if (index >= always || count <= FEW) keep(index)
  }
  for (let index = always - 1; index >= 0 && room > 0; index--) if (!isKept[index]) keep(index)
  return items.filter((_, index) => isKept[index])
}
