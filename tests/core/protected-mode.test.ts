/**
 * 32-bit protected mode without paging, as a loader hands over: segments in full, gates with and without a stack switch.
 * SDM Vol. 3A, "Protection" and "Exception and Interrupt Handling in Protected Mode".
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import {
  CODE,
  createGuest,
  DATA,
  KERNEL_CODE_32,
  KERNEL_DATA,
  RFLAGS,
  STACK,
  USER_CODE_32,
  USER_DATA,
  VECTOR,
  type Guest,
  type Start,
} from './guest'
import { GDT, handlerOf } from './supervisor'

const IDT_32 = DATA + 0x4000
const TSS_32 = DATA + 0x5000
const INNER_STACK = DATA + 0x7000
const SOFTWARE = 0x50
const INTERRUPT_GATE = 0x8e
const TRAP_GATE = 0x8f
const INTERRUPT_GATE_16 = 0x86

const gate = (vector: number, attributes: number, selector = KERNEL_CODE_32) =>
  BigInt(handlerOf(vector) & 0xffff) |
  (BigInt(selector) << 16n) |
  (BigInt(attributes) << 40n) |
  (BigInt(handlerOf(vector) >>> 16) << 48n)

function prepare(listing: string) {
  const guest = createGuest({ acknowledge: () => 0x60 })
  const { core, poke } = guest
  for (let vector = 0; vector < 256; vector++)
    poke(IDT_32 + 8 * vector, gate(vector, INTERRUPT_GATE | (vector === SOFTWARE ? 0x60 : 0)))
  poke(TSS_32 + 4, BigInt(INNER_STACK))
  poke(TSS_32 + 8, BigInt(KERNEL_DATA))
  core.setU64(at.CR0, 0x11n)
  core.setU64(at.CR4, 0n)
  core.setU64(at.EFER, 0n)
  core.setU64(at.IDTR_BASE, BigInt(IDT_32))
  core.setU32(at.IDTR_LIMIT, 0x7ff)
  core.setU64(at.SEGMENTS + at.TR * at.SEGMENT_SIZE, BigInt(TSS_32))
  guest.write(listing, CODE, 32)
  return guest
}

/** Doublewords from ESP up, and the vector whose handler was reached. */
function frame(guest: Guest, count: number) {
  const top = Number(guest.register('rsp'))
  return Array.from({ length: count }, (_, i) => Number(guest.peek(top + 4 * i) & 0xffff_ffffn))
}
const vectorOf = (guest: Guest) => (Number(guest.rip()) - handlerOf(0)) >> 4

function run(listing: string, start: Start = {}, bend?: (guest: Guest) => void) {
  const guest = prepare(listing)
  guest.start({ bits: 32, ...start })
  bend?.(guest)
  guest.run()
  return guest
}
const setLimit = (guest: Guest, segment: number, limit: number) =>
  guest.core.setU32(at.SEGMENTS + segment * at.SEGMENT_SIZE + at.SEGMENT_LIMIT, limit)
const setAttributes = (guest: Guest, segment: number, attributes: number) =>
  guest.core.setU32(at.SEGMENTS + segment * at.SEGMENT_SIZE + at.SEGMENT_ATTRIBUTES, attributes)

describe('a 32-bit gate', () => {
  it('within CPL 0 pushes EFLAGS, CS, EIP and the error code, and no stack pointer', () => {
    const guest = run('8e d8    mov ds, ax', { registers: { rax: 0x78n } })
    expect(vectorOf(guest)).toBe(VECTOR.GP)
    expect(guest.register('rsp')).toBe(BigInt(STACK - 16))
    expect(frame(guest, 4)).toEqual([0x78, CODE, KERNEL_CODE_32, Number(RFLAGS.RF | 2n)])
  })

  it('from CPL 3 switches to SS0:ESP0 and pushes the old stack first', () => {
    const guest = run('cd 50    int 0x50', { cpl: 3, rflags: RFLAGS.IF })
    expect(vectorOf(guest)).toBe(SOFTWARE)
    expect(guest.register('rsp')).toBe(BigInt(INNER_STACK - 20))
    const flags = Number(RFLAGS.IF | 2n)
    expect(frame(guest, 5)).toEqual([CODE + 2, USER_CODE_32, flags, STACK, USER_DATA])
    const selector = guest.core.getU32(at.SEGMENTS + at.SS * at.SEGMENT_SIZE + at.SEGMENT_SELECTOR)
    expect(selector & 0xffff).toBe(KERNEL_DATA)
  })

  it('comes back by IRET to where it was, stack and flags included', () => {
    const guest = prepare('cd 50    int 0x50\n43    inc ebx')
    guest.ram.set([0xcf], handlerOf(SOFTWARE)) // iretd
    guest.start({ bits: 32, cpl: 3, rflags: RFLAGS.IF })
    guest.run(3)
    expect(guest.register('rbx')).toBe(1n)
    expect(guest.register('rsp')).toBe(BigInt(STACK))
    expect(guest.core.getU32(at.CPL)).toBe(3)
    expect(guest.core.getU64(at.RFLAGS) & RFLAGS.IF).toBe(RFLAGS.IF)
  })

  it.each([
    ['an interrupt gate clears IF', INTERRUPT_GATE, 0n],
    ['a trap gate keeps it', TRAP_GATE, RFLAGS.IF],
  ])('%s', (_, attributes, expected) => {
    const guest = run('0f 0b    ud2', { rflags: RFLAGS.IF }, ({ poke }) =>
      poke(IDT_32 + 8 * VECTOR.UD, gate(VECTOR.UD, attributes)),
    )
    expect(guest.core.getU64(at.RFLAGS) & RFLAGS.IF).toBe(expected)
  })

  it('of 16 bits pushes words', () => {
    const guest = run('0f 0b    ud2', {}, ({ poke }) =>
      poke(IDT_32 + 8 * VECTOR.UD, gate(VECTOR.UD, INTERRUPT_GATE_16) & 0xffff_ffff_ffffn),
    )
    expect(guest.register('rsp')).toBe(BigInt(STACK - 6))
    expect(guest.peek(STACK - 6) & 0xffff_ffff_ffffn).toBe(
      BigInt(CODE & 0xffff) | (BigInt(KERNEL_CODE_32) << 16n) | (2n << 32n),
    )
  })

  it.each([
    { what: 'SS0 is null', value: 0n, vector: VECTOR.TS, error: 0 },
    { what: 'SS0 has another RPL', value: 0x1bn, vector: VECTOR.TS, error: KERNEL_DATA },
    { what: 'SS0 names code', value: 8n, vector: VECTOR.TS, error: 8 },
    { what: 'SS0 is not present', value: 0x50n, vector: VECTOR.SS, error: 0x50 },
    { what: 'SS0 lies beyond the GDT', value: 0x1f0n, vector: VECTOR.TS, error: 0x1f0 },
  ])('$what: an error of its own, met again on the way to it', ({ value, vector, error }) => {
    const guest = run('cd 50    int 0x50', { cpl: 3 }, ({ poke, core }) => {
      poke(TSS_32 + 8, value)
      poke(GDT + 0x50, 0x00cf_1300_0000_ffffn)
      core.setU32(at.GDTR_LIMIT, 0x57)
    })
    expect(guest.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_SHUTDOWN)
    expect(guest.chain().slice(0, 2)).toMatchObject([
      { vector: SOFTWARE, isDuringDelivery: false },
      { vector, errorCode: error, isDuringDelivery: true },
    ])
  })

  it('whose frame does not fit the stack’s segment raises #SS', () => {
    const guest = run('0f 0b    ud2', { registers: { rsp: 8n } }, (made) =>
      setLimit(made, at.SS, 0xffff),
    )
    expect(guest.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_SHUTDOWN)
    expect(guest.chain().map(({ vector }) => vector)).toEqual([6, 12, 12, 8, 12])
  })

  it('whose handler lies beyond the code segment raises #GP(0), EXT set', () => {
    const guest = run('0f 0b    ud2', {}, ({ poke, core }) => {
      poke(GDT + 0x50, 0x0040_9b00_0000_0fffn)
      core.setU32(at.GDTR_LIMIT, 0x57)
      poke(IDT_32 + 8 * VECTOR.UD, gate(VECTOR.UD, INTERRUPT_GATE, 0x50))
    })
    expect(vectorOf(guest)).toBe(VECTOR.GP)
    expect(frame(guest, 2)).toEqual([1, CODE])
  })

  it('is used for INT n only as far as its DPL allows', () => {
    const guest = run('cd 51    int 0x51', { cpl: 3 })
    expect(vectorOf(guest)).toBe(VECTOR.GP)
    expect(frame(guest, 2)).toEqual([(0x51 << 3) | 2, CODE])
  })
})

describe('an operand in a segment', () => {
  const ADDRESS = DATA
  const READ_ONLY = 0xc091
  const EXPAND_DOWN = 0xc097
  const CODE_NOT_READABLE = 0xc099
  const READ = '8b 06    mov eax, [esi]'
  const WRITE = '89 06    mov [esi], eax'
  const CHANGE = '01 06    add [esi], eax'
  const READ_BYTE = '8a 06    mov al, [esi]'
  const READ_WORD = '0f b7 06    movzx eax, word ptr [esi]'
  const FILL = 'f3 aa    rep stosb [edi]'

  it.each([
    { what: 'ends at the limit', listing: READ, limit: ADDRESS + 3, faults: false },
    { what: 'passes it by one byte', listing: READ, limit: ADDRESS + 2, faults: true },
    { what: 'is a byte at it', listing: READ_BYTE, limit: ADDRESS, faults: false },
    { what: 'is a byte behind it', listing: READ_BYTE, limit: ADDRESS - 1, faults: true },
    { what: 'is a word that passes it', listing: READ_WORD, limit: ADDRESS, faults: true },
    { what: 'is read from read-only data', listing: READ, attributes: READ_ONLY, faults: false },
    { what: 'is written there', listing: WRITE, attributes: READ_ONLY, faults: true },
    { what: 'is changed there', listing: CHANGE, attributes: READ_ONLY, faults: true },
    { what: 'is read from bare code', listing: READ, attributes: CODE_NOT_READABLE, faults: true },
    { what: 'is in a null segment', listing: READ, attributes: 0, faults: true },
    {
      what: 'lies above the limit of an expand-down segment',
      listing: READ,
      attributes: EXPAND_DOWN,
      limit: ADDRESS - 1,
      faults: false,
    },
    {
      what: 'begins at it',
      listing: READ,
      attributes: EXPAND_DOWN,
      limit: ADDRESS,
      faults: true,
    },
  ])('$what: #GP(0) = $faults', ({ listing, limit = 0xffff_ffff, attributes, faults }) => {
    const guest = run(listing, { registers: { rsi: BigInt(ADDRESS) } }, (made) => {
      setLimit(made, at.DS, limit)
      if (attributes !== undefined) setAttributes(made, at.DS, attributes)
    })
    if (faults) expect([vectorOf(guest), ...frame(guest, 2)]).toEqual([VECTOR.GP, 0, CODE])
    else expect(guest.rip()).toBeGreaterThan(BigInt(CODE))
  })

  it('is never written through CS, but compared', () => {
    const start = { registers: { rsi: BigInt(ADDRESS) } }
    expect(vectorOf(run('2e 89 06    mov cs:[esi], eax', start))).toBe(VECTOR.GP)
    const compared = run('2e 39 06    cmp cs:[esi], eax\nf4    hlt', start)
    expect(compared.rip()).toBe(BigInt(CODE + 4))
  })

  it('through SS raises #SS(0)', () => {
    const guest = run('36 8b 06    mov eax, ss:[esi]', { registers: { rsi: 0xffff_fffdn } })
    expect([vectorOf(guest), ...frame(guest, 2)]).toEqual([VECTOR.SS, 0, CODE])
  })

  it('of a repeated store ends at the limit, with the elements before it stored', () => {
    const guest = run(FILL, { registers: { rdi: BigInt(DATA), rcx: 16n, rax: 0xeen } }, (made) =>
      setLimit(made, at.ES, DATA + 9),
    )
    expect(vectorOf(guest)).toBe(VECTOR.GP)
    expect([guest.register('rcx'), guest.register('rdi')]).toEqual([6n, BigInt(DATA + 10)])
    expect(guest.ram[DATA + 9]).toBe(0xee)
  })
})

describe('a near branch', () => {
  it.each([
    { listing: 'ff e0    jmp eax', target: 0x20_0000 },
    { listing: 'ff d0    call eax', target: 0x20_0000 },
  ])('$listing beyond the limit of CS raises #GP(0) itself', ({ listing, target }) => {
    const guest = run(listing, { registers: { rax: BigInt(target) } }, (made) =>
      setLimit(made, at.CS, target - 1),
    )
    expect([vectorOf(guest), ...frame(guest, 2)]).toEqual([VECTOR.GP, 0, CODE])
  })
})
