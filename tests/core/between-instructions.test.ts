/**
 * What may happen between two instructions: single steps, shadows, NMIs, wake-ups.
 * SDM Vol. 3A, "Priority Among Concurrent Events", "Single-Step Exception Condition", "Nonmaskable Interrupt (NMI)".
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { CODE, createGuest, DATA, FREE, KERNEL_DATA, RFLAGS, VECTOR } from './guest'
import { GDT } from './supervisor'

const { TF, IF, RF } = RFLAGS
const STACK_SELECTOR = BigInt(KERNEL_DATA)
const SLICES = [1, 2, 1000]

/** Counts the steps in R8 and remembers the last one's return address in R9. */
const COUNT_STEP = `
  49 ff c0       inc r8
  4c 8b 0c 24    mov r9, [rsp]
  48 cf          iretq`

function stepping(listing: string, registers: Record<string, bigint> = {}, rflags: bigint = TF) {
  const guest = createGuest()
  guest.handle(VECTOR.DB, COUNT_STEP)
  guest.write(listing)
  guest.start({ rflags, registers })
  return guest
}
/** Instructions after whose steps the program stands at `offset`, and how many steps there were. */
function stepTo(guest: ReturnType<typeof stepping>, offset: number, slice: number) {
  for (let i = 0; i < 100 && guest.rip() !== BigInt(CODE + offset); i += slice) guest.run(slice)
  return Number(guest.register('r8'))
}

describe('an interrupt between two stretches of a repeated instruction', () => {
  const INTERRUPT = 0x60
  /** Interrupted after so many instants of 0x3000 bytes in three stretches, and one instruction behind them. */
  const interruptedAfter = (instants: number) => {
    const guest = createGuest({
      acknowledge() {
        guest.core.setU32(at.INTR, 0)
        return INTERRUPT
      },
    })
    guest.write('f3 aa    rep stosb [rdi]\n90    nop')
    guest.start({ rflags: IF, registers: { rcx: 0x3000n, rdi: BigInt(DATA) } })
    guest.run(instants)
    guest.core.setU32(at.INTR, 1)
    guest.run()
    return guest.delivered()
  }

  it('pushes RF = 1 and the instruction’s own address', () => {
    for (const instants of [1, 2]) {
      const pushed = interruptedAfter(instants)
      expect(pushed).toMatchObject({ vector: INTERRUPT, rip: BigInt(CODE) })
      expect((pushed?.rflags ?? 0n) & RF).toBe(RF)
    }
  })

  it('and one before the first or after the last pushes RF = 0', () => {
    for (const instants of [0, 3]) expect((interruptedAfter(instants)?.rflags ?? 0n) & RF).toBe(0n)
  })
})

describe('RFLAGS.TF', () => {
  it.each(SLICES)('traps after each instruction, and not in the handler: slices of %i', (slice) => {
    const guest = stepping(`
      ff c3    inc ebx
      ff c3    inc ebx
      ff c3    inc ebx
      f4       hlt`)
    // Each step is the instruction, the delivery and three of the handler.
    for (let i = 0; i < 20; i++) guest.run(Math.min(slice, 20 - guest.instant()))
    expect([guest.register('rbx'), guest.register('r8')]).toEqual([3n, 4n])
    expect(guest.core.getU64(at.DEBUG + 8 * 6) & (1n << 14n)).not.toBe(0n)
  })

  it('set by POPF traps after the next instruction, cleared by POPF after POPF itself', () => {
    const guest = stepping(
      `
      9d       popfq
      ff c3    inc ebx
      9d       popfq
      ff c3    inc ebx
      ff c3    inc ebx
      90       nop`,
      { rsp: BigInt(DATA + 0x3ff0) },
      0n,
    )
    guest.poke(DATA + 0x3ff0, TF)
    guest.poke(DATA + 0x3ff8, 0n)
    expect(stepTo(guest, 8, 1)).toBe(2)
    expect(guest.register('r9')).toBe(BigInt(CODE + 4))
  })

  it('pushes RF = 0 for the trap, and RF = 1 for a fault of the same instruction', () => {
    const trap = createGuest()
    trap.write('90    nop')
    trap.start({ rflags: TF })
    trap.run()
    expect(trap.delivered()).toMatchObject({ vector: VECTOR.DB, rip: BigInt(CODE + 1) })
    expect((trap.delivered()?.rflags ?? 0n) & (RF | TF)).toBe(TF)
    const fault = createGuest()
    fault.write('0f 0b    ud2')
    fault.start({ rflags: TF })
    fault.run()
    expect(fault.delivered()).toMatchObject({ vector: VECTOR.UD, rip: BigInt(CODE) })
    expect((fault.delivered()?.rflags ?? 0n) & (RF | TF)).toBe(TF | RF)
    expect(fault.core.getU64(at.RFLAGS) & TF).toBe(0n)
  })

  it('does not trap after INT3, whose delivery clears it', () => {
    const guest = createGuest()
    guest.write('cc    int3')
    guest.start({ rflags: TF })
    guest.run()
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.BP, rip: BigInt(CODE + 1) })
  })

  it('wakes the processor from HLT, even with IF = 0', () => {
    const guest = stepping(`
      f4       hlt
      ff c3    inc ebx
      90       nop`)
    expect(stepTo(guest, 3, 1)).toBe(1)
    expect(guest.register('r9')).toBe(BigInt(CODE + 1))
    expect(guest.register('rbx')).toBe(1n)
  })

  it.each([
    { what: 'MOV SS', bytes: '8e d0    mov ss, ax', bits: 64 as const, held: true },
    { what: 'POP SS', bytes: '17    pop ss', bits: 32 as const, held: true },
    { what: 'LSS', bytes: '0f b2 26    lss esp, [rsi]', bits: 64 as const, held: false },
  ])('after $what: held back one instruction = $held', ({ bytes, bits, held }) => {
    const guest = createGuest()
    const length = bytes.split('    ')[0]?.split(' ').length ?? 0
    guest.write(`${bytes}\n90    nop`, CODE, bits)
    guest.poke(DATA, BigInt(DATA + 0x800) | (STACK_SELECTOR << 32n))
    guest.poke(DATA + 0x800, STACK_SELECTOR)
    guest.start({
      bits,
      rflags: TF,
      registers: { rax: STACK_SELECTOR, rsi: BigInt(DATA), rsp: BigInt(DATA + 0x800) },
    })
    guest.run()
    expect(guest.delivered()).toMatchObject({
      vector: VECTOR.DB,
      rip: BigInt(CODE + length + (held ? 1 : 0)),
    })
  })
})

describe('an interrupt request', () => {
  it.each(SLICES)(
    'is served at the instant at which it came, not sooner: slices of %i',
    (slice) => {
      const guest = createGuest({ acknowledge: () => 0x40 })
      guest.write('ff c3    inc ebx\neb fc    jmp 0x100000')
      guest.start({ rflags: IF })
      const DEADLINE = 11
      while (guest.instant() < DEADLINE) guest.run(Math.min(slice, DEADLINE - guest.instant()))
      guest.core.setU32(at.INTR, 1)
      guest.run(1)
      expect(guest.instant()).toBe(DEADLINE + 1)
      expect(guest.register('rbx')).toBe(6n)
      expect(guest.delivered()).toMatchObject({ vector: 0x40, rip: BigInt(CODE + 2) })
    },
  )

  it('raised by a port access is served after that very instruction', () => {
    const guest = createGuest({
      portOut: () => guest.core.setU32(at.INTR, 1),
      acknowledge: () => 0x40,
    })
    guest.write('ff c3    inc ebx\ne6 80    out 0x80, al\nff c3    inc ebx')
    guest.start({ rflags: IF })
    guest.run()
    expect(guest.delivered()).toMatchObject({ vector: 0x40, rip: BigInt(CODE + 4) })
  })

  it('goes before nothing that the instruction itself raised', () => {
    const guest = createGuest({ acknowledge: () => 0x40 })
    guest.write('0f 0b    ud2')
    guest.start({ rflags: 0n })
    guest.core.setU32(at.INTR, 1)
    guest.run(1)
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.UD })
  })
})

describe('an NMI', () => {
  it('is taken with IF = 0, and blocks the next until IRET', () => {
    const guest = createGuest()
    guest.write('90    nop\n90    nop\n90    nop')
    guest.handle(VECTOR.NMI, 'ff c3    inc ebx\n90    nop\n48 cf    iretq')
    guest.start()
    guest.core.setU32(at.NMI, at.NMI_PENDING)
    guest.run(2) // delivered, inc ebx
    guest.core.setU32(at.NMI, guest.core.getU32(at.NMI) | at.NMI_PENDING)
    guest.run(1)
    expect(guest.register('rbx')).toBe(1n)
    guest.run(3) // iretq, delivered, inc ebx
    expect(guest.register('rbx')).toBe(2n)
  })

  it('wakes the processor from HLT', () => {
    const guest = createGuest()
    guest.write('f4    hlt')
    guest.start()
    expect(guest.run()).toBe(at.STOP_HALTED)
    guest.core.setU32(at.NMI, at.NMI_PENDING)
    guest.run()
    expect(guest.delivered()).toMatchObject({ vector: VECTOR.NMI, rip: BigInt(CODE + 1) })
  })
})

describe('a return that faults', () => {
  it('has loaded nothing: SS stays although CS’s descriptor could not be marked accessed', () => {
    const guest = createGuest()
    const [CODE_SELECTOR, STACK_LIKE] = [0x50, 0x58]
    guest.poke(GDT + CODE_SELECTOR, 0x00af_9a00_0000_ffffn) // not yet accessed
    guest.poke(GDT + STACK_LIKE, 0x00cf_9300_0000_ffffn)
    guest.core.setU32(at.GDTR_LIMIT, STACK_LIKE + 7)
    guest.poke(guest.pteOf(GDT), guest.peek(guest.pteOf(GDT)) & ~2n)
    guest.write('48 cf    iretq')
    const frame = [CODE, CODE_SELECTOR, 2, DATA + 0x1000, STACK_LIKE]
    frame.forEach((value, i) => guest.poke(DATA + 0x100 + 8 * i, BigInt(value)))
    guest.start({ registers: { rsp: BigInt(DATA + 0x100) } })
    guest.run()
    expect(guest.delivered()).toMatchObject({
      vector: VECTOR.PF,
      errorCode: 3,
      ss: KERNEL_DATA,
      rsp: BigInt(DATA + 0x100),
      rip: BigInt(CODE),
      cr2: BigInt(GDT + CODE_SELECTOR + 5),
    })
  })

  it('leaves the base of FS alone on the way to CPL 3, the selector of an inner segment not', () => {
    const guest = createGuest()
    guest.write('48 cf    iretq')
    const frame = [FREE, 0x33, 2, DATA + 0x1000, 0x2b]
    frame.forEach((value, i) => guest.poke(DATA + 8 * i, BigInt(value)))
    guest.start({ registers: { rsp: BigInt(DATA) } })
    const base = (index: number) => at.SEGMENTS + index * at.SEGMENT_SIZE + at.SEGMENT_BASE
    guest.core.setU64(base(at.FS), 0x7fff_1234_5678n)
    guest.run(1)
    expect(guest.core.getU32(at.CPL)).toBe(3)
    expect(guest.core.getU64(base(at.FS))).toBe(0x7fff_1234_5678n)
    const selectorOf = (index: number) => guest.core.getU32(base(index) + at.SEGMENT_SELECTOR)
    expect([selectorOf(at.DS) & 0xffff, selectorOf(at.ES) & 0xffff]).toEqual([0, 0])
  })
})
