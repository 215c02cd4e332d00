/** Where drawn boxes lie, which of them is meant by a point or by an arrow key, and where there is room beside one. */

export interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface PlacedBox extends Area {
  /** Of its group in the Scene. */
  readonly key: string
}

interface Place {
  readonly left: number
  readonly top: number
}

const right = ({ left, width }: Area): number => left + width
const bottom = ({ top, height }: Area): number => top + height
const middleX = ({ left, width }: Area): number => left + width / 2
const middleY = ({ top, height }: Area): number => top + height / 2

/** Of boxes inside of one another the innermost: the smallest. */
export function boxAt(boxes: readonly PlacedBox[], x: number, y: number): PlacedBox | undefined {
  const around = boxes.filter(
    (box) => x >= box.left && x <= right(box) && y >= box.top && y <= bottom(box),
  )
  const size = ({ width, height }: Area) => width * height
  return around.reduce<PlacedBox | undefined>(
    (best, box) => (best && size(best) <= size(box) ? best : box),
    undefined,
  )
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/** What lies aside of the way counts for so much more than what lies along it. */
const ASIDE = 2.5

/** How far another middle is along a direction, and how far beside it. */
function distances(from: Area, to: Area, direction: Direction): readonly [number, number] {
  const dx = middleX(to) - middleX(from)
  const dy = middleY(to) - middleY(from)
  switch (direction) {
    case 'left':
      return [-dx, Math.abs(dy)]
    case 'right':
      return [dx, Math.abs(dy)]
    case 'up':
      return [-dy, Math.abs(dx)]
    case 'down':
      return [dy, Math.abs(dx)]
  }
}

/** The nearest box in a direction; nothing at the edge of the drawing. */
export function boxBeside(
  boxes: readonly PlacedBox[],
  from: PlacedBox,
  direction: Direction,
): PlacedBox | undefined {
  let best: { readonly box: PlacedBox; readonly cost: number } | undefined
  for (const box of boxes) {
    const [along, aside] = distances(from, box, direction)
    if (box.key === from.key || along <= 1) continue
    const cost = along + ASIDE * aside
    if (!best || cost < best.cost) best = { box, cost }
  }
  return best?.box
}

const GAP = 10

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most))

/** Where a card stands beside a box: to the right, the left, below or above, wherever it hides nothing of it. */
export function cardPlace(
  box: Area,
  card: { readonly width: number; readonly height: number },
  room: { readonly width: number; readonly height: number },
): Place {
  const mostLeft = room.width - card.width
  const mostTop = room.height - card.height
  const top = clamp(middleY(box) - card.height / 2, mostTop)
  const left = clamp(middleX(box) - card.width / 2, mostLeft)
  const places: readonly Place[] = [
    { left: right(box) + GAP, top },
    { left: box.left - GAP - card.width, top },
    { left, top: bottom(box) + GAP },
    { left, top: box.top - GAP - card.height },
  ]
  const fits = (place: Place) =>
    place.left >= 0 && place.left <= mostLeft && place.top >= 0 && place.top <= mostTop
  return places.find(fits) ?? { left: Math.max(0, mostLeft), top: Math.max(0, mostTop) }
}
