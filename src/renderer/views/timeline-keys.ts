/** What the keys do while the timeline has the focus. */

export const TIMELINE_ACTIONS = [
  'previous-event',
  'next-event',
  'lane-above',
  'lane-below',
  'beginning',
  'end',
  'zoom-in',
  'zoom-out',
  'whole-run',
] as const
export type TimelineAction = (typeof TIMELINE_ACTIONS)[number]

const KEYS: Readonly<Record<string, TimelineAction>> = {
  ArrowLeft: 'previous-event',
  ArrowRight: 'next-event',
  ArrowUp: 'lane-above',
  ArrowDown: 'lane-below',
  Home: 'beginning',
  End: 'end',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '0': 'whole-run',
}

type Stroke = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** Keys with Ctrl, Alt or Meta are the app's or the system's. */
export function timelineActionOf({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Stroke): TimelineAction | undefined {
  return ctrlKey || metaKey || altKey ? undefined : KEYS[key]
}
