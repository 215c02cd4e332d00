/** Moves the focus from pane to pane, in the order of the page. */

/** Into the element that a pane names as its first, else into the pane itself. */
export function focusPaneBeside(document: Document, distance: -1 | 1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) =>
    pane.checkVisibility(),
  )
  if (panes.length === 0) return
  // Of panes within each other the innermost is the one.
  const now = panes.reduce(
    (innermost, pane, index) => (pane.contains(document.activeElement) ? index : innermost),
    -1,
  )
  const before = now < 0 && distance < 0 ? 0 : now
  const pane = panes[(before + distance + panes.length) % panes.length]
  const first = pane?.querySelector<HTMLElement>('[data-focus-first]')
  const isOwn = first?.closest('[data-pane]') === pane
  const target = isOwn ? first : pane
  target?.focus()
}
