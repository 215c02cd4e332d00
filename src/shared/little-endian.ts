/**
 * Numbers, words of 64 bits above all, out of a few bytes, as x86-64 stores them.
 *
 * Probes read words very often. A view of its own for each read would make the engine allocate a buffer outside of its
 * heap, which costs microseconds in some; so the bytes pass through one that stays.
 */

const WORD = 8
const ROOM = 64
const bytesOfRoom = new Uint8Array(ROOM)
const wordsOfRoom = new BigUint64Array(bytesOfRoom.buffer)

/** The whole words of up to 64 bytes; what is left over at their end is not a word. */
export function littleEndianWords(bytes: Uint8Array): bigint[] {
  if (bytes.length > ROOM) throw new RangeError(`No more than ${ROOM} bytes are read as words.`)
  bytesOfRoom.set(bytes)
  const words: bigint[] = []
  for (let at = 0; (at + 1) * WORD <= bytes.length; at++) words.push(wordsOfRoom[at] ?? 0n)
  return words
}

/** The number that bytes hold, the lowest first. */
export function littleEndianNumber(bytes: Uint8Array | readonly number[]): bigint {
  if (bytes.length > WORD) return longNumber(bytes)
  wordsOfRoom[0] = 0n
  bytesOfRoom.set(bytes)
  return wordsOfRoom[0]
}

function longNumber(bytes: Uint8Array | readonly number[]): bigint {
  let value = 0n
  for (let at = WORD * Math.ceil(bytes.length / WORD) - WORD; at >= 0; at -= WORD)
    value = (value << 64n) | littleEndianNumber(bytes.slice(at, at + WORD))
  return value
}
