/**
 * What the TLB keeps and what drops it. Expectations from the SDM Vol. 3A, "Translation Lookaside Buffers (TLBs)" and
 * "Operations that Invalidate TLBs and Paging-Structure Caches": a translation that was used may be used again until
 * software invalidates it, and ours always is.
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { PageEntry } from '../../src/shared/x86/paging'
import { CODE, createSmallProgram, type SmallProgram } from './small-program'
import { PAGE_TABLES, PML4 } from './supervisor'

const { P, RW, US, A, D, G } = PageEntry
const PAGE = 0x40_0000
const FRAME = 0x50_0000
const OTHER_FRAME = 0x51_0000
const ENTRY = PAGE_TABLES + 8 * (PAGE >> 12)
const PF = 14
const CR4_PGE = 1n << 7n

const READ = [0x48, 0x8b, 0x06] //               mov rax, [rsi]
const WRITE = [0x48, 0x89, 0x1e] //              mov [rsi], rbx
const INVLPG = [0x0f, 0x01, 0x3e] //             invlpg [rsi]
const RELOAD_CR3 = [0x0f, 0x22, 0xda] //         mov cr3, rdx
const WRITE_CR0 = [0x0f, 0x22, 0xc1] //          mov cr0, rcx
const WRITE_CR4 = [0x0f, 0x22, 0xe1] //          mov cr4, rcx

/** Maps PAGE to FRAME and runs `bytes` one instruction at a time, with a change of the tables in between. */
function program(
  bytes: readonly number[],
  entry: bigint,
  rcx = 0n,
  prepare?: (made: SmallProgram) => void,
) {
  const made = createSmallProgram(bytes)
  made.poke(ENTRY, entry)
  made.poke(FRAME, 0x1111n)
  made.poke(OTHER_FRAME, 0x2222n)
  prepare?.(made)
  made.start({ registers: { rsi: BigInt(PAGE), rdx: BigInt(PML4), rbx: 0x3333n, rcx } })
  return made
}
const mapping = (frame: number, bits = 0n) => BigInt(frame) | P | RW | US | bits

describe('a translation that was used', () => {
  it('is used again although the PTE has changed', () => {
    const { run, poke, register } = program([...READ, ...READ], mapping(FRAME))
    run(1)
    poke(ENTRY, mapping(OTHER_FRAME))
    run(1)
    expect(register('rax')).toBe(0x1111n)
  })

  it('is used again although the PTE is no longer present, and A is not set again', () => {
    const { run, poke, peek, register, handledVector } = program([...READ, ...READ], mapping(FRAME))
    run(1)
    poke(ENTRY, 0n)
    run(1)
    expect([register('rax'), handledVector(), peek(ENTRY)]).toEqual([0x1111n, undefined, 0n])
  })

  it('does not count as a write: the first one walks again to set D', () => {
    const { run, peek } = program([...READ, ...WRITE], mapping(FRAME))
    run(1)
    expect(peek(ENTRY) & (A | D)).toBe(A)
    run(1)
    expect(peek(ENTRY) & (A | D)).toBe(A | D)
  })

  it('is not used by an access that it does not allow: the tables are asked again', () => {
    const { run, poke, peek } = program([...READ, ...WRITE], mapping(FRAME) & ~RW)
    run(1)
    poke(ENTRY, mapping(FRAME))
    run(1)
    expect(peek(FRAME)).toBe(0x3333n)
  })

  it('was never made by a walk that faulted', () => {
    const { run, poke, register, handledVector, core } = program(READ, 0n)
    run(1)
    expect([handledVector(), core.getU64(at.CR2)]).toEqual([PF, BigInt(PAGE)])
    poke(ENTRY, mapping(FRAME))
    core.setU64(at.RIP, BigInt(CODE))
    run(1)
    expect(register('rax')).toBe(0x1111n)
  })
})

describe('what invalidates', () => {
  const CASES = [
    { what: 'INVLPG', bytes: INVLPG, rcx: 0n, global: 0n, isDropped: true },
    { what: 'INVLPG, of a global page', bytes: INVLPG, rcx: 0n, global: G, isDropped: true },
    { what: 'MOV to CR3', bytes: RELOAD_CR3, rcx: 0n, global: 0n, isDropped: true },
    {
      what: 'MOV to CR3, of a global page',
      bytes: RELOAD_CR3,
      rcx: 0n,
      global: G,
      isDropped: false,
    },
    {
      what: 'MOV to CR4 that changes PGE, of a global page',
      bytes: WRITE_CR4,
      rcx: 0x20n,
      global: G,
      isDropped: true,
    },
  ]
  it.each(CASES)('$what: dropped = $isDropped', ({ bytes, rcx, global, isDropped }) => {
    const { run, poke, register } = program(
      [...READ, ...bytes, ...READ],
      mapping(FRAME, global),
      rcx,
      ({ core }) => {
        core.setU64(at.CR4, core.getU64(at.CR4) | CR4_PGE)
      },
    )
    run(1)
    poke(ENTRY, mapping(OTHER_FRAME, global))
    run(2)
    expect(register('rax')).toBe(isDropped ? 0x2222n : 0x1111n)
  })

  it('G means nothing while CR4.PGE = 0', () => {
    const { run, poke, register } = program([...READ, ...RELOAD_CR3, ...READ], mapping(FRAME, G))
    run(1)
    poke(ENTRY, mapping(OTHER_FRAME, G))
    run(2)
    expect(register('rax')).toBe(0x2222n)
  })

  it('INVLPG drops its own page alone', () => {
    const READ_NEIGHBOUR = [0x48, 0x8b, 0x86, 0x00, 0x10, 0x00, 0x00] // mov rax, [rsi + 0x1000]
    const { run, poke, register } = program(
      [...READ, ...READ_NEIGHBOUR, ...INVLPG, ...READ_NEIGHBOUR],
      mapping(FRAME),
      0n,
      (made) => {
        made.poke(ENTRY + 8, mapping(FRAME))
      },
    )
    run(2)
    poke(ENTRY + 8, mapping(OTHER_FRAME))
    run(2)
    expect(register('rax')).toBe(0x1111n)
  })

  it('a change of CR0.WP counts at once, without a new walk', () => {
    const CR0 = 0x8000_0033n // WP = 0
    const { run, peek, handledVector } = program(
      [...READ, ...WRITE_CR0, ...WRITE],
      mapping(FRAME) & ~RW,
      CR0,
    )
    run(3)
    expect([handledVector(), peek(FRAME)]).toEqual([undefined, 0x3333n])
  })
})

describe('code that changes', () => {
  it('is seen by the next instruction, even in its own block', () => {
    // mov byte [rip + 0], 0xf4 rewrites the NOP behind it to HLT
    const { run } = program([0xc6, 0x05, 0, 0, 0, 0, 0xf4, 0x90, 0xcc], mapping(FRAME))
    expect(run()).toBe(at.STOP_HALTED)
  })

  it('is seen when it was executed before', () => {
    const { run, register } = program(
      [
        ...[0xe8, 0x0d, 0x00, 0x00, 0x00], //              call 1f
        ...[0xc6, 0x05, 0x07, 0x00, 0x00, 0x00, 0x02], //  mov byte [1f + 1], 2
        ...[0xe8, 0x01, 0x00, 0x00, 0x00], //              call 1f
        ...[0xf4], //                                      hlt
        ...[0xb8, 0x01, 0x00, 0x00, 0x00, 0xc3], //     1: mov eax, 1; ret
      ],
      mapping(FRAME),
    )
    run(2)
    expect(register('rax')).toBe(1n)
    expect(run()).toBe(at.STOP_HALTED)
    expect(register('rax')).toBe(2n)
  })

  it('is seen when it was written through another linear address', () => {
    const { run } = program([0xc6, 0x46, 0x04, 0xf4, 0x90, 0xcc], mapping(CODE)) // mov byte [rsi + 4], 0xf4
    expect(run()).toBe(at.STOP_HALTED)
  })
})
