/** The prefixes of the instruction that is being decoded. SDM Vol. 2, "Instruction Prefixes". */
import { CS, DS, ES, FS, GS, MODE_64, SS } from './layout'
import { hasCrossed, hasFailed, isTooLong, take8 } from './decode-cursor'
import { mode } from './state'

/** `segmentPrefix` when there is none. */
export const NO_SEGMENT: u32 = 8

export let operandPrefix: bool = false
export let addressPrefix: bool = false
export let lockPrefix: bool = false
/** 0, 0xf2 or 0xf3. */
export let repPrefix: u32 = 0
/** A segment register's number, or NO_SEGMENT. */
export let segmentPrefix: u32 = NO_SEGMENT
export let rex: u32 = 0

/** Reads prefixes up to the opcode, which it returns. REX counts only right before the opcode. */
export function takePrefixes(): u32 {
  operandPrefix = false
  addressPrefix = false
  lockPrefix = false
  repPrefix = 0
  segmentPrefix = NO_SEGMENT
  rex = 0
  const isLong = mode() == MODE_64
  while (true) {
    const byte = take8()
    if (isTooLong || hasCrossed || hasFailed) return 0
    if (isLong && (byte & 0xf0) == 0x40) {
      rex = byte
      continue
    }
    switch (byte) {
      case 0x66:
        operandPrefix = true
        break
      case 0x67:
        addressPrefix = true
        break
      case 0xf0:
        lockPrefix = true
        break
      case 0xf2:
      case 0xf3:
        repPrefix = byte
        break
      // In 64-bit mode these four are ignored, and do not take back an earlier FS or GS.
      case 0x26:
        if (!isLong) segmentPrefix = ES
        break
      case 0x2e:
        if (!isLong) segmentPrefix = CS
        break
      case 0x36:
        if (!isLong) segmentPrefix = SS
        break
      case 0x3e:
        if (!isLong) segmentPrefix = DS
        break
      case 0x64:
        segmentPrefix = FS
        break
      case 0x65:
        segmentPrefix = GS
        break
      default:
        return byte
    }
    rex = 0
  }
}
