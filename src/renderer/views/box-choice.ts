/**
 * Which box of a drawing is pointed at, or chosen by a click or with the arrow keys, and where it lies on the page.
 * A pointer that rests shows a box; one that was chosen stays shown until another is, or Escape.
 */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Diagram } from '../diagrams/diagram'
import { shapesOf, type Scene } from '../diagrams/scene'
import { boxAt, boxBeside, type Area, type Direction, type PlacedBox } from './box-geometry'

/** A pointer on its way elsewhere shows nothing. */
const REST_MS = 140

/** So long the places of boxes are believed; while a drawing moves they change. */
const BELIEVED_MS = 200

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

interface ToldBox extends PlacedBox {
  readonly words: string
}

/** Those that the arrow keys stop at: a box that says the same as one before it is part of that. */
const stopsOf = (boxes: readonly ToldBox[], present: string | undefined): readonly ToldBox[] =>
  boxes.filter(
    ({ key, words }, index) =>
      key === present || boxes.findIndex((box) => box.words === words) === index,
  )

/** Of all that could be pointed at, in drawing order. */
const groupKeys = ({ shapes }: Scene): readonly string[] =>
  [...shapesOf(shapes)].filter(({ kind }) => kind === 'group').map(({ key }) => key)

export function useBoxChoice(
  room: Readonly<Ref<HTMLElement | null>>,
  diagram: () => Diagram | undefined,
  scene: () => Scene | undefined,
) {
  const pointed = ref<string>()
  const chosen = ref<string>()
  const detailFor = (key: string | undefined) =>
    key === undefined ? undefined : diagram()?.detail?.(key)
  const isChosen = computed(() => detailFor(chosen.value) !== undefined)
  const key = computed(() => (isChosen.value ? chosen.value : pointed.value))
  const detail = computed(() => detailFor(key.value))
  /** Of the box on show; nothing while it is not drawn. */
  const area = shallowRef<Area>()

  const drawing = () => room.value?.querySelector<SVGSVGElement>('svg.scene')

  function areaOf(element: Element): Area {
    const own = element.getBoundingClientRect()
    const around = room.value?.getBoundingClientRect() ?? own
    return {
      left: own.left - around.left,
      top: own.top - around.top,
      width: own.width,
      height: own.height,
    }
  }

  let known: { readonly scene: unknown; readonly at: number; readonly boxes: ToldBox[] } | undefined

  /** In drawing order. */
  function boxes(): readonly ToldBox[] {
    const now = performance.now()
    const drawn = scene()
    if (!drawn) return []
    if (known?.scene === drawn && now - known.at < BELIEVED_MS) return known.boxes
    const prefix = `${drawn.name}.`
    const found: ToldBox[] = []
    for (const element of drawing()?.querySelectorAll('g[id]') ?? []) {
      const own = element.id.slice(prefix.length)
      const words = detailFor(own)?.words
      if (words === undefined) continue
      const place = areaOf(element)
      if (place.width === 0 || place.height === 0) continue
      found.push({ key: own, words, ...place })
    }
    known = { scene: drawn, at: now, boxes: found }
    return found
  }

  function place(): void {
    const drawn = scene()
    const element =
      drawn && key.value !== undefined
        ? drawing()?.querySelector(`#${CSS.escape(`${drawn.name}.${key.value}`)}`)
        : undefined
    const next = element ? areaOf(element) : undefined
    const same =
      next?.left === area.value?.left &&
      next?.top === area.value?.top &&
      next?.width === area.value?.width &&
      next?.height === area.value?.height
    if (!same) area.value = next
  }

  /** Another state of the drawing may have no such box, and show what it stood for elsewhere. */
  function chooseSameBytes(drawn: Scene): void {
    const bytes = isChosen.value ? detail.value?.bytes : undefined
    if (!bytes) return
    const keys = groupKeys(drawn)
    if (keys.includes(key.value ?? '')) return
    const other = keys.find((own) => {
      const same = detailFor(own)?.bytes
      return same && same.address === bytes.address && same.space === bytes.space
    })
    if (other !== undefined) chosen.value = other
  }

  /** Drawings move, are zoomed and dragged: a ring follows its box. At rest nothing is measured. */
  let request = 0
  const moves = new MutationObserver(() => {
    if (request === 0) request = requestAnimationFrame(follow)
  })
  function follow(): void {
    request = 0
    place()
  }
  watch(
    [() => detail.value !== undefined, scene, key] as const,
    ([isShown, drawn]) => {
      moves.disconnect()
      if (!isShown || !drawn) {
        area.value = undefined
        return
      }
      chooseSameBytes(drawn)
      const svg = drawing()
      if (svg) moves.observe(svg, { attributes: true, childList: true, subtree: true })
      place()
    },
    { flush: 'post' },
  )

  let rest: ReturnType<typeof setTimeout> | undefined

  function leave(): void {
    clearTimeout(rest)
    pointed.value = undefined
  }

  onScopeDispose(() => {
    moves.disconnect()
    cancelAnimationFrame(request)
    clearTimeout(rest)
  })

  function boxUnder(event: MouseEvent): string | undefined {
    const around = room.value?.getBoundingClientRect()
    if (!around || !(event.target instanceof Element) || !event.target.closest('svg'))
      return undefined
    return boxAt(boxes(), event.clientX - around.left, event.clientY - around.top)?.key
  }

  function choose(wanted: string | undefined): void {
    leave()
    chosen.value = wanted
    place()
  }

  /** To the first box, or from the chosen one in a direction. */
  function move(direction: Direction): void {
    const all = stopsOf(boxes(), key.value)
    const from = all.find((box) => box.key === key.value)
    const next = from ? boxBeside(all, from, direction) : all[0]
    if (next) choose(next.key)
  }

  return {
    key,
    detail,
    area,
    isChosen,
    choose,
    leave,
    point(event: PointerEvent): void {
      if (isChosen.value) return
      const under = event.buttons === 0 ? boxUnder(event) : undefined
      if (under === pointed.value) return
      clearTimeout(rest)
      if (pointed.value !== undefined || under === undefined) pointed.value = under
      else rest = setTimeout(() => (pointed.value = under), REST_MS)
    },
    click: (event: MouseEvent): void => choose(boxUnder(event)),
    /** True when the key meant a box. */
    pressKey({ key: pressed, shiftKey }: KeyboardEvent): boolean {
      const direction = shiftKey ? undefined : DIRECTIONS[pressed]
      if (direction) move(direction)
      else if (pressed === 'Escape' && isChosen.value) choose(undefined)
      else return false
      return true
    },
  }
}
