/**
 * Recognises what the processor pushes when it delivers an interrupt or exception in 64-bit mode.
 * SDM Vol. 3A, "64-Bit Mode Stack Frame".
 *
 * Five words cannot be told from others with certainty; but these have so many bits that must be so
 * that a frame found by chance is not to be expected.
 */
import { littleEndianNumber } from '../../../shared/little-endian'
import { linearAddress } from '../../../shared/units'
import type { ReadMemory } from './values'

export interface InterruptFrame {
  readonly rip: bigint
  readonly rsp: bigint
}

const WORD = 8
const FRAME_SIZE = 5 * WORD

/** RFLAGS bits 1 (always 1); 3, 5, 15 and from 22 on (always 0). */
const RFLAGS_ONES = 0x2n
const RFLAGS_ZEROS = ~0x3f_7fd7n

const RPL = 3n
const TABLE_INDICATOR = 4n
const GREATEST_SELECTOR = 0xffffn

const isCanonical = (address: bigint) => BigInt.asUintN(64, BigInt.asIntN(48, address)) === address

/** The frame whose RIP lies at `address`, if it is one. `isCode` knows the kernel's own code. */
export function readInterruptFrame(
  address: bigint,
  readMemory: ReadMemory,
  isCode: (address: bigint) => boolean,
): InterruptFrame | undefined {
  // The processor aligns RSP to 16 bytes before it pushes five words.
  if (address % 16n !== 8n) return undefined
  const bytes = readMemory(linearAddress(address), FRAME_SIZE)
  if (bytes.length < FRAME_SIZE) return undefined
  const word = (index: number) =>
    littleEndianNumber(bytes.subarray(WORD * index, WORD * (index + 1)))
  const [rip, cs, rflags, rsp, ss] = [word(0), word(1), word(2), word(3), word(4)]

  const isCodeSelector = cs >= 8n && cs <= GREATEST_SELECTOR && (cs & TABLE_INDICATOR) === 0n
  const isFromUser = (cs & RPL) === RPL
  // SS is null where the kernel runs without one.
  const isStackSelector =
    ss <= GREATEST_SELECTOR &&
    (ss === 0n || (ss & RPL) === (cs & RPL)) &&
    !(isFromUser && ss === 0n)
  const isFlags = (rflags & RFLAGS_ONES) !== 0n && (rflags & RFLAGS_ZEROS) === 0n
  const isPlausible = isCodeSelector && isStackSelector && isFlags && isCanonical(rsp) && rsp !== 0n
  return isPlausible && isCanonical(rip) && (isFromUser || isCode(rip)) ? { rip, rsp } : undefined
}
