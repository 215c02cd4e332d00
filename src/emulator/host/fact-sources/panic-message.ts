/**
 * The message of a panic, read from the `PanicInfo` that its handler is given, as far as it can be told without running
 * the program's own formatting: literal text, whole numbers, strings, and messages within messages.
 *
 * The layouts are read from the image's types. What cannot be told is an ellipsis; guest memory may hold anything.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import { decodeUtf8 } from '../../memory/byte-reader'
import type { LoadedMachine } from '../loaded-machine'

const PANIC_INFO = ['core::panic::panic_info::PanicInfo', 'core::panic::PanicInfo']
const ARGUMENTS = 'core::fmt::Arguments'
/** A piece of text, and how deep messages may be nested in messages. */
const LONGEST_PIECE = 1024
const MOST_PIECES = 64
const DEEPEST = 4
const UNTOLD = '…'
const WORD = 8

/** Bytes of guest memory, or a failure that ends the reading. */
interface Reader {
  bytes(address: bigint, length: number): Uint8Array
  u64(address: bigint): bigint
}

class Unreadable extends Error {}

function createReader({ machine }: LoadedMachine): Reader {
  function bytes(address: bigint, length: number): Uint8Array {
    const found = machine.readLinear(linearAddress(BigInt.asUintN(64, address)), length)
    if (found.length < length) throw new Unreadable()
    return found
  }
  return {
    bytes,
    u64: (address) => littleEndianNumber(bytes(address, WORD)),
  }
}

/** Nothing when the image has no types that say where the message is. */
export function panicMessage(loaded: LoadedMachine, info: LinearAddress): string | undefined {
  const { debugInfo } = loaded
  const offset = PANIC_INFO.map((name) => debugInfo.layoutOf(name))
    .find(Boolean)
    ?.members.find(({ name }) => name === 'message')?.offset
  if (offset === undefined) return undefined
  const reader = createReader(loaded)
  try {
    return formatted(loaded, reader, reader.u64(info + BigInt(offset)), 0)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return undefined
  }
}

/** A `core::fmt::Arguments` at an address, in the form that the compiler of the image gave it. */
function formatted(loaded: LoadedMachine, reader: Reader, at: bigint, depth: number): string {
  const members = loaded.debugInfo.layoutOf(ARGUMENTS)?.members ?? []
  const field = (name: string) => members.find((member) => member.name === name)?.offset
  const [template, pieces, args] = [field('template'), field('pieces'), field('args')]
  if (args === undefined || depth > DEEPEST) return UNTOLD
  const argument = argumentReader(loaded, reader, depth)
  if (template !== undefined) {
    const [text, list] = [reader.u64(at + BigInt(template)), reader.u64(at + BigInt(args))]
    return fromTemplate(reader, text, list, argument)
  }
  if (pieces === undefined) return UNTOLD
  return fromPieces(reader, at + BigInt(pieces), at + BigInt(args), argument)
}

type ReadArgument = (list: bigint, index: number) => string

const SIMPLE_TEXT = 1n
const LONG_LITERAL = 0x80
const PLACEHOLDER = 0xc0

/** Literals, each behind its length, and placeholders: `library/core/src/fmt/mod.rs`, "Arguments". */
function fromTemplate(reader: Reader, at: bigint, list: bigint, argument: ReadArgument): string {
  // A text without placeholders has its length in the place of the arguments, doubled and one more.
  if (list & SIMPLE_TEXT) return textAt(reader, at, list >> 1n)
  let text = ''
  let next = 0
  for (let pieces = 0; pieces < MOST_PIECES; pieces++) {
    const [head = 0] = reader.bytes(at, 1)
    at += 1n
    if (head === 0) return text
    if (head < LONG_LITERAL) {
      text += textAt(reader, at, BigInt(head))
      at += BigInt(head)
    } else if (head === LONG_LITERAL) {
      const length = littleEndianNumber(reader.bytes(at, 2))
      text += textAt(reader, at + 2n, length)
      at += 2n + length
    } else if (head >= PLACEHOLDER) {
      const fields = [head & 1 ? 4 : 0, head & 2 ? 2 : 0, head & 4 ? 2 : 0]
      at += BigInt(fields.reduce((sum, size) => sum + size, 0))
      if (head & 8) {
        next = Number(littleEndianNumber(reader.bytes(at, 2)))
        at += 2n
      }
      text += argument(list, next)
      next += 1
    } else return text + UNTOLD
  }
  return text + UNTOLD
}

/** Compilers before Rust 1.93: a slice of pieces with a slice of arguments between them. */
function fromPieces(reader: Reader, pieces: bigint, args: bigint, argument: ReadArgument): string {
  const [list, count] = [reader.u64(pieces), reader.u64(pieces + 8n)]
  const [values, valueCount] = [reader.u64(args), reader.u64(args + 8n)]
  let text = ''
  for (let index = 0; index < MOST_PIECES; index++) {
    const piece = list + 16n * BigInt(index)
    if (BigInt(index) < count) {
      text += textAt(reader, reader.u64(piece), reader.u64(piece + 8n))
    }
    if (BigInt(index) < valueCount) text += argument(values, index)
    else if (BigInt(index) >= count) return text
  }
  return text + UNTOLD
}

const ARGUMENT_SIZE = 16n
/** What a formatting function of the library shows, by its path in the image. */
const INTEGER = /<?(?:core::fmt::num::)?.*?\b([iu](?:8|16|32|64|size))\b.*(?:Display|Debug)/
const STRING = /<str as core::fmt::Display>::fmt/
const NESTED = /<core::fmt::Arguments as core::fmt::Display>::fmt/

/** An argument is a pointer to its value and a function that would print it. */
function argumentReader(loaded: LoadedMachine, reader: Reader, depth: number): ReadArgument {
  return (list, index) => {
    const at = list + ARGUMENT_SIZE * BigInt(index)
    const [value, print] = [reader.u64(at), reader.u64(at + 8n)]
    const path = loaded.debugInfo.symbols.at(print)?.symbol.name ?? ''
    if (NESTED.test(path)) return formatted(loaded, reader, value, depth + 1)
    if (STRING.test(path)) return textAt(reader, reader.u64(value), reader.u64(value + 8n))
    const type = INTEGER.exec(path)?.[1]
    return type ? integerAt(reader, value, type) : UNTOLD
  }
}

function integerAt(reader: Reader, at: bigint, type: string): string {
  const bits = type.endsWith('size') ? 64 : Number(type.slice(1))
  const value = littleEndianNumber(reader.bytes(at, bits / 8))
  return String(type.startsWith('i') ? BigInt.asIntN(bits, value) : value)
}

function textAt(reader: Reader, at: bigint, length: bigint): string {
  if (length === 0n) return ''
  const cut = length > BigInt(LONGEST_PIECE)
  const text = decodeUtf8(reader.bytes(at, cut ? LONGEST_PIECE : Number(length)))
  return cut ? text + UNTOLD : text
}
