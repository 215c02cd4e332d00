/** Page Up and Page Down on a diagram: the one before, the next of the list that its topic has. */

const DISTANCES: Readonly<Record<string, -1 | 1>> = { PageUp: -1, PageDown: 1 }

/** True when the key was one of them. */
export function selectByPageKey(
  { key, ctrlKey, altKey, metaKey }: KeyboardEvent,
  selectBeside: (distance: -1 | 1) => void,
): boolean {
  const distance = ctrlKey || altKey || metaKey ? undefined : DISTANCES[key]
  if (distance !== undefined) selectBeside(distance)
  return distance !== undefined
}
