/**
 * The supervisor's structures of the core's tests: page tables in which linear addresses are physical ones, a GDT, an
 * IDT whose 256 handlers halt, a TSS. They lie where no case looks.
 */
import { PageEntry } from '../../src/shared/x86/paging'

export const RAM_BYTES = 8 << 20

// ---- Where the supervisor's structures lie, out of the way of every case ----
export const PML4 = 0x60_0000
export const PDPT = 0x60_1000
export const PAGE_DIRECTORY = 0x60_2000
export const PAGE_TABLES = 0x60_3000
export const GDT = 0x60_8000
export const IDT = 0x60_9000
export const TSS = 0x60_b000
export const HANDLERS = 0x60_d000
export const RSP0 = 0x61_0000
export const HANDLER_BYTES = 16
const HLT = 0xf4

export const KERNEL_CODE = 0x10
export const TSS_SELECTOR = 0x40
/** Descriptors by selector, the user's ones where the recording host's kernel has them. */
const DESCRIPTORS: Readonly<Record<number, bigint>> = {
  [KERNEL_CODE]: 0x00af_9b00_0000_ffffn,
  0x18: 0x00cf_9300_0000_ffffn,
  0x20: 0x00cf_fb00_0000_ffffn, //  user code, 32 bits
  0x28: 0x00cf_f300_0000_ffffn, //  user data
  0x30: 0x00af_fb00_0000_ffffn, //  user code, 64 bits
}
export const USER_CODE_64 = 0xa0fb
export const USER_CODE_32 = 0xc0fb
export const USER_DATA = 0xc0f3
export const DESCRIPTOR_DPL = 0x60
export const BUSY_TSS = 0x008b
/** INT3 and INTO may be executed by the user, INT n of the others may not. */
const USER_GATES = [3, 4]

/** An interrupt gate to 64-bit code. SDM Vol. 3A, "64-Bit Mode IDT". The first half; the second is zero. */
export const interruptGate = (handler: number, dpl = 0, ist = 0) =>
  BigInt(handler & 0xffff) |
  (BigInt(KERNEL_CODE) << 16n) |
  (BigInt(ist) << 32n) |
  (BigInt(0x8e | (dpl << 5)) << 40n) |
  (BigInt(handler >>> 16) << 48n)

export const handlerOf = (vector: number) => HANDLERS + vector * HANDLER_BYTES

/** `poke` writes 64 bits at a physical address; the memory was zero. */
export function buildSystemTables(poke: (address: number, value: bigint) => void) {
  const { P, RW, US } = PageEntry
  poke(PML4, BigInt(PDPT) | P | RW | US)
  poke(PDPT, BigInt(PAGE_DIRECTORY) | P | RW | US)
  for (let table = 0; table < RAM_BYTES >> 21; table++)
    poke(PAGE_DIRECTORY + 8 * table, BigInt(PAGE_TABLES + 0x1000 * table) | P | RW | US)
  for (let page = PML4; page < RSP0; page += 0x1000)
    poke(PAGE_TABLES + 8 * (page >> 12), BigInt(page) | P | RW)
  for (const [selector, descriptor] of Object.entries(DESCRIPTORS))
    poke(GDT + Number(selector), descriptor)
  poke(GDT + TSS_SELECTOR, 0x67n | (BigInt(TSS) << 16n) | (BigInt(BUSY_TSS) << 40n))
  poke(TSS + 4, BigInt(RSP0))
  poke(TSS + 96, 0x68n << 48n) // the I/O permission bit map lies beyond the limit: no port is allowed
  for (let vector = 0; vector < 256; vector++) {
    poke(IDT + 16 * vector, interruptGate(handlerOf(vector), USER_GATES.includes(vector) ? 3 : 0))
    poke(handlerOf(vector), BigInt(HLT))
  }
}
