/** The architectural exceptions: SDM Vol. 3A, "Exception and Interrupt Reference". */

export const Exception = {
  DE: 0,
  DB: 1,
  BP: 3,
  OF: 4,
  BR: 5,
  UD: 6,
  NM: 7,
  DF: 8,
  TS: 10,
  NP: 11,
  SS: 12,
  GP: 13,
  PF: 14,
  MF: 16,
  AC: 17,
  MC: 18,
  XM: 19,
  VE: 20,
  CP: 21,
} as const

export type ExceptionClass = 'benign' | 'contributory' | 'page-fault' | 'abort'

export interface ExceptionRow {
  readonly vector: number
  readonly mnemonic: string
  readonly name: string
  readonly hasErrorCode: boolean
  /** Its row in the table of SDM Vol. 3A, "Conditions for Generating a Double Fault". */
  readonly class: ExceptionClass
}

const row = (
  vector: number,
  mnemonic: string,
  name: string,
  hasErrorCode = false,
  exceptionClass: ExceptionClass = 'benign',
): ExceptionRow => ({ vector, mnemonic, name, hasErrorCode, class: exceptionClass })

export const EXCEPTIONS: readonly ExceptionRow[] = [
  row(0, '#DE', 'Divide Error', false, 'contributory'),
  row(1, '#DB', 'Debug'),
  row(2, 'NMI', 'Nonmaskable Interrupt'),
  row(3, '#BP', 'Breakpoint'),
  row(4, '#OF', 'Overflow'),
  row(5, '#BR', 'BOUND Range Exceeded'),
  row(6, '#UD', 'Invalid Opcode'),
  row(7, '#NM', 'Device Not Available'),
  row(8, '#DF', 'Double Fault', true, 'abort'),
  row(10, '#TS', 'Invalid TSS', true, 'contributory'),
  row(11, '#NP', 'Segment Not Present', true, 'contributory'),
  row(12, '#SS', 'Stack-Segment Fault', true, 'contributory'),
  row(13, '#GP', 'General Protection', true, 'contributory'),
  row(14, '#PF', 'Page Fault', true, 'page-fault'),
  row(16, '#MF', 'x87 FPU Floating-Point Error'),
  row(17, '#AC', 'Alignment Check', true),
  row(18, '#MC', 'Machine Check', false, 'abort'),
  row(19, '#XM', 'SIMD Floating-Point Exception'),
  row(20, '#VE', 'Virtualization Exception', false, 'page-fault'),
  row(21, '#CP', 'Control Protection', true, 'contributory'),
]

const byVector = new Map(EXCEPTIONS.map((exception) => [exception.vector, exception]))

/** How a vector is written: `#PF` for an exception, `vector 0x20` for anything else. */
export const vectorName = (vector: number): string =>
  byVector.get(vector)?.mnemonic ?? `vector 0x${vector.toString(16)}`

export const exceptionOf = (vector: number): ExceptionRow | undefined => byVector.get(vector)

/** Why the processor raised #PF. Pushed as the error code. SDM Vol. 3A, "Page-Fault Exceptions". */
export const PageFaultErrorCode = {
  P: 1 << 0, //    0: not present      1: present, but the access is not allowed
  WR: 1 << 1, //   0: a read           1: a write
  US: 1 << 2, //   0: supervisor       1: user
  RSVD: 1 << 3, //                     1: a reserved bit was set in some entry
  ID: 1 << 4, //                       1: an instruction fetch
} as const
