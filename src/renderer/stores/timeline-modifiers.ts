/**
 * Keeps a modifier that is pressed alone from the guest while its past is shown. There every key begins another branch,
 * and Shift of Shift+F10 is none: it is held back until a key comes that it belongs to.
 */

/** Make codes of set 1, without E0: Ctrl, left Shift, right Shift, Alt. */
const MODIFIERS: ReadonlySet<number> = new Set([0x1d, 0x2a, 0x36, 0x38])
const EXTENDED = 0xe0
const BREAK = 0x80

export interface ModifierHold {
  press(scanCodes: readonly number[], isInPast: boolean): void
}

/** The make code when it is one modifier that is pressed or released, E0 or not. */
function modifierOf(scanCodes: readonly number[]): string | undefined {
  const [code = 0, ...more] = scanCodes[0] === EXTENDED ? scanCodes.slice(1) : scanCodes
  const make = code & ~BREAK
  if (more.length > 0 || !MODIFIERS.has(make)) return undefined
  return `${scanCodes.length},${make}`
}

const isBreak = (scanCodes: readonly number[]): boolean => ((scanCodes.at(-1) ?? 0) & BREAK) !== 0

export function createModifierHold(send: (scanCodes: readonly number[]) => void): ModifierHold {
  const held = new Map<string, readonly number[]>()
  /** Released in the past, but pressed before: the guest hears of it with the next key of the present. */
  let owed: readonly number[] = []

  return {
    press(scanCodes, isInPast) {
      if (scanCodes.length === 0) return
      const modifier = modifierOf(scanCodes)
      if (isInPast && modifier !== undefined) {
        if (!isBreak(scanCodes)) held.set(modifier, scanCodes)
        else if (!held.delete(modifier)) owed = [...owed, ...scanCodes]
        return
      }
      const first = isInPast ? [] : owed
      if (!isInPast) owed = []
      send([...first, ...[...held.values()].flat(), ...scanCodes])
      held.clear()
    },
  }
}
