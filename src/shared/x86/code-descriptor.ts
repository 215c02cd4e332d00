/** A segment descriptor as a code segment sees it. SDM Vol. 3A, "Segment Descriptors" and "Code Segment Descriptors". */

export interface CodeDescriptor {
  /** S: 0 for a system segment, 1 for code or data. */
  readonly s: 0 | 1
  /** Bits 43:40. Bit 3 of it says code. */
  readonly type: number
  readonly dpl: number
  readonly isPresent: boolean
  /** 64-bit code. */
  readonly l: 0 | 1
  /** Default operand size: 0 with L = 1. */
  readonly d: 0 | 1
}

const CODE = 0x8
const CONFORMING = 0x4

export const isCode = ({ s, type }: CodeDescriptor): boolean => s === 1 && (type & CODE) !== 0

/** Runs at the privilege of whoever calls it. */
export const isConforming = (code: CodeDescriptor): boolean =>
  isCode(code) && (code.type & CONFORMING) !== 0

export function decodeCodeDescriptor(value: bigint): CodeDescriptor {
  const bits = (shift: bigint, count: bigint) => Number((value >> shift) & ((1n << count) - 1n))
  const bit = (shift: bigint) => (bits(shift, 1n) === 1 ? 1 : 0)
  return {
    s: bit(44n),
    type: bits(40n, 4n),
    dpl: bits(45n, 2n),
    isPresent: bit(47n) === 1,
    l: bit(53n),
    d: bit(54n),
  }
}
