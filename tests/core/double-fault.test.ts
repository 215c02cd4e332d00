/**
 * Every pair of an event and an exception that meets it on its way: SDM Vol. 3A, Table "Conditions for Generating a
 * Double Fault". An interrupt or INT n is benign whatever its vector; only exceptions have a class.
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { CODE, createGuest, DATA, FREE, RFLAGS, VECTOR, type Guest } from './guest'
import { GDT, TSS, TSS_SELECTOR } from './supervisor'

const NOT_PRESENT_SELECTOR = 0x50
const NON_CANONICAL = 1n << 63n
const INTERRUPT = 0x60
const SOFTWARE = 0x61
const IST1 = TSS + 36

interface First {
  readonly what: string
  readonly vector: number
  readonly class: 'benign' | 'contributory' | 'page fault'
  readonly listing: string
  /** EXT in the error code of what follows: 0 where an instruction asked for the vector. */
  readonly ext: 0 | 1
  readonly request?: (guest: Guest) => void
}

const READ = '48 8b 06    mov rax, [rsi]'
const FIRSTS: readonly First[] = [
  { what: '#DE', vector: VECTOR.DE, class: 'contributory', listing: 'f6 f1    div cl', ext: 1 },
  { what: '#NP', vector: VECTOR.NP, class: 'contributory', listing: '8e e2    mov fs, dx', ext: 1 },
  {
    what: '#SS',
    vector: VECTOR.SS,
    class: 'contributory',
    listing: '48 8b 45 00    mov rax, [rbp]',
    ext: 1,
  },
  {
    what: '#GP',
    vector: VECTOR.GP,
    class: 'contributory',
    listing: '48 8b 03    mov rax, [rbx]',
    ext: 1,
  },
  { what: '#PF', vector: VECTOR.PF, class: 'page fault', listing: READ, ext: 1 },
  { what: '#UD', vector: VECTOR.UD, class: 'benign', listing: '0f 0b    ud2', ext: 1 },
  { what: 'INT3', vector: VECTOR.BP, class: 'benign', listing: 'cc    int3', ext: 0 },
  { what: 'INT n', vector: SOFTWARE, class: 'benign', listing: 'cd 61    int 0x61', ext: 0 },
  {
    what: 'INT 0',
    vector: VECTOR.DE,
    class: 'benign',
    listing: 'cd 00    int 0',
    ext: 0,
  },
  {
    what: 'an NMI',
    vector: VECTOR.NMI,
    class: 'benign',
    listing: 'f4    hlt',
    ext: 1,
    request: ({ core }) => core.setU32(at.NMI, at.NMI_PENDING),
  },
  {
    what: 'an interrupt',
    vector: INTERRUPT,
    class: 'benign',
    listing: 'f4    hlt',
    ext: 1,
    request: ({ core }) => core.setU32(at.INTR, 1),
  },
]

interface Second {
  readonly what: string
  readonly vector: number
  /** Breaks the gate of a vector, so that entering it raises the second exception. */
  readonly breakGate: (guest: Guest, vector: number) => void
  readonly errorCode: (first: First) => number
}

const useIst = (guest: Guest, vector: number, stack: bigint) => {
  guest.changeGate(vector, (gate) => gate | (1n << 32n))
  guest.poke(IST1, stack)
}
const inIdt = ({ vector, ext }: First) => (vector << 3) | 2 | ext
const SECONDS: readonly Second[] = [
  {
    what: '#NP',
    vector: VECTOR.NP,
    breakGate: (guest, vector) => guest.changeGate(vector, (gate) => gate & ~(1n << 47n)),
    errorCode: inIdt,
  },
  {
    what: '#GP',
    vector: VECTOR.GP,
    breakGate: (guest, vector) => guest.changeGate(vector, (gate) => gate & ~(0xfn << 40n)),
    errorCode: inIdt,
  },
  {
    what: '#SS',
    vector: VECTOR.SS,
    breakGate: (guest, vector) => useIst(guest, vector, NON_CANONICAL),
    errorCode: ({ ext }) => ext,
  },
  {
    what: '#TS',
    vector: VECTOR.TS,
    breakGate(guest, vector) {
      useIst(guest, vector, BigInt(DATA))
      guest.core.setU32(at.SEGMENTS + at.TR * at.SEGMENT_SIZE + at.SEGMENT_LIMIT, 40)
    },
    errorCode: ({ ext }) => TSS_SELECTOR | ext,
  },
  {
    what: '#PF',
    vector: VECTOR.PF,
    breakGate: (guest, vector) => useIst(guest, vector, BigInt(FREE + 0x1000)),
    errorCode: () => 2,
  },
]

const isDoubleFault = (first: First, second: Second) =>
  first.class === 'page fault' || (first.class === 'contributory' && second.vector !== VECTOR.PF)

function raise(first: First, breakGate?: Second['breakGate'], prepare?: (guest: Guest) => void) {
  const guest = createGuest({
    acknowledge() {
      guest.core.setU32(at.INTR, 0)
      return INTERRUPT
    },
  })
  guest.poke(GDT + NOT_PRESENT_SELECTOR, 0x00cf_7300_0000_ffffn)
  guest.core.setU32(at.GDTR_LIMIT, NOT_PRESENT_SELECTOR + 7)
  guest.write(first.listing)
  breakGate?.(guest, first.vector)
  prepare?.(guest)
  guest.start({
    rflags: RFLAGS.IF,
    registers: {
      rsi: BigInt(FREE),
      rbx: NON_CANONICAL,
      rbp: NON_CANONICAL,
      rdx: BigInt(NOT_PRESENT_SELECTOR),
    },
  })
  first.request?.(guest)
  guest.run()
  return guest
}

describe.each(FIRSTS)('$what', (first) => {
  it('is delivered while its gate is sound', () => {
    expect(raise(first).delivered()?.vector).toBe(first.vector)
  })

  it.each(SECONDS)('and then $what', (second) => {
    const guest = raise(first, second.breakGate)
    const isDouble = isDoubleFault(first, second)
    expect(guest.delivered()).toMatchObject(
      isDouble
        ? { vector: VECTOR.DF, errorCode: 0, rip: BigInt(CODE) }
        : { vector: second.vector, errorCode: second.errorCode(first), rip: BigInt(CODE) },
    )
    expect(guest.chain().map(({ vector }) => vector)).toEqual([
      first.vector,
      second.vector,
      ...(isDouble ? [VECTOR.DF] : []),
    ])
    // CR2 is the last page fault's, whether that was served or lost in a double fault.
    const faulted = second.vector === VECTOR.PF ? FREE + 0x1000 : FREE
    if (second.vector === VECTOR.PF || first.vector === VECTOR.PF)
      expect(Math.floor(Number(guest.core.getU64(at.CR2) + 0xfffn) / 0x1000) * 0x1000).toBe(faulted)
  })
})

describe.each(
  FIRSTS.flatMap((first) =>
    SECONDS.filter((second) => isDoubleFault(first, second)).map((second) => ({ first, second })),
  ),
)('$first.what, $second.what, and a #DF that cannot be delivered', ({ first, second }) => {
  it('shut the processor down and leave the whole chain', () => {
    const guest = raise(first, second.breakGate, (made) =>
      made.changeGate(VECTOR.DF, (gate) => gate & ~(1n << 47n)),
    )
    expect(guest.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_SHUTDOWN)
    expect(guest.run()).toBe(at.STOP_SHUTDOWN)
    expect(guest.rip()).toBe(BigInt(CODE))
    expect(guest.chain()).toMatchObject([
      { vector: first.vector, isDuringDelivery: false },
      { vector: second.vector, isDuringDelivery: true, errorCode: second.errorCode(first) },
      { vector: VECTOR.DF, isDuringDelivery: true, errorCode: 0 },
      { vector: VECTOR.NP, isDuringDelivery: true, errorCode: (VECTOR.DF << 3) | 3 },
    ])
  })
})

describe('a chain of benign beginnings', () => {
  it('goes on until a handler is found: #UD, then #NP, then #DF', () => {
    const ud = FIRSTS.find(({ what }) => what === '#UD')
    if (!ud) throw new Error('no #UD')
    const guest = raise(ud, SECONDS[0]?.breakGate, (made) =>
      made.changeGate(VECTOR.NP, (gate) => gate & ~(1n << 47n)),
    )
    expect(guest.delivered()?.vector).toBe(VECTOR.DF)
    expect(guest.chain().map(({ vector }) => vector)).toEqual([6, 11, 11, 8])
  })
})
