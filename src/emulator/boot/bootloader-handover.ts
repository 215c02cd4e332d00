/**
 * The processor at the call of `_start`, and what it needs of the bootloader's own memory: the GDT, and a place to return to.
 * SDM Vol. 3A, "Segment Descriptor Tables in IA-32e Mode".
 */
import type { EntryState, Placement } from './boot-plan'

/** Frame numbers of the bootloader and its parts. */
export const BOOTLOADER = {
  pml4: 1,
  pdpt: 2,
  pd: 3,
  pt: 4,
  start: 0x5,
  /** As its build for x86_64-bootloader.json ends; the code's size differs from compiler to compiler. */
  end: 0x15,
  /** Where the kernel's file is loaded. */
  kernel: 0x400,
} as const

/** Behind the code that loads it, at this address in every build. The limit counts padding in. */
const GDT_ADDRESS = 0x80d7
const GDT_LIMIT = 0x1a
const GDT = [0n, 0x0020_9b00_0000_0000n, 0x0000_9200_0000_0000n]

/** A kernel that returns from `_start` comes here and stays: `jmp $`. */
const RETURN_ADDRESS = 0x8200
const STAY = Uint8Array.of(0xeb, 0xfe)

const CR0 = 0x8001_0011n //  PE ET WP PG
const CR4 = 0x20n //         PAE
const IA32_EFER = 0xd00n //  LME LMA NXE

/** Loaded before long mode, with the base and limit of that time. */
const FLAT_DATA = { selector: 0x10, limit: 0xffff_ffff, attributes: 0xc093 } as const
/** As real mode leaves it. */
const REAL_MODE_DATA = { selector: 0, limit: 0xffff, attributes: 0x93 } as const

export function handOver(
  rip: bigint,
  bootInfo: bigint,
  stackTop: bigint,
  stackTopFrame: number,
): { readonly state: EntryState; readonly placements: readonly Placement[] } {
  const gdt = new Uint8Array(GDT.length * 8)
  const gdtView = new DataView(gdt.buffer)
  GDT.forEach((descriptor, index) => gdtView.setBigUint64(8 * index, descriptor, true))
  const returnAddress = new Uint8Array(8)
  new DataView(returnAddress.buffer).setBigUint64(0, BigInt(RETURN_ADDRESS), true)
  return {
    state: {
      rip,
      general: { RDI: bootInfo, RSP: stackTop - 8n },
      cr0: CR0,
      cr3: BigInt(BOOTLOADER.pml4 * 4096),
      cr4: CR4,
      efer: IA32_EFER,
      segments: {
        ES: FLAT_DATA,
        CS: { selector: 0x08, limit: 0, attributes: 0x209b },
        SS: { selector: 0, limit: 0, attributes: 0 },
        DS: FLAT_DATA,
        FS: REAL_MODE_DATA,
        GS: REAL_MODE_DATA,
        LDTR: { selector: 0, limit: 0xffff, attributes: 0x82 },
        TR: { selector: 0, limit: 0xffff, attributes: 0x8b },
      },
      gdtr: { base: BigInt(GDT_ADDRESS), limit: GDT_LIMIT },
      idtr: { base: 0n, limit: 0 },
    },
    placements: [
      { address: GDT_ADDRESS, bytes: gdt, size: gdt.length },
      { address: RETURN_ADDRESS, bytes: STAY, size: STAY.length },
      { address: stackTopFrame * 4096 + 4088, bytes: returnAddress, size: 8 },
    ],
  }
}
