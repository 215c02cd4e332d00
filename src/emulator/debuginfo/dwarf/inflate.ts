/**
 * Unpacks zlib data: how linkers compress debug sections.
 * RFC 1950, "ZLIB Compressed Data Format", and RFC 1951, "DEFLATE Compressed Data Format".
 *
 * The caller says how long the result is, and nothing longer is ever made.
 * The checksum at the end is not read: what it guards is checked again wherever it is used.
 */
import { MalformedDwarf } from './malformed'

const LONGEST_CODE = 15

/** Decodes by length: how many codes each length has, and the symbols in the order of their codes. */
interface HuffmanCode {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
  /** Symbol << 4 | length for each pattern of the next bits, for codes that are short; else 0. */
  readonly quick: Uint16Array
}

const QUICK_BITS = 9

function reverseBits(value: number, width: number): number {
  let reversed = 0
  for (let bit = 0; bit < width; bit++) reversed |= ((value >> bit) & 1) << (width - 1 - bit)
  return reversed
}

function buildCode(lengths: Uint8Array): HuffmanCode {
  const counts = new Uint16Array(LONGEST_CODE + 1)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const offsets = new Uint16Array(LONGEST_CODE + 2)
  const firstCodes = new Uint32Array(LONGEST_CODE + 2)
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const count = counts[length] ?? 0
    offsets[length + 1] = (offsets[length] ?? 0) + count
    firstCodes[length + 1] = ((firstCodes[length] ?? 0) + count) << 1
    if ((firstCodes[length] ?? 0) + count > 1 << length) {
      throw new MalformedDwarf('a code of compressed data has more words than fit')
    }
  }
  const symbols = new Uint16Array(lengths.length)
  const quick = new Uint16Array(1 << QUICK_BITS)
  lengths.forEach((length, symbol) => {
    if (length === 0) return
    const place = offsets[length] ?? 0
    offsets[length] = place + 1
    symbols[place] = symbol
    const code = firstCodes[length] ?? 0
    firstCodes[length] = code + 1
    if (length > QUICK_BITS) return
    for (let i = reverseBits(code, length); i < quick.length; i += 1 << length) {
      quick[i] = (symbol << 4) | length
    }
  })
  return { counts, symbols, quick }
}

const fixedLengths = Uint8Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
)
const FIXED_LITERALS = buildCode(fixedLengths)
const FIXED_DISTANCES = buildCode(new Uint8Array(30).fill(5))

/** For symbols 257 to 285 and distance codes 0 to 29: the smallest value and the extra bits. */
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258] // prettier-ignore
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0] // prettier-ignore
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577] // prettier-ignore
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13] // prettier-ignore
const LENGTH_CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

const END_OF_BLOCK = 256

/** The first `size` bytes of what a zlib stream holds. */
export function inflateZlib(input: Uint8Array, size: number): Uint8Array {
  const method = input[0] ?? 0
  if ((method & 15) !== 8) throw new MalformedDwarf('compressed data of an unknown method')
  const output = new Uint8Array(size)
  let written = 0
  let at = 2
  let bits = 0
  let available = 0

  /** Past the end of the data come zeros; the caller notices by `at`. */
  function need(count: number): void {
    while (available < count) {
      bits |= (input[at] ?? 0) << available
      at += 1
      available += 8
    }
    if (at > input.length + 4) throw new MalformedDwarf('compressed data ends in the middle')
  }

  function take(count: number): number {
    if (count === 0) return 0
    need(count)
    const value = bits & ((1 << count) - 1)
    bits >>>= count
    available -= count
    return value
  }

  function symbolOf({ quick, counts, symbols }: HuffmanCode): number {
    need(LONGEST_CODE)
    const found = quick[bits & (quick.length - 1)] ?? 0
    if (found !== 0) {
      bits >>>= found & 15
      available -= found & 15
      return found >> 4
    }
    let code = 0
    let first = 0
    let index = 0
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= take(1)
      const count = counts[length] ?? 0
      if (code - first < count) return symbols[index + code - first] ?? 0
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw new MalformedDwarf('compressed data holds a word that its code does not have')
  }

  function copyStored(): void {
    at -= available >> 3
    bits = 0
    available = 0
    const length = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8)
    at += 4
    if (at + length > input.length) throw new MalformedDwarf('a stored block ends in the middle')
    const room = Math.min(length, size - written)
    output.set(input.subarray(at, at + room), written)
    written += room
    at += length
  }

  function readCodes(): { literals: HuffmanCode; distances: HuffmanCode } {
    const literalCount = take(5) + 257
    const distanceCount = take(5) + 1
    const lengthCount = take(4) + 4
    const codeLengths = new Uint8Array(19)
    for (const symbol of LENGTH_CODE_ORDER.slice(0, lengthCount)) codeLengths[symbol] = take(3)
    const lengthCode = buildCode(codeLengths)
    const lengths = new Uint8Array(literalCount + distanceCount)
    for (let i = 0; i < lengths.length;) {
      const symbol = symbolOf(lengthCode)
      if (symbol < 16) {
        lengths[i++] = symbol
        continue
      }
      const repeated = symbol === 16 ? (lengths[i - 1] ?? 0) : 0
      const count = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7)
      lengths.fill(repeated, i, i + count)
      i += count
    }
    return {
      literals: buildCode(lengths.subarray(0, literalCount)),
      distances: buildCode(lengths.subarray(literalCount)),
    }
  }

  function expand(literals: HuffmanCode, distances: HuffmanCode): void {
    while (written < size) {
      const symbol = symbolOf(literals)
      if (symbol < END_OF_BLOCK) output[written++] = symbol
      else if (symbol === END_OF_BLOCK) return
      else copyBack(symbol - 257, distances)
    }
  }

  function copyBack(lengthSymbol: number, distances: HuffmanCode): void {
    const length = (LENGTH_BASE[lengthSymbol] ?? 0) + take(LENGTH_EXTRA[lengthSymbol] ?? 0)
    const symbol = symbolOf(distances)
    const distance = (DISTANCE_BASE[symbol] ?? 0) + take(DISTANCE_EXTRA[symbol] ?? 0)
    if (distance === 0 || distance > written || length === 0) {
      throw new MalformedDwarf('compressed data refers to before its beginning')
    }
    const end = Math.min(size, written + length)
    for (; written < end; written++) output[written] = output[written - distance] ?? 0
  }

  for (let isLast = 0; isLast === 0 && written < size;) {
    isLast = take(1)
    const kind = take(2)
    if (kind === 0) copyStored()
    else if (kind === 1) expand(FIXED_LITERALS, FIXED_DISTANCES)
    else if (kind === 2) {
      const { literals, distances } = readCodes()
      expand(literals, distances)
    } else throw new MalformedDwarf('compressed data has a block of an unknown kind')
  }
  return written < size ? output.subarray(0, written) : output
}
