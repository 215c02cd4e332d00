/** Which tabs of a row do not fit: whether some are hidden before and behind those in view, and how to get to them. */
import { nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

export interface HiddenTabs {
  readonly before: Readonly<Ref<boolean>>
  readonly behind: Readonly<Ref<boolean>>
  /** Shows the tabs on one side, about as many as are in view. */
  turn(direction: -1 | 1): void
  /** Scrolls as little as needed for a tab to be in view. */
  show(tab: HTMLElement | undefined): Promise<void>
}

/** Rounding must not make a hidden tab of nothing. */
const TOLERANCE = 1

/** Of a row as wide as `room` whose tabs together are `all` wide, and that was scrolled so far. */
export const hiddenSides = (scrolled: number, room: number, all: number) => ({
  before: scrolled > TOLERANCE,
  behind: scrolled + room < all - TOLERANCE,
})

export function useHiddenTabs(row: Readonly<Ref<HTMLElement | null>>): HiddenTabs {
  const before = ref(false)
  const behind = ref(false)

  function look(): void {
    const { scrollLeft = 0, clientWidth = 0, scrollWidth = 0 } = row.value ?? {}
    const hidden = hiddenSides(scrollLeft, clientWidth, scrollWidth)
    before.value = hidden.before
    behind.value = hidden.behind
  }

  const observer = new ResizeObserver(look)
  onMounted(() => {
    if (!row.value) return
    observer.observe(row.value)
    row.value.addEventListener('scroll', look, { passive: true })
  })
  onBeforeUnmount(() => observer.disconnect())

  return {
    before,
    behind,
    turn(direction) {
      row.value?.scrollBy({ left: direction * row.value.clientWidth * 0.7 })
    },
    async show(tab) {
      await nextTick()
      tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      look()
    },
  }
}
