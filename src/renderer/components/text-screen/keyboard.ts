/**
 * Turns what a person does with the keyboard into the scan codes of a PC keyboard.
 * Keys that belong to the app are left alone, so that there is always a way out: F6 leaves the screen.
 */
import { pressCodes, releaseCodes } from '../../../shared/scan-codes'
import { menuActionOf, type Stroke } from '../app-keys'

/** What the menu has works everywhere in the app, on the screen too; and so that nobody need know which, all F keys do. */
const isApps = (stroke: Stroke) => /^F\d+$/.test(stroke.code) || menuActionOf(stroke) !== undefined

const isPaste = ({ code, ctrlKey, shiftKey, metaKey }: Stroke) =>
  code === 'KeyV' && ((ctrlKey && shiftKey) || metaKey)

export interface GuestKeyboard {
  /** True when the key was the guest's, and the browser must not act on it. */
  press(stroke: Stroke): boolean
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
      if (isApps(stroke) || isPaste(stroke)) return false
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
