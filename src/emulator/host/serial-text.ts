/** Gathers the bytes of the serial port and gives them out as text, never half a character. */
import { decodeUtf8 } from '../memory/byte-reader'

export interface SerialText {
  add(byte: number): void
  /** The text since the last call. */
  take(): string
  isEmpty(): boolean
}

/** A page that is not looked at asks for nothing; what it missed beyond this is lost, oldest first. */
const CAPACITY = 1 << 20

export function createSerialText(): SerialText {
  let bytes: number[] = []
  return {
    add(byte) {
      bytes.push(byte)
      if (bytes.length >= 2 * CAPACITY) bytes = bytes.slice(-CAPACITY)
    },
    take() {
      const whole = bytes.length - unfinished(bytes)
      const text = decodeUtf8(Uint8Array.from(bytes.slice(0, whole)))
      bytes = bytes.slice(whole)
      return text
    },
    isEmpty: () => bytes.length === unfinished(bytes),
  }
}

/** How many bytes at the end begin a character that has more to come. */
function unfinished(bytes: readonly number[]): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}
