/** The keys of the app's commands where there is no menu to have them: in a browser. */
import type { MenuAction } from '../../shared/app/desktop'

const KEYS: Readonly<Record<string, MenuAction>> = {
  F1: 'show-keys',
  F2: 'toggle-breakpoint',
  F3: 'next-event',
  F4: 'step-out',
  F5: 'run-or-pause',
  F7: 'step-into',
  F8: 'step-over',
  F9: 'go-to-end',
  F10: 'step',
  F11: 'step-many',
  F12: 'next-sub-step',
  'Shift+F3': 'previous-event',
  'Shift+F4': 'step-out-back',
  'Shift+F5': 'run-back',
  'Shift+F7': 'step-into-back',
  'Shift+F8': 'step-over-back',
  'Shift+F10': 'step-back',
  'Shift+F11': 'step-back-many',
  'Shift+F12': 'previous-sub-step',
  'Ctrl+KeyB': 'show-places',
  'Ctrl+Shift+KeyB': 'compare-branches',
  'Ctrl+KeyO': 'open-kernel',
  'Ctrl+KeyR': 'reload-kernel',
  'Ctrl+KeyS': 'save-session',
  'Ctrl+KeyE': 'export-svg',
  'Ctrl+Backslash': 'diagram-beside',
  'Ctrl+KeyG': 'overview',
  'Ctrl+KeyL': 'full-width',
  'Ctrl+Shift+KeyF': 'pin-diagram',
  'Ctrl+Shift+KeyD': 'both-branches',
  'Ctrl+Shift+Slash': 'explain',
  'Ctrl+Shift+KeyR': 'reset',
}

export type Stroke = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

export function menuActionOf(stroke: Stroke): MenuAction | undefined {
  if (stroke.altKey) return undefined
  const ctrl = stroke.ctrlKey || stroke.metaKey ? 'Ctrl+' : ''
  const shift = stroke.shiftKey ? 'Shift+' : ''
  return KEYS[ctrl + shift + stroke.code]
}
