/**
 * Which rows of a long list are in view: all have one height, and only those in view are in the page.
 * The list scrolls in an element that is as high as its room; its content is as high as all rows together.
 */
import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Rows above and below the view: scrolling shows them before the next frame is made. */
const OVERSCAN = 8

export interface VirtualRows {
  /** The first row in the page, and the one behind the last. */
  readonly first: Readonly<Ref<number>>
  readonly end: Readonly<Ref<number>>
  /** Height of the list's room, in pixels. */
  readonly room: Readonly<Ref<number>>
  /** Scrolls as little as needed for a row to be in view, with rows after it; `share` of the room stays above it else. */
  show(row: number, share?: number): void
}

/** The place to scroll to, in pixels: where it is already, as long as the row and the one after it are in view. */
export function scrolledTo(
  row: number,
  { rowHeight, scrolled, room }: { rowHeight: number; scrolled: number; room: number },
  share = 1 / 3,
): number {
  const top = row * rowHeight
  const isSeen = top >= scrolled && top + 2 * rowHeight <= scrolled + room
  if (isSeen || room === 0) return scrolled
  // A whole row stands at the top: text that is cut through is hard to read.
  return Math.max(0, Math.ceil((top - room * share) / rowHeight) * rowHeight)
}

export function useVirtualRows(
  list: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  rowHeight: number,
  onResize: () => void,
): VirtualRows {
  const scrolled = ref(0)
  const room = ref(0)
  const first = computed(() => Math.max(0, Math.floor(scrolled.value / rowHeight) - OVERSCAN))
  const end = computed(() =>
    Math.min(count(), Math.ceil((scrolled.value + room.value) / rowHeight) + OVERSCAN),
  )
  const follow = () => (scrolled.value = list.value?.scrollTop ?? 0)
  const observer = new ResizeObserver(([entry]) => {
    room.value = entry?.contentRect.height ?? 0
    follow()
    onResize()
  })
  onMounted(() => {
    if (!list.value) return
    observer.observe(list.value)
    list.value.addEventListener('scroll', follow, { passive: true })
  })
  onBeforeUnmount(() => observer.disconnect())

  return {
    first,
    end,
    room,
    show(row, share) {
      if (!list.value) return
      const place = { rowHeight, scrolled: list.value.scrollTop, room: list.value.clientHeight }
      list.value.scrollTop = scrolledTo(row, place, share)
      follow()
    },
  }
}
