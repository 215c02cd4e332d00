/** Moves the focus among the items of a pane with the arrow keys, as they stand on the page. */

/** Where an item stands; all that moving needs to know. */
export interface Place {
  readonly left: number
  readonly top: number
}

const DIRECTIONS: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

export const isArrow = (key: string): boolean => key in DIRECTIONS

/** So far to the side an item counts as far as so much farther ahead: one stays in one's row or column. */
const ASIDE = 8

/** The index of the nearest item in the direction of an arrow key; the present one where there is none. */
export function itemTowards(places: readonly Place[], from: number, key: string): number {
  const [across, down] = DIRECTIONS[key] ?? [0, 0]
  const here = places[from]
  if (!here) return 0
  let best = from
  let least = Infinity
  places.forEach(({ left, top }, index) => {
    const ahead = across * (left - here.left) + down * (top - here.top)
    const aside =
      Math.abs(across) * Math.abs(top - here.top) + Math.abs(down) * Math.abs(left - here.left)
    const distance = ahead + ASIDE * aside
    if (ahead <= 0 || distance >= least) return
    least = distance
    best = index
  })
  return best
}

/** From the item that has the focus, or to the first when none has. True when the key was an arrow. */
export function focusItemTowards(pane: HTMLElement, key: string): boolean {
  if (!isArrow(key)) return false
  const items = [...pane.querySelectorAll<HTMLElement>('[data-item]')]
  const places = items.map((item) => {
    const { left, top } = item.getBoundingClientRect()
    return { left, top }
  })
  const from = items.findIndex((item) => item === document.activeElement)
  items[itemTowards(places, from, key)]?.focus()
  return true
}
