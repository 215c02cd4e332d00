/** Keeps the focus among the diagrams when what has it goes away: from the body no key of a pane leads anywhere. */
import { nextTick, watch, type WatchSource } from 'vue'

const canHoldFocus = (element: Element | null): boolean =>
  element !== null &&
  element !== document.body &&
  element.checkVisibility() &&
  !element.matches(':disabled')

/**
 * Says where to go on when one of these changes and what has the focus goes with it. A focus that was nowhere stays
 * there, and so does one outside of `within`. To be called in the setup of a component.
 */
export function useKeptFocus(
  sources: WatchSource[],
  refocus: () => void,
  within: () => Element | null = () => document.body,
): void {
  watch(sources, async () => {
    const { activeElement } = document
    if (!canHoldFocus(activeElement) || !within()?.contains(activeElement)) return
    await nextTick()
    if (!canHoldFocus(document.activeElement)) refocus()
  })
}

/** The picture of a pane; the room for it while nothing is drawn, from where the picture takes the focus over. */
export function focusPicture(pane: Element | null): void {
  const room = pane?.querySelector<HTMLElement>('[data-testid="diagram"]')
  const drawing = room?.querySelector<SVGSVGElement>('svg.scene')
  if (drawing) drawing.focus({ preventScroll: true })
  else room?.focus()
}
