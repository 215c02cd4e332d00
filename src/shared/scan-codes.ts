/**
 * What a PC keyboard sends, as the 8042 hands it out: scan code set 1.
 * A released key sends its code with bit 7 set; keys added after the first PC have the prefix E0.
 * Knows the US layout only, as the guest's keyboard driver does.
 */

/** Make codes by `KeyboardEvent.code`, which names places on the keyboard and not letters. */
// prettier-ignore
const MAKE_CODES = new Map<string, readonly number[]>(Object.entries({
  Escape: [0x01],
  Digit1: [0x02], Digit2: [0x03], Digit3: [0x04], Digit4: [0x05], Digit5: [0x06],
  Digit6: [0x07], Digit7: [0x08], Digit8: [0x09], Digit9: [0x0a], Digit0: [0x0b],
  Minus: [0x0c], Equal: [0x0d], Backspace: [0x0e], Tab: [0x0f],
  KeyQ: [0x10], KeyW: [0x11], KeyE: [0x12], KeyR: [0x13], KeyT: [0x14],
  KeyY: [0x15], KeyU: [0x16], KeyI: [0x17], KeyO: [0x18], KeyP: [0x19],
  BracketLeft: [0x1a], BracketRight: [0x1b], Enter: [0x1c], ControlLeft: [0x1d],
  KeyA: [0x1e], KeyS: [0x1f], KeyD: [0x20], KeyF: [0x21], KeyG: [0x22],
  KeyH: [0x23], KeyJ: [0x24], KeyK: [0x25], KeyL: [0x26],
  Semicolon: [0x27], Quote: [0x28], Backquote: [0x29], ShiftLeft: [0x2a], Backslash: [0x2b],
  KeyZ: [0x2c], KeyX: [0x2d], KeyC: [0x2e], KeyV: [0x2f], KeyB: [0x30],
  KeyN: [0x31], KeyM: [0x32], Comma: [0x33], Period: [0x34], Slash: [0x35],
  ShiftRight: [0x36], NumpadMultiply: [0x37], AltLeft: [0x38], Space: [0x39], CapsLock: [0x3a],
  F1: [0x3b], F2: [0x3c], F3: [0x3d], F4: [0x3e], F5: [0x3f],
  F6: [0x40], F7: [0x41], F8: [0x42], F9: [0x43], F10: [0x44],
  NumLock: [0x45], ScrollLock: [0x46],
  Numpad7: [0x47], Numpad8: [0x48], Numpad9: [0x49], NumpadSubtract: [0x4a],
  Numpad4: [0x4b], Numpad5: [0x4c], Numpad6: [0x4d], NumpadAdd: [0x4e],
  Numpad1: [0x4f], Numpad2: [0x50], Numpad3: [0x51], Numpad0: [0x52], NumpadDecimal: [0x53],
  IntlBackslash: [0x56], F11: [0x57], F12: [0x58],
  NumpadEnter: [0xe0, 0x1c], ControlRight: [0xe0, 0x1d], NumpadDivide: [0xe0, 0x35],
  AltRight: [0xe0, 0x38], Home: [0xe0, 0x47], ArrowUp: [0xe0, 0x48], PageUp: [0xe0, 0x49],
  ArrowLeft: [0xe0, 0x4b], ArrowRight: [0xe0, 0x4d], End: [0xe0, 0x4f],
  ArrowDown: [0xe0, 0x50], PageDown: [0xe0, 0x51], Insert: [0xe0, 0x52], Delete: [0xe0, 0x53],
  MetaLeft: [0xe0, 0x5b], MetaRight: [0xe0, 0x5c], ContextMenu: [0xe0, 0x5d],
  PrintScreen: [0xe0, 0x2a, 0xe0, 0x37],
}))

/** Sent whole when pressed; its release sends nothing. */
const PREFIX = 0xe0
const PAUSE_PREFIX = 0xe1
const PAUSE = [PAUSE_PREFIX, 0x1d, 0x45, PAUSE_PREFIX, 0x9d, 0xc5] as const

/** Of a key that is let go; prefixes have it too. */
const RELEASED = 0x80

/** Whether a byte of the keyboard says that a key was let go. */
export const isRelease = (scanCode: number): boolean =>
  (scanCode & RELEASED) !== 0 && scanCode !== PREFIX && scanCode !== PAUSE_PREFIX

/** What pressing the key sends; empty for a key that a PC keyboard does not have. */
export const pressCodes = (code: string): readonly number[] =>
  code === 'Pause' ? PAUSE : (MAKE_CODES.get(code) ?? [])

/** What releasing the key sends. PrintScreen's two codes are released in reverse order. */
export function releaseCodes(code: string): readonly number[] {
  if (code === 'PrintScreen') return [PREFIX, 0xb7, PREFIX, 0xaa]
  return (MAKE_CODES.get(code) ?? []).map((byte) => (byte === PREFIX ? byte : byte | RELEASED))
}

/** Which key of the US layout makes the character: without shift, then with it. */
const US_KEYS: readonly (readonly [code: string, plain: string, shifted: string])[] = [
  ...[...'abcdefghijklmnopqrstuvwxyz'].map(
    (letter) => [`Key${letter.toUpperCase()}`, letter, letter.toUpperCase()] as const,
  ),
  ...[...'1234567890'].map((digit, i) => [`Digit${digit}`, digit, '!@#$%^&*()'[i] ?? ''] as const),
  ['Minus', '-', '_'],
  ['Equal', '=', '+'],
  ['BracketLeft', '[', '{'],
  ['BracketRight', ']', '}'],
  ['Backslash', '\\', '|'],
  ['Semicolon', ';', ':'],
  ['Quote', `'`, '"'],
  ['Backquote', '`', '~'],
  ['Comma', ',', '<'],
  ['Period', '.', '>'],
  ['Slash', '/', '?'],
  ['Space', ' ', ''],
  ['Enter', '\n', ''],
  ['Tab', '\t', ''],
  ['Backspace', '\b', ''],
]

const PLAIN = new Map(US_KEYS.map(([code, plain]) => [plain, code]))
const SHIFTED = new Map(US_KEYS.filter((key) => key[2] !== '').map(([code, , s]) => [s, code]))

/** The keys that type one character: pressed and released, with shift around them where needed. */
export function typeCharacter(character: string): readonly number[] {
  const stroke = (code: string) => [...pressCodes(code), ...releaseCodes(code)]
  const plain = PLAIN.get(character)
  if (plain !== undefined) return stroke(plain)
  const shifted = SHIFTED.get(character)
  if (shifted === undefined) return []
  return [...pressCodes('ShiftLeft'), ...stroke(shifted), ...releaseCodes('ShiftLeft')]
}

/** What a key types without and with shift, by its make code. */
const CHARACTERS = new Map(
  US_KEYS.map(([code, ...characters]) => [pressCodes(code)[0] ?? 0, characters]),
)
const SHIFT_KEYS: ReadonlySet<number> = new Set([0x2a, 0x36])

/** The text that keys type, as far as they type any; Shift alone counts among the keys that change others. */
export function typedText(scanCodes: Iterable<number>): string {
  const held = new Set<number>()
  let text = ''
  let isExtended = false
  for (const code of scanCodes) {
    const make = code & ~RELEASED
    if (SHIFT_KEYS.has(make)) {
      if (code === make) held.add(make)
      else held.delete(make)
    } else if (code === make && !isExtended) {
      const [plain = '', shifted = ''] = CHARACTERS.get(make) ?? []
      text += held.size > 0 && shifted !== '' ? shifted : plain
    }
    isExtended = code === PREFIX
  }
  return text
}

/** The keys that type a text; line ends become Enter, characters outside the layout are left out. */
export const typeText = (text: string): number[] =>
  [...text.replace(/\r\n?/g, '\n')].flatMap((character) => [...typeCharacter(character)])
