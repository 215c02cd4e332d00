/**
 * Programs as listings: each line has its bytes, then its assembly text. The text is for the reader, and iced-x86
 * decodes the bytes to see that it is true.
 */
import { Decoder, DecoderOptions, Formatter, FormatterSyntax } from 'iced-x86'

export type Bits = 16 | 32 | 64

const formatter = new Formatter(FormatterSyntax.Intel)
formatter.hexPrefix = '0x'
formatter.hexSuffix = ''
formatter.uppercaseHex = false
formatter.leadingZeros = false
formatter.branchLeadingZeros = false
formatter.showBranchSize = false
formatter.spaceAfterOperandSeparator = true

function disassemble(bytes: Uint8Array, address: number, bits: Bits): string {
  const decoder = new Decoder(bits, bytes, DecoderOptions.None)
  decoder.ip = BigInt(address)
  const instruction = decoder.decode()
  const text =
    instruction.isInvalid || instruction.length !== bytes.length
      ? '(bad)'
      : formatter.format(instruction)
  instruction.free()
  decoder.free()
  return text
}

/** The bytes of a listing for code at `address`. Throws where a line's text is not what its bytes say. */
export function assemble(listing: string, address: number, bits: Bits = 64): Uint8Array {
  const lines = listing
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const code: number[] = []
  for (const line of lines) {
    const [, pairs = '', text = ''] = /^((?:[0-9a-f]{2} ?)+) +(.+)$/.exec(line) ?? []
    const bytes = Uint8Array.from(pairs.trim().split(' '), (pair) => parseInt(pair, 16))
    const found = disassemble(bytes, address + code.length, bits)
    if (!pairs || found !== text) throw new Error(`the listing says “${line}”, the bytes ${found}`)
    code.push(...bytes)
  }
  return Uint8Array.from(code)
}
