/**
 * However a run is cut into slices, and whoever listens, the same instant finds the same state: one instruction at a
 * time nothing is ever decoded ahead, so that this also holds the block cache to what an instruction at a time would do.
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { CODE, createGuest, DATA, FREE, P, RW, US, VECTOR, type Guest } from './guest'
import { PAGE_DIRECTORY } from './supervisor'

const SLICES = [1, 7, 1000, 1_000_000]
const TIMER_VECTOR = 0x40
const RETURN = '48 cf    iretq'
/** Skips a faulting instruction of two bytes. */
const SKIP_TWO = `
  48 83 04 24 02     add qword ptr [rsp], 2
  48 cf              iretq`
const SKIP_THREE_AND_ERROR_CODE = `
  48 83 44 24 08 03  add qword ptr [rsp+8], 3
  48 83 c4 08        add rsp, 8
  48 cf              iretq`
const EVERYTHING = at.TOPIC_PAGE_WALK | at.TOPIC_EXCEPTION | at.TOPIC_INTERRUPT | at.TOPIC_CONTROL

interface Program {
  readonly what: string
  readonly end: number
  /** Instants between two interrupts; none without. */
  readonly period?: number
  readonly build: (guest: Guest) => void
}

const PROGRAMS: readonly Program[] = [
  {
    what: 'faults, software interrupts and a timer',
    end: 4000,
    period: 97,
    build(guest) {
      guest.write(`
        fb            sti
        48 8b 06      mov rax, [rsi]
        83 c3 07      add ebx, 7
        0f 0b         ud2
        31 d8         xor eax, ebx
        48 89 1f      mov [rdi], rbx
        cd 41         int 0x41
        eb ef         jmp 0x100001`)
      guest.handle(VECTOR.UD, SKIP_TWO)
      guest.handle(VECTOR.PF, SKIP_THREE_AND_ERROR_CODE)
      guest.handle(0x41, RETURN)
      guest.handle(TIMER_VECTOR, `49 ff c1    inc r9\n${RETURN}`)
      guest.start({ registers: { rsi: BigInt(FREE), rdi: BigInt(DATA) } })
    },
  },
  {
    what: 'sleep until the timer',
    end: 4000,
    period: 101,
    build(guest) {
      guest.write(`
        fb       sti
        f4       hlt
        ff c3    inc ebx
        eb fa    jmp 0x100000`)
      guest.handle(TIMER_VECTOR, RETURN)
      guest.start()
    },
  },
  {
    what: 'an instruction that rewrites the next but one in its block',
    end: 5000,
    build(guest) {
      guest.write(`
        fe 05 03 00 00 00  inc byte ptr [0x100009]
        90                 nop
        b8 10 00 00 00     mov eax, 0x10
        01 c3              add ebx, eax
        eb f0              jmp 0x100000`)
      guest.start()
    },
  },
  {
    what: 'data and code that share TLB entries',
    end: 5000,
    build(guest) {
      // 4 MiB apart for data, 1 MiB apart for code.
      guest.map(0x1000, DATA + 0x1000)
      guest.map(FREE + 0x1000, DATA + 0x2000)
      guest.map(0x7f_f000, CODE + 0x1000)
      guest.map(CODE + 0xf_f000, CODE + 0x1000)
      guest.write(`
        48 8b 06    mov rax, [rsi]
        48 89 07    mov [rdi], rax
        48 8b 0b    mov rcx, [rbx]
        ff d2       call rdx
        eb f3       jmp 0x100000`)
      guest.write('49 ff c0    inc r8\nc3    ret', CODE + 0x1000)
      guest.start({
        registers: { rsi: 0x1000n, rdi: BigInt(FREE + 0x1000), rbx: 0x1000n, rdx: 0x7f_f000n },
      })
    },
  },
  {
    what: 'a REP that reaches the page it was decoded from',
    end: 6,
    build(guest) {
      guest.map(CODE - 0x1000, CODE - 0x1000)
      guest.write(
        `
        90       nop
        f3 aa    rep stosb [rdi]
        ff c3    inc ebx
        ff c3    inc ebx
        ff c3    inc ebx
        ff c3    inc ebx`,
        CODE + 0xe00,
      )
      guest.start({
        rip: BigInt(CODE + 0xe00),
        registers: { rdi: BigInt(CODE - 0x800), rcx: 0x1400n },
      })
    },
  },
  {
    what: 'a walk that sets A in an entry that is executed next',
    end: 6,
    build(guest) {
      const ENTRY = CODE + 0x800
      guest.poke(PAGE_DIRECTORY + 8 * 4, BigInt(CODE) | P | RW | US)
      guest.write(
        `
        48 8b 0e    mov rcx, [rsi]
        90          nop`,
        ENTRY - 4,
      )
      // The entry of linear 0x90_0000; with A set its first instruction is and eax, ebx.
      guest.write(
        `
        01 d8       add eax, ebx
        20 00       and [rax], al
        00 00       add [rax], al
        00 00       add [rax], al`,
        ENTRY,
      )
      guest.start({
        rip: BigInt(ENTRY - 4),
        registers: { rsi: 0x90_0000n, rax: BigInt(DATA + 1), rbx: BigInt(DATA + 3) },
      })
    },
  },
  {
    what: 'an exception whose handler cannot be reached, for ever',
    end: 20_000,
    build(guest) {
      guest.write('0f 0b    ud2')
      guest.changeGate(VECTOR.UD, (gate) => (gate & ~0xffffn) | 0x1000n) // its page is not mapped
      guest.changeGate(VECTOR.PF, (gate) => (gate & ~0xffffn) | 0x1000n)
      guest.start({ registers: { rsp: BigInt(DATA + 0x8000) } })
    },
  },
]

/** Runs to the end with a timer that asks at exact instants. */
function runProgram({ build, end, period }: Program, slice: number, topics: number) {
  const guest = createGuest({
    acknowledge() {
      guest.core.setU32(at.INTR, 0)
      return TIMER_VECTOR
    },
  })
  build(guest)
  guest.listen(topics)
  let deadline = period ?? Infinity
  while (guest.instant() < end) {
    const until = Math.min(guest.instant() + slice, deadline, end)
    const stop = guest.run(until - guest.instant())
    expect(guest.instant()).toBeLessThanOrEqual(until)
    if (stop === at.STOP_SHUTDOWN) break
    if (stop === at.STOP_HALTED) guest.core.setCount(at.INSTANT, Math.min(deadline, end))
    if (stop === at.STOP_RING_FULL) guest.core.setU32(at.EVENT_COUNT, 0)
    if (guest.instant() !== deadline) continue
    guest.core.setU32(at.INTR, 1)
    deadline += period ?? Infinity
  }
  return { hash: guest.core.hashState(), instant: guest.instant(), guest }
}

describe.each(PROGRAMS)('$what', (program) => {
  it('reaches one state with slices of 1, 7, 1000 and a million, heard or unheard', () => {
    const runs = [0, EVERYTHING].flatMap((topics) =>
      SLICES.map((slice) => runProgram(program, slice, topics)),
    )
    expect(new Set(runs.map(({ instant }) => instant)).size).toBe(1)
    expect(new Set(runs.map(({ hash }) => hash)).size).toBe(1)
  })
})

describe('the programs', () => {
  const stateOf = (what: string) => {
    const program = PROGRAMS.find((each) => each.what === what)
    if (!program) throw new Error(what)
    return runProgram(program, 1000, 0).guest
  }

  it('do what they are there for', () => {
    expect(stateOf('faults, software interrupts and a timer').register('r9')).toBeGreaterThan(30n)
    expect(stateOf('sleep until the timer').register('rbx')).toBeGreaterThan(30n)
    expect(stateOf('data and code that share TLB entries').register('r8')).toBeGreaterThan(500n)
    const rewriting = stateOf('an instruction that rewrites the next but one in its block')
    expect(rewriting.register('rax')).toBe(BigInt(0x10 + ((1000 & 0xff) << 8)))
    const walking = stateOf('a walk that sets A in an entry that is executed next')
    expect(Number(walking.register('rax'))).toBe((DATA + 1) & (DATA + 3))
  })
})
