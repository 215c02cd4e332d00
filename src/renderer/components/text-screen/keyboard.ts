/**
 * Turns what a person does with the keyboard into the scan codes of a PC keyboard.
 * Keys that belong to the app are left alone, so that there is always a way out: F6 leaves the screen.
 */
import { pressCodes, releaseCodes } from '../../../shared/scan-codes'

/** These work everywhere in the app, on the screen too. */
const APP_KEYS: ReadonlySet<string> = new Set(['F1', 'F5', 'F6', 'F9', 'F10', 'F11'])

export interface KeyStroke {
  readonly code: string
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly metaKey: boolean
}

const isPaste = ({ code, ctrlKey, shiftKey, metaKey }: KeyStroke) =>
  code === 'KeyV' && ((ctrlKey && shiftKey) || metaKey)

export interface GuestKeyboard {
  /** True when the key was the guest's, and the browser must not act on it. */
  press(stroke: KeyStroke): boolean
  release(code: string): boolean
  /** The screen has lost the keyboard: nothing may stay pressed in the guest. */
  releaseAll(): void
}

export function createGuestKeyboard(send: (scanCodes: readonly number[]) => void): GuestKeyboard {
  const held = new Set<string>()

  function release(code: string): boolean {
    if (!held.delete(code)) return false
    send(releaseCodes(code))
    return true
  }

  return {
    press(stroke) {
      if (APP_KEYS.has(stroke.code) || isPaste(stroke)) return false
      const codes = pressCodes(stroke.code)
      if (codes.length === 0) return false
      held.add(stroke.code)
      send(codes)
      return true
    },
    release,
    releaseAll() {
      for (const code of [...held]) release(code)
    },
  }
}
