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
  push(item: Item): void
  /** Puts another in the place of the last one. */
  replaceLast(item: Item): void
  /** Takes up a list that `all` gave out. */
  restore(saved: readonly Item[]): void
}

export function createKeptList<Item>(limit: number): KeptList<Item> {
  // The list grows to twice its limit before it is cut, so that cutting costs little for each item.
  let items: Item[] = []
  let given: readonly Item[] | undefined

  return {
    all: () => (given ??= items.slice(-limit)),
    last: () => items.at(-1),
    push(item) {
      items.push(item)
      if (items.length >= 2 * limit) items = items.slice(-limit)
      given = undefined
    },
    replaceLast(item) {
      items[Math.max(0, items.length - 1)] = item
      given = undefined
    },
    restore(saved) {
      items = [...saved]
      given = saved
    },
  }
}
