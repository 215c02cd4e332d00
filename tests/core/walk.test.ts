/**
 * What a walk finds, sets and reports, entry by entry: small programs against page tables made for each.
 * Expectations from the SDM Vol. 3A: "4-Level Paging", "Access Rights", "Page-Fault Exceptions".
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { PageFaultErrorCode } from '../../src/shared/x86/exceptions'
import { PageEntry } from '../../src/shared/x86/paging'
import { createCoreHarness } from './core-harness'
import { PAGE_TABLES, PML4 } from './supervisor'

const { P: PRESENT, WR, US: BY_USER, RSVD, ID } = PageFaultErrorCode
const { P, RW, US, A, D, PS, G, XD } = PageEntry

/** Indices 3, 2, 1, 1 and an offset: nothing else lies there. */
const ADDRESS = 0x0000_0180_8020_1128n
const TABLES = [PML4, 0x70_0000, 0x70_1000, 0x70_2000] as const
const INDICES = [3, 2, 1, 1] as const
const FRAME = 0x70_3000
const VALUE = 0xdeca_fbad_0ddb_a11n
const LEVELS = ['PML4E', 'PDPTE', 'PDE', 'PTE'] as const

const CODE = 0x10_0000
const REGIONS = [{ start: CODE, size: 0x1000, isWritable: false, isExecutable: true, fill: 'int3' }]
const PROGRAMS = {
  read: [0x48, 0x8b, 0x06, 0xcc], //     mov rax, [rsi]; int3
  write: [0x48, 0x89, 0x06, 0xcc], //    mov [rsi], rax; int3
  execute: [0xff, 0xe6], //              jmp rsi
} as const
type Access = keyof typeof PROGRAMS

const SMEP = 1n << 20n
const SMAP = 1n << 21n
const CR0_WP = 1n << 16n
const EFER_NXE = 1n << 11n
const RFLAGS_AC = 1n << 18n

interface Situation {
  readonly access: Access
  readonly cpl?: 0 | 3
  /** What to change in the entries, which else allow everything to everybody. */
  readonly entries?: Partial<Record<(typeof LEVELS)[number], (entry: bigint) => bigint>>
  /** Bits to set, or to clear, in control registers. */
  readonly cr0?: (value: bigint) => bigint
  readonly cr4?: bigint
  readonly efer?: (value: bigint) => bigint
  readonly rflags?: bigint
  readonly address?: bigint
  /** Whether the program itself lies in a page of the user's. */
  readonly isUserCode?: boolean
}

/** The entry that maps the page is the last one, or the first with PS = 1. */
function run({
  access,
  cpl = 3,
  entries = {},
  cr0,
  cr4 = 0n,
  efer,
  rflags = 0n,
  address = ADDRESS,
  isUserCode = true,
}: Situation) {
  const { core, ram, peek, poke, mapRegions, enter, run: runCore } = createCoreHarness()
  mapRegions(REGIONS)
  ram.set(PROGRAMS[access], CODE)
  if (!isUserCode) poke(PAGE_TABLES + 8 * (CODE >> 12), BigInt(CODE) | P)
  const entryAt = (level: number) => (TABLES[level] ?? 0) + 8 * (INDICES[level] ?? 0)
  LEVELS.forEach((name, level) => {
    const plain = BigInt(TABLES[level + 1] ?? FRAME) | P | RW | US
    poke(entryAt(level), (entries[name] ?? ((entry: bigint) => entry))(plain))
  })
  poke(FRAME + 0x128, access === 'execute' ? 0xccn : VALUE)
  if (cr0) core.setU64(at.CR0, cr0(core.getU64(at.CR0)))
  if (efer) core.setU64(at.EFER, efer(core.getU64(at.EFER)))
  core.setU64(at.CR4, core.getU64(at.CR4) | cr4)
  const registers = Array<bigint>(16).fill(0n)
  registers[0] = VALUE
  registers[4] = 0x60_f000n
  registers[6] = address
  const data = cpl === 0 ? 0x18 : 0x2b
  const selectors = { CS: cpl === 0 ? 0x10 : 0x33, SS: data, DS: data, ES: data }
  enter(64, { registers, rip: BigInt(CODE), rflags, selectors }, cpl)
  runCore(1000)
  const vector = Number((core.getU64(at.RIP) >> 4n) & 0xffn)
  const stack = Number(core.getU64(at.GPR + 8 * 4))
  return {
    /** `mapped` when the program went on to its INT3. */
    result: vector === 3 ? 'mapped' : vector === 14 ? Number(peek(stack)) : `vector ${vector}`,
    rax: core.getU64(at.GPR),
    cr2: core.getU64(at.CR2),
    entries: LEVELS.map((_, level) => peek(entryAt(level))),
    memory: peek(FRAME + 0x128),
    savedRip: vector === 3 ? undefined : peek(stack + 8),
  }
}

const without = (bit: bigint) => (entry: bigint) => entry & ~bit
const withBits = (bits: bigint) => (entry: bigint) => entry | bits

describe('a walk that succeeds', () => {
  it('reads, sets A in all four entries and D in none', () => {
    const { result, rax, entries } = run({ access: 'read' })
    expect(result).toBe('mapped')
    expect(rax).toBe(VALUE)
    expect(entries.map((entry) => entry & (A | D))).toEqual([A, A, A, A])
  })

  it('writes, and sets D in the PTE alone', () => {
    const { memory, entries } = run({ access: 'write' })
    expect(memory).toBe(VALUE)
    expect(entries.map((entry) => entry & (A | D))).toEqual([A, A, A, A | D])
  })

  it('fetches, and sets A but not D', () => {
    const { result, entries } = run({ access: 'execute' })
    expect(result).toBe('mapped')
    expect(entries.map((entry) => entry & (A | D))).toEqual([A, A, A, A])
  })

  it('ends at a PDE with PS = 1: 2 MiB, A and D there', () => {
    const { result, rax, entries } = run({
      access: 'read',
      entries: { PDE: () => 0x60_0000n | P | RW | US | PS },
      address: (ADDRESS & ~0x1f_ffffn) | BigInt(FRAME + 0x128 - 0x60_0000),
    })
    expect([result, rax]).toEqual(['mapped', VALUE])
    expect((entries[2] ?? 0n) & (A | D)).toBe(A)
    expect((entries[3] ?? 0n) & (A | D)).toBe(0n)
  })

  it('ends at a PDPTE with PS = 1: 1 GiB, A and D there', () => {
    const { memory, entries } = run({
      access: 'write',
      entries: { PDPTE: () => P | RW | US | PS | G },
      address: (ADDRESS & ~0x3fff_ffffn) | BigInt(FRAME + 0x128),
    })
    expect(memory).toBe(VALUE)
    expect((entries[1] ?? 0n) & (A | D)).toBe(A | D)
    expect((entries[2] ?? 0n) & (A | D)).toBe(0n)
  })
})

describe.each(LEVELS)('a bit in the %s', (level) => {
  const CASES = [
    { what: 'P = 0', change: without(P), access: 'read', cpl: 3, expected: BY_USER },
    { what: 'P = 0', change: without(P), access: 'write', cpl: 3, expected: WR | BY_USER },
    { what: 'P = 0', change: without(P), access: 'execute', cpl: 3, expected: BY_USER | ID },
    { what: 'P = 0', change: without(P), access: 'read', cpl: 0, expected: 0 },
    {
      what: 'R/W = 0',
      change: without(RW),
      access: 'write',
      cpl: 3,
      expected: PRESENT | WR | BY_USER,
    },
    { what: 'R/W = 0', change: without(RW), access: 'write', cpl: 0, expected: PRESENT | WR },
    { what: 'R/W = 0', change: without(RW), access: 'read', cpl: 3, expected: 'mapped' },
    { what: 'U/S = 0', change: without(US), access: 'read', cpl: 3, expected: PRESENT | BY_USER },
    {
      what: 'U/S = 0',
      change: without(US),
      access: 'write',
      cpl: 3,
      expected: PRESENT | WR | BY_USER,
    },
    {
      what: 'U/S = 0',
      change: without(US),
      access: 'execute',
      cpl: 3,
      expected: PRESENT | BY_USER | ID,
    },
    { what: 'U/S = 0', change: without(US), access: 'write', cpl: 0, expected: 'mapped' },
    {
      what: 'XD = 1',
      change: withBits(XD),
      access: 'execute',
      cpl: 3,
      expected: PRESENT | BY_USER | ID,
    },
    { what: 'XD = 1', change: withBits(XD), access: 'execute', cpl: 0, expected: PRESENT | ID },
    { what: 'XD = 1', change: withBits(XD), access: 'write', cpl: 3, expected: 'mapped' },
    {
      what: 'bit 51 = 1',
      change: withBits(1n << 51n),
      access: 'read',
      cpl: 3,
      expected: PRESENT | BY_USER | RSVD,
    },
    {
      what: 'bit 40 = 1',
      change: withBits(1n << 40n),
      access: 'write',
      cpl: 0,
      expected: PRESENT | WR | RSVD,
    },
    {
      what: 'bits 11:9 and 62:52 = 1',
      change: withBits((7n << 9n) | (0x7ffn << 52n)),
      access: 'write',
      cpl: 3,
      expected: 'mapped',
    },
  ] as const

  it.each(CASES)('$what, $access at CPL $cpl: $expected', ({ change, access, cpl, expected }) => {
    const { result, cr2, savedRip, rax, memory } = run({
      access,
      cpl,
      entries: { [level]: change },
    })
    expect(result).toBe(expected)
    if (expected === 'mapped') return
    expect(cr2).toBe(ADDRESS)
    expect(savedRip).toBe(access === 'execute' ? ADDRESS : BigInt(CODE))
    expect(rax).toBe(VALUE)
    expect(memory).toBe(access === 'execute' ? 0xccn : VALUE)
  })

  it('XD = 1 is reserved while IA32_EFER.NXE = 0', () => {
    const { result } = run({
      access: 'read',
      entries: { [level]: withBits(XD) },
      efer: without(EFER_NXE),
    })
    expect(result).toBe(PRESENT | BY_USER | RSVD)
  })

  it('R/W = 0 does not bind the supervisor while CR0.WP = 0', () => {
    const { result, entries } = run({
      access: 'write',
      cpl: 0,
      entries: { [level]: without(RW) },
      cr0: without(CR0_WP),
    })
    expect(result).toBe('mapped')
    expect((entries[3] ?? 0n) & D).toBe(D)
  })
})

describe('reserved bits of large pages', () => {
  it('PS = 1 in a PML4E', () => {
    expect(run({ access: 'read', entries: { PML4E: withBits(PS) } }).result).toBe(
      PRESENT | BY_USER | RSVD,
    )
  })
  it('bit 13 of a 2-MiB PDE', () => {
    const { result } = run({
      access: 'read',
      entries: { PDE: () => 0x60_2000n | P | RW | US | PS },
    })
    expect(result).toBe(PRESENT | BY_USER | RSVD)
  })
  it('bit 29 of a 1-GiB PDPTE', () => {
    const { result } = run({
      access: 'read',
      entries: { PDPTE: () => 0x2000_0000n | P | RW | US | PS },
    })
    expect(result).toBe(PRESENT | BY_USER | RSVD)
  })
  it('bit 12 of either is the PAT bit and may be set', () => {
    const { result } = run({
      access: 'read',
      entries: { PDE: () => 0x60_1000n | P | RW | US | PS },
    })
    expect(result).toBe('mapped')
  })
})

describe('SMEP and SMAP', () => {
  it('SMEP keeps the supervisor from executing a user page', () => {
    const supervisorCode = { isUserCode: false }
    expect(run({ access: 'execute', cpl: 0, ...supervisorCode }).result).toBe('mapped')
    expect(run({ access: 'execute', cpl: 0, cr4: SMEP, ...supervisorCode }).result).toBe(
      PRESENT | ID,
    )
    expect(
      run({
        access: 'execute',
        cpl: 0,
        cr4: SMEP,
        entries: { PTE: without(US) },
        ...supervisorCode,
      }).result,
    ).toBe('mapped')
    expect(run({ access: 'execute', cpl: 3, cr4: SMEP }).result).toBe('mapped')
  })
  it('SMAP keeps the supervisor from reading a user page, unless RFLAGS.AC = 1', () => {
    expect(run({ access: 'read', cpl: 0, cr4: SMAP }).result).toBe(PRESENT)
    expect(run({ access: 'write', cpl: 0, cr4: SMAP }).result).toBe(PRESENT | WR)
    expect(run({ access: 'read', cpl: 0, cr4: SMAP, rflags: RFLAGS_AC }).result).toBe('mapped')
    expect(run({ access: 'read', cpl: 0, cr4: SMAP, entries: { PTE: without(US) } }).result).toBe(
      'mapped',
    )
    expect(run({ access: 'read', cpl: 3, cr4: SMAP }).result).toBe('mapped')
  })
})

describe('what is no matter of entries', () => {
  it.each([0x0000_8000_0000_0000n, 0x7fff_ffff_ffff_fff8n, 0xffff_7fff_ffff_fff8n])(
    'raises #GP, not #PF, at the address %s, which is not canonical',
    (address) => {
      expect(run({ access: 'read', address }).result).toBe('vector 13')
    },
  )

  it('leaves D alone when the write faults', () => {
    const { entries } = run({ access: 'write', entries: { PDE: without(RW) } })
    expect((entries[3] ?? 0n) & D).toBe(0n)
  })

  it('reads all ones where a table lies beyond RAM, and so finds reserved bits', () => {
    const { result } = run({ access: 'read', entries: { PDPTE: () => 0x4000_0000n | P | RW | US } })
    expect(result).toBe(PRESENT | BY_USER | RSVD)
  })
})
