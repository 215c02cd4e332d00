/** Bits that have names, register by register, as the manual prints them: what `has` and `bits` questions speak of. */
import { PageFaultErrorCode } from '../x86/exceptions'
import { PageEntry } from '../x86/paging'

/** A name for each bit. */
export type FlagSet = Readonly<Record<string, bigint>>

const bit = (n: number) => 1n << BigInt(n)

export type FlagSetName =
  'CR0' | 'CR4' | 'IA32_EFER' | 'RFLAGS' | 'paging-structure entry' | 'page-fault error code'

/** SDM Vol. 3A, "Control Registers", and the chapters that each entry names. */
export const FLAG_SETS: Readonly<Record<FlagSetName, FlagSet>> = {
  CR0: {
    ...{ PE: bit(0), MP: bit(1), EM: bit(2), TS: bit(3), ET: bit(4), NE: bit(5) },
    ...{ WP: bit(16), AM: bit(18), NW: bit(29), CD: bit(30), PG: bit(31) },
  },
  CR4: {
    ...{ VME: bit(0), PVI: bit(1), TSD: bit(2), DE: bit(3), PSE: bit(4), PAE: bit(5), MCE: bit(6) },
    ...{ PGE: bit(7), PCE: bit(8), OSFXSR: bit(9), OSXMMEXCPT: bit(10), UMIP: bit(11) },
    ...{ FSGSBASE: bit(16), PCIDE: bit(17), OSXSAVE: bit(18), SMEP: bit(20), SMAP: bit(21) },
  },
  IA32_EFER: { SCE: bit(0), LME: bit(8), LMA: bit(10), NXE: bit(11) },
  RFLAGS: {
    ...{ CF: bit(0), PF: bit(2), AF: bit(4), ZF: bit(6), SF: bit(7), TF: bit(8), IF: bit(9) },
    ...{ DF: bit(10), OF: bit(11), NT: bit(14), RF: bit(16), AC: bit(18), ID: bit(21) },
  },
  'paging-structure entry': {
    ...{ P: PageEntry.P, RW: PageEntry.RW, US: PageEntry.US, PWT: PageEntry.PWT },
    ...{ PCD: PageEntry.PCD, A: PageEntry.A, D: PageEntry.D, PS: PageEntry.PS, G: PageEntry.G },
    XD: PageEntry.XD,
  },
  'page-fault error code': Object.fromEntries(
    Object.entries(PageFaultErrorCode).map(([name, mask]) => [name, BigInt(mask)]),
  ),
}

/** Registers that `reg` events and expressions name, with the names of their bits where they have any. */
export const REGISTER_FLAGS: Readonly<Record<string, FlagSetName | undefined>> = {
  cr0: 'CR0',
  cr2: undefined,
  cr3: undefined,
  cr4: 'CR4',
  cr8: undefined,
  efer: 'IA32_EFER',
  rflags: 'RFLAGS',
  idtr: undefined,
  gdtr: undefined,
  ldtr: undefined,
  tr: undefined,
  ss: undefined,
}
