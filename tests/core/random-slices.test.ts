/**
 * Random code, in slices of one instant and in long ones: decoding ahead, chaining blocks and skipping look-ups must never
 * show. Code, data, stack and page tables lie in reach of one another, and a timer interrupts.
 * RINGSIDE_RANDOM_PROGRAMS asks for more programs than a check has time for.
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { createChance } from '../instructions/recorder/chance.mjs'
import {
  CODE,
  createGuest,
  DATA,
  FREE,
  KERNEL_CODE,
  KERNEL_CODE_32,
  KERNEL_DATA,
  P,
  RFLAGS,
  RW,
  US,
  USER_CODE,
  USER_DATA,
  type Guest,
} from './guest'
import { GDT, HANDLERS, IDT, PAGE_DIRECTORY, PAGE_TABLES, PML4, TSS } from './supervisor'

const PROGRAMS = Number(process.env['RINGSIDE_RANDOM_PROGRAMS'] ?? 40)
const END = 1500
const PERIOD = 53
const TIMER_VECTOR = 0x40
const SLICES = [1, 5, 1000]
/** A table of pages whose entries stand in the midst of code: linear 8 to 10 MiB. */
const TABLE_IN_CODE = 0x80_0000

/** First bytes of instructions that matter here: stores, strings, branches, faults, system registers. */
const TELLING = [
  [0x48, 0x89, 0x07], [0x88, 0x06], [0x48, 0x01, 0x03], [0x48, 0xff, 0x06], [0xf3, 0xa4], [0xf3, 0x48, 0xab], [0xaa], [0xa5],
  [0xeb], [0x74], [0x75], [0xe2], [0xe8], [0xc3], [0xff, 0xe6], [0xff, 0xd2], [0x0f, 0x0b], [0xcd, 0x41], [0xfb], [0x9d],
  [0x0f, 0x01, 0x3e], [0x0f, 0x20, 0xd8], [0x0f, 0x22, 0xdd], [0x48, 0x87, 0x06], [0x48, 0x0f, 0xc1, 0x06], [0x8e, 0xd0],
] // prettier-ignore
/** Where every exception leads: on to another place in the code, with registers that point at something. */
const RESUME = HANDLERS + 16 * 0x80
const resumeListing = (cs: number, ss: number) => {
  const [code, stack] = [cs, ss].map((selector) => selector.toString(16).padStart(2, '0'))
  return `
  4c 89 ee                mov rsi, r13
  4c 89 f7                mov rdi, r14
  4c 89 fb                mov rbx, r15
  44 89 d0                mov eax, r10d
  41 81 c2 d3 01 00 00    add r10d, 0x1d3
  41 81 e2 ff 1f 00 00    and r10d, 0x1fff
  49 8d 92 00 00 10 00    lea rdx, [r10+0x100000]
  44 89 d1                mov ecx, r10d
  6a ${stack}             push 0x${ss.toString(16)}
  41 54                   push r12
  68 02 02 00 00          push 0x202
  6a ${code}              push ${cs > 9 ? '0x' : ''}${cs.toString(16)}
  52                      push rdx
  48 cf                   iretq`
}

interface Variant {
  readonly bits: 32 | 64
  readonly cpl: 0 | 3
  readonly cs: number
  readonly ss: number
}
const VARIANTS: readonly Variant[] = [
  { bits: 64, cpl: 0, cs: KERNEL_CODE, ss: KERNEL_DATA },
  { bits: 64, cpl: 3, cs: USER_CODE, ss: USER_DATA },
  { bits: 32, cpl: 0, cs: KERNEL_CODE_32, ss: KERNEL_DATA },
]

function build(guest: Guest, { bits, cpl, cs, ss }: Variant, seed: number) {
  const chance = createChance(`slices ${seed}`)
  const pages = [CODE, CODE + 0x1000, DATA, DATA + 0x1000]
  for (let i = 0; i < 8; i++) guest.map(FREE + 0x1000 * i, chance.pick(pages))
  guest.map(0x1000, chance.pick(pages)) // shares a TLB entry with what lies 4 MiB above
  guest.write(resumeListing(cs, ss), RESUME)
  guest.poke(TSS + 36, BigInt(DATA + 0x7f00)) // IST1
  for (let vector = 0; vector < 32; vector++) {
    const distance = RESUME - (HANDLERS + 16 * vector + 5)
    guest.ram.set([0xe9, distance & 0xff, distance >> 8, 0, 0], HANDLERS + 16 * vector) // jmp RESUME
    guest.changeGate(vector, (gate) => gate | (1n << 32n))
  }
  for (const vector of [TIMER_VECTOR, 0x41]) guest.ram.set([0x48, 0xcf], HANDLERS + 16 * vector)
  const bytes = Array.from({ length: 0x1800 }, () =>
    chance.below(3) ? chance.pick(TELLING) : [chance.below(256)],
  ).flat()
  guest.ram.set(bytes.slice(0, 0x2000), CODE)
  guest.poke(PAGE_DIRECTORY + 8 * (TABLE_IN_CODE >> 21), BigInt(CODE + 0x1000) | P | RW | US)
  for (let i = 0; i < 16; i++)
    guest.poke(CODE + 0x1000 + 8 * chance.below(512), BigInt(chance.pick(pages)) | P | RW | US)
  const addresses = [
    CODE, CODE + 0xff8, CODE + 0x1800, DATA, DATA + 0xffc, FREE, FREE + 0x1ffe, FREE + 0x3000, 0x1000,
    TABLE_IN_CODE + 0x1000 * chance.below(512), PAGE_TABLES + 8 * (FREE >> 12), IDT + 0x400, GDT,
  ] // prettier-ignore
  const registers: Record<string, bigint> = {}
  for (const name of ['rax', 'rdx', 'rbx', 'rsi', 'rdi', 'r13', 'r14', 'r15'])
    registers[name] = BigInt(chance.pick(addresses) + chance.below(3) * chance.below(64))
  registers['rcx'] = BigInt(chance.below(9000))
  registers['rbp'] = BigInt(PML4) // what MOV to CR3 loads
  registers['rsp'] = BigInt(chance.pick([DATA + 0x1f00, DATA + 0x3000, FREE + 0x1f00]))
  registers['r12'] = registers['rsp']
  guest.start({ bits, cpl, rip: BigInt(CODE + chance.below(0x400)), registers, rflags: RFLAGS.IF })
}

function runSliced(variant: Variant, seed: number, slice: number) {
  const guest = createGuest({
    acknowledge() {
      guest.core.setU32(at.INTR, 0)
      return TIMER_VECTOR
    },
  })
  build(guest, variant, seed)
  let deadline = PERIOD
  while (guest.instant() < END) {
    const stop = guest.run(Math.min(slice, deadline - guest.instant(), END - guest.instant()))
    if (stop === at.STOP_SHUTDOWN) break
    if (stop === at.STOP_HALTED) guest.core.setCount(at.INSTANT, Math.min(deadline, END))
    if (guest.instant() !== deadline) continue
    guest.core.setU32(at.INTR, 1)
    deadline += PERIOD
  }
  return { hash: guest.core.hashState(), instant: guest.instant(), rip: guest.rip() }
}

describe.each(VARIANTS)('random $bits-bit code at CPL $cpl', (variant) => {
  it('reaches the same state in slices of 1, 5 and 1000 instants', () => {
    const instants: number[] = []
    for (let seed = 0; seed < PROGRAMS; seed++) {
      const [first, ...others] = SLICES.map((slice) => runSliced(variant, seed, slice))
      for (const other of others) expect(other, `program ${seed}`).toEqual(first)
      instants.push(first?.instant ?? 0)
    }
    // Most programs live to the end: else they would say little.
    expect(instants.filter((instant) => instant >= END).length).toBeGreaterThan(PROGRAMS / 2)
  })
})
