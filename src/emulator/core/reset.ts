/** Power-on: SDM Vol. 3A, "Processor State After Reset", as far as protected mode and beyond need it. */
import {
  ARENA_NEXT, BLOCK_ARENA, CONTROL, CR0, CS, DEBUG, DS, ES, FLAG_KIND, FLAGS_EXPLICIT, FS, GS, LDTR, MSR_APIC_BASE,
  MSR_PAT, PENDING_VECTOR, RAM_SIZE, RFLAGS, SS, STATE, STATE_SIZE, TOPICS, TR,
} from './layout'
import { flushCode } from './blocks'
import { enterState } from './code-segment'
import { forgetReached } from './probes'
import { ATTRIBUTE_DB, ATTRIBUTE_G, CR0_ET, CR0_PE, RFLAGS_FIXED, setSegment } from './state'
import { FLUSH_ALL, flushTlb } from './tlb'

const CONTROL_SIZE: u32 = 0x400
const FLAT_CODE: u32 = 0x9b | ATTRIBUTE_DB | ATTRIBUTE_G
const FLAT_DATA: u32 = 0x93 | ATTRIBUTE_DB | ATTRIBUTE_G

/** Leaves flat 32-bit protected mode without paging, as loaders hand over; RAM, chosen topics and probes stay. */
export function reset(): void {
  const ramSize = load<u32>(RAM_SIZE)
  const topics = load<u32>(TOPICS)
  memory.fill(STATE, 0, STATE_SIZE)
  memory.fill(CONTROL, 0, CONTROL_SIZE)
  store<u32>(RAM_SIZE, ramSize)
  store<u32>(ARENA_NEXT, BLOCK_ARENA)
  store<i32>(PENDING_VECTOR, -1)
  store<u64>(RFLAGS, RFLAGS_FIXED)
  store<u8>(FLAG_KIND, FLAGS_EXPLICIT)
  store<u64>(CR0, CR0_PE | CR0_ET)
  store<u64>(DEBUG + 6 * 8, 0xffff_0ff0)
  store<u64>(DEBUG + 7 * 8, 0x400)
  store<u64>(MSR_PAT, 0x0007_0406_0007_0406)
  store<u64>(MSR_APIC_BASE, 0xfee0_0100)
  setSegment(CS, 8, 0, 0xffff_ffff, FLAT_CODE)
  setSegment(SS, 16, 0, 0xffff_ffff, FLAT_DATA)
  setSegment(DS, 16, 0, 0xffff_ffff, FLAT_DATA)
  setSegment(ES, 16, 0, 0xffff_ffff, FLAT_DATA)
  setSegment(FS, 16, 0, 0xffff_ffff, FLAT_DATA)
  setSegment(GS, 16, 0, 0xffff_ffff, FLAT_DATA)
  setSegment(LDTR, 0, 0, 0xffff, 0x82)
  setSegment(TR, 0, 0, 0xffff, 0x8b)
  flushCode()
  flushTlb(FLUSH_ALL)
  enterState()
  store<u32>(TOPICS, topics)
  forgetReached()
}
