/**
 * The general registers as a frame of the backtrace knows them: some are lost on the way.
 * System V ABI, AMD64 supplement, "DWARF Register Number Mapping".
 */

/** By DWARF's number, 0 to 15. */
export type FrameRegisters = readonly (bigint | undefined)[]

/** DWARF numbers that unwinding itself needs. */
export const RBP = 6
export const RSP = 7
export const RETURN_ADDRESS = 16

/** The processor's registers in the order of their encoding: RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 to R15. */
export interface StoppedRegisters {
  readonly general: readonly bigint[]
  readonly rip: bigint
}

/** Where each register of DWARF's order stands in the processor's. */
const ENCODING_ORDER = [0, 2, 1, 3, 6, 7, 5, 4, 8, 9, 10, 11, 12, 13, 14, 15]

export const frameRegisters = ({ general }: StoppedRegisters): FrameRegisters =>
  ENCODING_ORDER.map((index) => general[index])

/** The place of a register of DWARF's number in the processor's order; none for those that are no general register. */
export const processorOrder = (number: number): number | undefined => ENCODING_ORDER[number]

/** RBX, RBP, RSP, R12 to R15: what a function gives back as it found it. The others are lost by a call. */
const PRESERVED = new Set([3, 6, 7, 12, 13, 14, 15])

export const afterReturn = (registers: FrameRegisters): (bigint | undefined)[] =>
  registers.map((value, number) => (PRESERVED.has(number) ? value : undefined))
