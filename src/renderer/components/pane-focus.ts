/** Moves the focus from pane to pane, in the order of the page. */

/** Into the element that a pane names as its first, else into the pane itself. */
export function focusPaneBeside(document: Document, distance: -1 | 1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  if (panes.length === 0) return
  const now = panes.findIndex((pane) => pane.contains(document.activeElement))
  const before = now < 0 && distance < 0 ? 0 : now
  const pane = panes[(before + distance + panes.length) % panes.length]
  const first = pane?.querySelector<HTMLElement>('[data-focus-first]') ?? pane
  first?.focus()
}
