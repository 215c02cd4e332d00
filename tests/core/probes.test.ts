/**
 * Code probes: told right before the instruction, once for each execution, whatever interrupts or restarts it; found by
 * linear address, through chained blocks and remapped pages; and of no consequence to the guest.
 * SDM Vol. 3B, "Instruction-Breakpoint Exception Condition".
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { CODE, createGuest, DATA, FREE, RFLAGS, VECTOR, type Guest, type Start } from './guest'

const INTERRUPT = 0x60

interface Hit {
  readonly instant: number
  readonly rip: number
  readonly rcx: number
}

/** A guest whose probes are written down as they are reached. */
function probed(
  listing: string,
  addresses: readonly number[],
  onHit?: (guest: Guest, hit: Hit) => void,
) {
  const hits: Hit[] = []
  const guest = createGuest({
    acknowledge() {
      guest.core.setU32(at.INTR, 0)
      return INTERRUPT
    },
    reached() {
      const hit = {
        instant: guest.instant(),
        rip: Number(guest.rip()),
        rcx: Number(guest.register('rcx')),
      }
      hits.push(hit)
      onHit?.(guest, hit)
    },
  })
  guest.write(listing)
  for (const address of addresses) guest.core.addCodeProbe(BigInt(address))
  return { guest, hits, rips: () => hits.map(({ rip }) => rip - CODE) }
}

const start = (guest: Guest, more: Start = {}) => guest.start({ registers: { rcx: 3n }, ...more })

const LOOP = `
  ff c9    dec ecx
  75 fc    jne 0x100000
  f4       hlt
`

describe('a probe', () => {
  it('is told before each execution of its instruction, within a block and through chained ones', () => {
    const { guest, hits } = probed(LOOP, [CODE + 2])
    start(guest)
    guest.run()
    expect(hits).toEqual([
      { instant: 1, rip: CODE + 2, rcx: 2 },
      { instant: 3, rip: CODE + 2, rcx: 1 },
      { instant: 5, rip: CODE + 2, rcx: 0 },
    ])
  })

  it('at the first instruction of a block and at the last is told as well', () => {
    const { guest, rips } = probed(LOOP, [CODE, CODE + 4])
    start(guest)
    guest.run()
    expect(rips()).toEqual([0, 0, 0, 4])
  })

  it('in the middle of an instruction is never told', () => {
    const { guest, hits } = probed(LOOP, [CODE + 1, CODE + 3])
    start(guest)
    guest.run()
    expect(hits).toEqual([])
  })

  it('is found in code that was decoded before, and forgotten again, at once', () => {
    const { guest, hits } = probed(LOOP, [])
    start(guest, { registers: { rcx: 100n } })
    guest.run(20)
    guest.core.addCodeProbe(BigInt(CODE))
    guest.run(20)
    expect(hits).toHaveLength(10)
    guest.core.removeCodeProbe(BigInt(CODE))
    guest.run(20)
    expect(hits).toHaveLength(10)
  })

  it('that is set by whoever is told of another is met in the same block', () => {
    const { guest, rips } = probed(
      '90    nop\n90    nop\n90    nop\nf4    hlt',
      [CODE],
      ({ core }, { rip }) => {
        if (rip === CODE) core.addCodeProbe(BigInt(CODE + 2))
      },
    )
    start(guest)
    guest.run()
    expect(rips()).toEqual([0, 2])
    expect(guest.instant()).toBe(4)
  })

  it('can end the run after its instruction', () => {
    const { guest } = probed('90    nop\n90    nop\n90    nop\nf4    hlt', [CODE + 1], ({ core }) =>
      core.setU32(at.BREAK_REQUEST, 1),
    )
    start(guest)
    expect(guest.run()).toBe(at.STOP_REQUESTED)
    expect([guest.instant(), Number(guest.rip())]).toEqual([2, CODE + 2])
  })
})

describe('one execution is told of once', () => {
  it.each(['f3 aa    rep stosb [rdi]', 'f3 a6    repe cmpsb [rsi], [rdi]'])(
    'of %s, however many stretches it takes',
    (listing) => {
      const { guest, hits } = probed(`${listing}\n90    nop\nf4    hlt`, [CODE, CODE + 2])
      start(guest, { registers: { rcx: 0x3000n, rdi: BigInt(DATA), rsi: BigInt(DATA) } })
      guest.run(100)
      expect(hits.map(({ rip }) => rip)).toEqual([CODE, CODE + 2])
      expect(guest.instant()).toBe(5)
    },
  )

  it('when an interrupt comes between two stretches', () => {
    const { guest, hits } = probed('f3 aa    rep stosb [rdi]\nf4    hlt', [CODE])
    guest.handle(INTERRUPT, '48 cf    iretq')
    start(guest, { registers: { rcx: 0x3000n, rdi: BigInt(DATA) }, rflags: RFLAGS.IF })
    guest.run(1)
    guest.core.setU32(at.INTR, 1)
    guest.run(100)
    expect(hits.map(({ instant }) => instant)).toEqual([0])
    expect(guest.register('rcx')).toBe(0n)
  })

  it('when an interrupt is delivered right there', () => {
    const { guest, rips } = probed('90    nop\n90    nop\nf4    hlt', [CODE + 1])
    guest.handle(INTERRUPT, '48 cf    iretq')
    start(guest, { rflags: RFLAGS.IF })
    guest.run(1)
    guest.core.setU32(at.INTR, 1)
    guest.run(100)
    expect(rips()).toEqual([1])
  })

  it('when it faults and its handler lets it start again', () => {
    const { guest, rips } = probed('48 8b 06    mov rax, [rsi]\nf4    hlt', [CODE])
    // The handler makes the page present and takes the error code off.
    guest.handle(
      VECTOR.PF,
      '48 ff 03    inc qword ptr [rbx]\n48 83 c4 08    add rsp, 8\n48 cf    iretq',
    )
    guest.poke(guest.pteOf(FREE), BigInt(DATA) | 6n)
    guest.map(0x60_0000, 0x60_0000, undefined, 16)
    start(guest, { registers: { rsi: BigInt(FREE), rbx: BigInt(guest.pteOf(FREE)) } })
    guest.run(100)
    expect(guest.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_HALTED)
    expect(rips()).toEqual([0])
  })

  it('but twice when the handler goes elsewhere and it is executed anew', () => {
    const { guest, rips } = probed('0f 0b    ud2\n90    nop\nf4    hlt', [CODE, CODE + 2])
    // The handler steps over UD2, as one that recovers does: RFLAGS.RF is set at the instruction behind.
    guest.handle(VECTOR.UD, '48 83 04 24 02    add qword ptr [rsp], 2\n48 cf    iretq')
    start(guest)
    guest.run(100)
    expect(rips()).toEqual([0, 2])
    start(guest)
    guest.run(100)
    expect(rips()).toEqual([0, 2, 0, 2])
  })

  it('when it has to start again within its instant, as an access to a device does', () => {
    const { guest, hits } = probed('90    nop\n8b 06    mov eax, [rsi]\n90    nop\nf4    hlt', [
      CODE + 1,
    ])
    guest.map(FREE, 0x7000_0000)
    start(guest, { registers: { rsi: BigInt(FREE) } })
    guest.run(100)
    expect(hits.map(({ instant }) => instant)).toEqual([1])
  })

  it('when every instruction is single-stepped', () => {
    const { guest, rips } = probed('90    nop\n90    nop\nf4    hlt', [CODE, CODE + 1])
    guest.handle(VECTOR.DB, '48 cf    iretq')
    start(guest, { rflags: RFLAGS.TF })
    guest.run(100)
    expect(rips()).toEqual([0, 1])
  })
})

describe('addresses are linear', () => {
  it('the same code at two of them has a probe at one', () => {
    const { guest, hits } = probed('90    nop\nf4    hlt', [FREE])
    guest.map(FREE, CODE)
    for (const rip of [CODE, FREE, CODE, FREE]) {
      start(guest, { rip: BigInt(rip) })
      guest.run(10)
    }
    expect(hits.map(({ rip }) => rip)).toEqual([FREE, FREE])
  })

  it('a probe stays where it is when another page is mapped there, and back again', () => {
    const { guest, hits } = probed('', [FREE + 1])
    guest.write('90    nop\n90    nop\nf4    hlt', CODE)
    guest.write('66 90    xchg ax, ax\n90    nop\nf4    hlt', CODE + 0x1000)
    for (const page of [CODE, CODE + 0x1000, CODE]) {
      guest.map(FREE, page)
      start(guest, { rip: BigInt(FREE) })
      guest.run(10)
    }
    // In the page between, nothing begins at that address.
    expect(hits).toHaveLength(2)
  })

  it('a probe stays where the guest writes another instruction, as often as it does', () => {
    // The loop writes the byte at the probe by turns: NOP and CLC.
    const { guest, hits } = probed('', [CODE + 4])
    guest.write(
      '30 07    xor [rdi], al\n66 90    xchg ax, ax\n90    nop\nff c9    dec ecx\n75 f7    jne 0x100000\nf4    hlt',
    )
    start(guest, { registers: { rcx: 3n, rdi: BigInt(CODE + 4), rax: 0x68n } })
    guest.run(100)
    expect(hits.map(({ rcx }) => rcx)).toEqual([3, 2, 1])
    expect(guest.core.getU32(at.ACTIVITY)).toBe(at.ACTIVITY_HALTED)
  })

  it('an instruction across two pages has one', () => {
    const { guest, hits } = probed('', [CODE + 0xffe])
    guest.write('b8 01 00 00 00    mov eax, 1\nf4    hlt', CODE + 0xffe)
    start(guest, { rip: BigInt(CODE + 0xffe) })
    guest.run(10)
    expect(hits).toHaveLength(1)
    expect(guest.register('rax')).toBe(1n)
  })

  it('in 32-bit code too', () => {
    const { guest, hits } = probed('', [CODE + 1])
    guest.write('90    nop\n90    nop\nf4    hlt', CODE, 32)
    start(guest, { bits: 32 })
    guest.run(10)
    expect(hits).toHaveLength(1)
  })
})

describe('the table of probes', () => {
  it('finds thousands, takes them out in any order, and refuses more than it has room for', () => {
    const { core } = createGuest()
    const capacity = at.CODE_PROBE_PLACES / 2
    const addresses = Array.from({ length: capacity }, (_, i) => BigInt(i * 0x1000 + (i % 7)))
    expect(addresses.every((address) => core.addCodeProbe(address))).toBe(true)
    expect(core.addCodeProbe(1n << 40n)).toBe(0)
    expect(core.addCodeProbe(addresses[5] ?? 0n)).toBe(1)
    for (const address of addresses.filter((_, i) => i % 3 !== 0)) core.removeCodeProbe(address)
    expect(core.getU32(at.CODE_PROBE_COUNT)).toBe(addresses.filter((_, i) => i % 3 === 0).length)
    for (const address of addresses) core.removeCodeProbe(address)
    expect(core.getU32(at.CODE_PROBE_COUNT)).toBe(0)
  })
})

describe('a listener', () => {
  it('changes nothing that the guest can see', () => {
    const run = (addresses: readonly number[]) => {
      const { guest } = probed(LOOP, addresses)
      start(guest, { registers: { rcx: 1000n } })
      guest.run(1500)
      return guest
    }
    const [quiet, watched] = [run([]), run([CODE, CODE + 2])]
    expect(watched.instant()).toBe(quiet.instant())
    expect(watched.core.hashState()).toBe(quiet.core.hashState())
  })
})
