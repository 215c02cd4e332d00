/**
 * Turns machine code into Intel syntax, with symbols for the addresses that have one.
 * The decoding is iced-x86's; this file knows how Ringside writes it.
 */
import { Decoder, DecoderOptions, Formatter, FormatterSyntax, type Instruction } from 'iced-x86'
import { formatShortHex } from '../../shared/format'
import { linearAddress, type LinearAddress } from '../../shared/units'

export interface DisassembledInstruction {
  readonly address: LinearAddress
  readonly bytes: Uint8Array
  readonly text: string
  readonly isInvalid: boolean
}

export interface Disassembler {
  /** Up to `limit` instructions from the bytes' beginning. `bits` is the processor's mode. */
  disassemble(
    bytes: Uint8Array,
    address: LinearAddress,
    bits: 16 | 32 | 64,
    limit: number,
  ): DisassembledInstruction[]
  /** The instruction's form as the manual names it: `PADDB xmm, xmm/m128`; nothing for bytes that are none. */
  nameOf(bytes: Uint8Array, bits: 16 | 32 | 64): string | undefined
}

function createFormatter(): Formatter {
  const formatter = new Formatter(FormatterSyntax.Intel)
  formatter.hexPrefix = '0x'
  formatter.hexSuffix = ''
  formatter.uppercaseHex = false
  formatter.spaceAfterOperandSeparator = true
  formatter.leadingZeros = false
  formatter.branchLeadingZeros = false
  formatter.showBranchSize = false
  return formatter
}

/** `nameOf` gives `symbol` or `symbol+0x12` for an address, where there is one. */
export function createDisassembler(nameOf: (address: bigint) => string | undefined): Disassembler {
  // It lives in iced-x86's own memory, so there is none before the first instruction is written.
  let known: Formatter | undefined
  const formatter = () => (known ??= createFormatter())

  /** Branch targets and RIP-relative operands by name, where the address has one. */
  function withSymbols(text: string): string {
    return text.replace(/0x[0-9a-f]{5,16}/g, (hex) => nameOf(BigInt(hex)) ?? hex)
  }

  function describe(
    instruction: Instruction,
    bytes: Uint8Array,
    start: LinearAddress,
  ): DisassembledInstruction {
    const address = linearAddress(instruction.ip)
    const offset = Number(BigInt.asUintN(64, address - start))
    return {
      address,
      bytes: bytes.slice(offset, offset + instruction.length),
      text: instruction.isInvalid ? '(bad)' : withSymbols(formatter().format(instruction)),
      isInvalid: instruction.isInvalid,
    }
  }

  return {
    disassemble(bytes, address, bits, limit) {
      const decoder = new Decoder(bits, bytes, DecoderOptions.None)
      decoder.ip = address
      const instructions: DisassembledInstruction[] = []
      while (decoder.canDecode && instructions.length < limit) {
        const instruction = decoder.decode()
        instructions.push(describe(instruction, bytes, address))
        instruction.free()
      }
      decoder.free()
      return instructions
    },

    nameOf(bytes, bits) {
      const decoder = new Decoder(bits, bytes, DecoderOptions.None)
      const instruction = decoder.decode()
      const info = instruction.opCode
      const name = instruction.isInvalid ? undefined : info.instructionString
      info.free()
      instruction.free()
      decoder.free()
      return name
    },
  }
}

/** How an address is written relative to a symbol: `main`, `main+0x12`. */
export const symbolWithOffset = (name: string, offset: bigint): string =>
  offset === 0n ? name : `${name}+${formatShortHex(offset)}`
