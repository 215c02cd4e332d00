/** The machine as a whole, on programs of a few bytes that run in 32-bit protected mode as PVH enters it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { MachineEvent } from '../../shared/events'
import { linearAddress, physicalAddress } from '../../shared/units'
import { createRandom, draftElf, pvhNote, smallKernel } from '../boot/elf-image.fixture'
import { createMachine } from './machine'
import type { MachineOptions } from './machine-api'
import { compileCore } from './webassembly'

const core = compileCore(readFileSync(new URL('../../../build/core/core.wasm', import.meta.url)))
const MEMORY_SIZE = 4 * 2 ** 20

const machineOf = (code: readonly number[], more: Partial<MachineOptions> = {}) =>
  createMachine(core, {
    image: smallKernel(code),
    commandLine: '',
    memorySize: MEMORY_SIZE,
    ...more,
  })

// What the programs below are made of.
const CLI_HLT = [0xfa, 0xf4]
const STI = 0xfb
const HLT = 0xf4
const JMP_SELF = [0xeb, 0xfe]
const outByte = (port: number, value: number) => [0xb0, value, 0xe6, port] // mov al, value; out port, al
const outDx = (port: number, value: number) => [
  0x66,
  0xba,
  port & 255,
  port >> 8,
  0xb0,
  value,
  0xee,
]
const inByte = (port: number) => [0xe4, port]
const loadEax = (address: number) => [0xa1, ...new Uint8Array(new Uint32Array([address]).buffer)]

describe('the entry', () => {
  it('is as the PVH ABI says', () => {
    const processor = machineOf(JMP_SELF).processor()
    expect(processor).toMatchObject({ rip: 0x10_0000n, rflags: 2n, cr0: 0x11n, cr4: 0n, cpl: 0 })
    expect(processor).toMatchObject({ mode: 32, cr3: 0n, efer: 0n, idtr: { limit: 0 } })
    for (const { name, base, limit } of processor.segments.slice(0, 6)) {
      expect({ name, base, limit }).toEqual({ name, base: 0n, limit: 0xffff_ffff })
    }
  })

  it('leads to the start info through EBX', () => {
    const machine = machineOf(JMP_SELF)
    const info = machine.processor().general[3] ?? 0n
    expect(machine.memory.readU64(physicalAddress(info)) & 0xffff_ffffn).toBe(0x336e_c578n)
  })

  it('has selectors that can be loaded again', () => {
    // mov ax, 0x10; mov ds, ax; mov ss, ax; cli; hlt
    const machine = machineOf([0x66, 0xb8, 0x10, 0, 0x8e, 0xd8, 0x8e, 0xd0, ...CLI_HLT])
    expect(machine.run(1000)).toEqual({ reason: 'dead' })
  })

  it('finds the screen blank and the chips as firmware leaves them', () => {
    const machine = machineOf([...inByte(0x21), ...CLI_HLT])
    expect([...machine.screen().cells.subarray(0, 4)]).toEqual([0x20, 0x07, 0x20, 0x07])
    machine.run(10)
    expect(machine.processor().general[0]).toBe(0xb8n)
  })
})

describe('how a run ends', () => {
  it('by the exit port, with 2v + 1, at the very instruction', () => {
    const machine = machineOf([...outByte(0xf4, 0x10), ...JMP_SELF])
    expect(machine.run(1000)).toEqual({ reason: 'exit', exitStatus: 33 })
    expect(machine.instant()).toBe(2)
    expect(machine.run(1000)).toEqual({ reason: 'exit', exitStatus: 33 })
    expect(machine.instant()).toBe(2)
  })

  it('by HLT with interrupts disabled', () => {
    const machine = machineOf(CLI_HLT)
    expect(machine.run(1000)).toEqual({ reason: 'dead' })
    expect(machine.instant()).toBe(2)
  })

  it('by a triple fault, with the chain', () => {
    const stop = machineOf([0x0f, 0x0b]).run(1000)
    expect(stop.reason).toBe('shutdown')
    const vectors = stop.reason === 'shutdown' ? stop.chain.map(({ vector }) => vector) : []
    expect(vectors[0]).toBe(6)
    expect(vectors).toContain(8)
  })

  it('by an INT 14 that no gate serves, which touched no address', () => {
    const machine = machineOf([0xcd, 14])
    const raised: MachineEvent[] = []
    machine.listen(['exception'], (event) => {
      if (event.type === 'exception.raised') raised.push(event)
    })
    const stop = machine.run(1000)
    const [link] = stop.reason === 'shutdown' ? stop.chain : []
    for (const told of [link, raised[0]]) {
      expect(told).toMatchObject({ vector: 14 })
      expect(told).not.toHaveProperty('cr2')
    }
  })

  it.each([
    ['the keyboard controller', outByte(0x64, 0xfe)],
    ['port 0x92', outByte(0x92, 0x01)],
  ])('by a reset through %s', (_name, code) => {
    expect(machineOf([...code, ...JMP_SELF]).run(1000)).toEqual({ reason: 'reset' })
  })

  it('by the budget, to the instant', () => {
    const machine = machineOf(JMP_SELF)
    for (const budget of [1, 2, 3, 1000]) {
      const before = machine.instant()
      expect(machine.run(budget)).toEqual({ reason: 'budget' })
      expect(machine.instant()).toBe(before + budget)
    }
    expect(machine.run(0)).toEqual({ reason: 'budget' })
    expect(machine.run(-5)).toEqual({ reason: 'budget' })
  })

  it('when a listener has seen enough', () => {
    const machine = machineOf([...outDx(0x3f8, 65), ...outDx(0x3f8, 66), ...JMP_SELF])
    const seen: number[] = []
    machine.onSerial((byte) => {
      seen.push(byte)
      machine.interrupt()
    })
    machine.run(1000)
    expect(seen).toEqual([65])
    expect(machine.instant()).toBe(3)
  })
})

describe('time', () => {
  it('jumps over sleep to the next deadline, and to the end of the slice', () => {
    // Everything is masked: the sleep is without end.
    const machine = machineOf([...outByte(0x21, 0xff), STI, HLT, ...JMP_SELF])
    expect(machine.run(1e12)).toEqual({ reason: 'budget' })
    expect(machine.instant()).toBe(1e12)
    expect(machine.isHalted()).toBe(true)
    expect(machine.executed()).toBeLessThan(10)
  })

  it('leaves a processor asleep that nothing can wake, when stepping', () => {
    const machine = machineOf([...outByte(0x21, 0xff), STI, HLT, ...JMP_SELF])
    expect(machine.step(100)).toEqual({ reason: 'budget' })
    expect(machine.executed()).toBeLessThan(10)
  })

  it('passes at one instant for each instruction', () => {
    const machine = machineOf([...Array<number>(50).fill(0x90), ...CLI_HLT])
    machine.run(1000)
    expect(machine.instant()).toBe(52)
  })

  it('stops for a timer that was set meanwhile', () => {
    // Counter 0, mode 0, 12 pulses: the interrupt at vector 8 meets no IDT.
    const machine = machineOf([...outByte(0x43, 0x10), ...outByte(0x40, 12), STI, ...JMP_SELF])
    const stop = machine.run(1_000_000)
    expect(stop.reason).toBe('shutdown')
    expect(machine.instant()).toBeGreaterThan(1000)
    expect(machine.instant()).toBeLessThan(1300)
  })
})

describe('what lies outside of RAM', () => {
  it('reads all ones, and is counted', () => {
    const machine = machineOf([...loadEax(0xfee0_0000), ...CLI_HLT])
    machine.run(10)
    expect(machine.processor().general[0]).toBe(0xffff_ffffn)
    expect(machine.statistics().unclaimedMemory).toBe(1)
  })

  it('begins right behind the last byte of RAM', () => {
    const machine = machineOf([...loadEax(MEMORY_SIZE - 2), ...CLI_HLT])
    machine.run(10)
    expect(machine.processor().general[0]).toBe(0xffff_0000n)
  })

  it('is counted for ports', () => {
    const machine = machineOf([...inByte(0x99), ...CLI_HLT])
    machine.run(10)
    expect((machine.processor().general[0] ?? 0n) & 0xffn).toBe(0xffn)
    expect(machine.statistics().unclaimedPorts).toEqual([{ port: 0x99, reads: 1, writes: 0 }])
  })

  it('ends a reading by linear address', () => {
    const machine = machineOf(JMP_SELF)
    const end = linearAddress(BigInt(MEMORY_SIZE - 4))
    expect(machine.readLinear(end, 100)).toHaveLength(4)
    expect(machine.readLinear(linearAddress(1n << 40n), 8)).toHaveLength(8)
    expect(machine.readLinear(linearAddress(0xffff_0000n), 8)).toHaveLength(0)
  })
})

describe('events', () => {
  it('come for the topics that are listened to, in order, until one stops listening', () => {
    const machine = machineOf([0x0f, 0x0b])
    const events: MachineEvent[] = []
    const others: MachineEvent[] = []
    machine.listen(['exception'], (event) => events.push(event))
    machine.listen(['control', 'page-walk'], (event) => others.push(event))
    const stop = machine.listen(['exception'], () => expect.unreachable())
    stop()
    machine.run(100)
    expect(events[0]).toMatchObject({ type: 'exception.raised', vector: 6, rip: 0x10_0000n })
    expect(events.at(-1)).toMatchObject({ type: 'exception.shutdown' })
    expect(others.every(({ topic }) => topic === 'control')).toBe(true)
  })

  it('are not lost when there are more than the ring holds', () => {
    // mov cr3, eax; jmp back: two instructions, one control and one flush event.
    const machine = machineOf([0x0f, 0x22, 0xd8, 0xeb, 0xfb])
    let writes = 0
    machine.listen(['control', 'page-walk'], (event) => {
      if (event.type === 'control.register-written') writes += 1
    })
    machine.run(100_000)
    expect(writes).toBe(50_000)
  })
})

describe('statistics', () => {
  it('name what the core lacks', () => {
    // PADDB mm0, mm1, then the triple fault that #UD leads to without an IDT.
    const machine = machineOf([0x0f, 0xfc, 0xc1])
    expect(machine.run(100).reason).toBe('shutdown')
    const { missing, missingTotal } = machine.statistics()
    expect(missingTotal).toBe(1)
    expect([...(missing[0]?.bytes.subarray(0, 2) ?? [])]).toEqual([0x0f, 0xfc])
  })
})

describe('watched code', () => {
  // mov ecx, 1000; dec ecx; jnz −3; cli; hlt
  const LOOP = [0xb9, 0xe8, 3, 0, 0, 0x49, 0x75, 0xfd, ...CLI_HLT]
  const DEC = linearAddress(0x10_0005n)

  it('is told to each of several listeners, with the registers as they are, until it stops to listen', () => {
    const machine = machineOf(LOOP)
    const counts: bigint[] = []
    const others: number[] = []
    const stop = machine.watchCode([DEC], ({ general }) => counts.push(general[1] ?? 0n))
    machine.watchCode([DEC, linearAddress(0x10_0008n)], ({ instant }) => others.push(instant))
    machine.run(5)
    expect(counts).toEqual([1000n, 999n])
    stop()
    machine.run(10_000)
    expect(counts).toHaveLength(2)
    expect(others).toHaveLength(1001)
  })

  it('shows the machine as it stands before the instruction', () => {
    const machine = machineOf(LOOP)
    machine.watchCode([DEC], ({ rip, instant }) => {
      expect(machine.processor().rip).toBe(rip)
      expect(machine.instant()).toBe(instant)
      expect(machine.readLinear(rip, 1)).toEqual(Uint8Array.of(0x49))
    })
    machine.run(100)
  })

  it('comes back after the instruction when its listener asks for that', () => {
    const machine = machineOf(LOOP)
    machine.watchCode([DEC], ({ general }) => {
      if (general[1] === 500n) machine.interrupt()
    })
    expect(machine.run(1_000_000)).toEqual({ reason: 'budget' })
    expect(machine.processor().general[1]).toBe(499n)
    expect(machine.run(1_000_000)).toEqual({ reason: 'dead' })
  })

  it('throws what a listener throws, once the core has come back, and goes on as if nothing had been', () => {
    const machine = machineOf(LOOP)
    const stop = machine.watchCode([DEC], ({ general }) => {
      if (general[1] === 900n) throw new Error('seen enough')
    })
    expect(() => machine.run(1_000_000)).toThrow('seen enough')
    stop()
    expect(machine.run(1_000_000)).toEqual({ reason: 'dead' })
    const plain = machineOf(LOOP)
    plain.run(1_000_000)
    expect(machine.stateHash()).toBe(plain.stateHash())
  })

  it('hears what was recorded before it first', () => {
    // lidt [0x100000]; nop
    const machine = machineOf([0x0f, 0x01, 0x1d, 0, 0, 0x10, 0, 0x90, ...CLI_HLT])
    const told: string[] = []
    machine.listen(['control'], ({ type }) => told.push(type))
    machine.watchCode([linearAddress(0x10_0007n)], () => told.push('reached'))
    machine.run(10)
    expect(told).toEqual(['control.register-written', 'reached', 'control.halted'])
  })

  it('changes nothing, wherever it is watched', () => {
    const random = createRandom(271828)
    for (let round = 0; round < 40; round++) {
      const code = Array.from({ length: 4096 }, () => random(256))
      const [plain, watched] = [machineOf(code), machineOf(code)]
      const addresses = Array.from({ length: 200 }, () =>
        linearAddress(BigInt(0x10_0000 + random(256))),
      )
      let stop = watched.watchCode(addresses, () => {
        if (random(8) > 0) return
        stop()
        stop = watched.watchCode(addresses.slice(random(100)), () => undefined)
      })
      for (let part = 0; part < 10; part++) {
        plain.run(5_000)
        watched.run(5_000)
      }
      expect(watched.instant()).toBe(plain.instant())
      expect(watched.stateHash(), `round ${round}`).toBe(plain.stateHash())
    }
  })
})

describe('a machine that cannot be made', () => {
  it.each([0, 4096, 2 ** 31, 2 ** 40, NaN, 4 * 2 ** 20 + 1, -4096])(
    'is refused: %d bytes of memory',
    (memorySize) => {
      expect(() => machineOf(JMP_SELF, { memorySize })).toThrow(RangeError)
    },
  )
})

describe('a hostile guest', () => {
  it('does nothing to the host, whatever its bytes are', () => {
    const random = createRandom(4711)
    for (let round = 0; round < 60; round++) {
      const code = Array.from({ length: 4096 }, () => random(256))
      const machine = machineOf(code)
      if (round % 2) machine.listen(['page-walk', 'exception', 'control'], () => undefined)
      machine.input({ type: 'keys', scanCodes: [0x1e, 0x9e] })
      const start = performance.now()
      machine.run(300_000)
      // A hang, not speed, is what this is about.
      expect(performance.now() - start, `round ${round}`).toBeLessThan(20_000)
      expect(machine.stateHash()).toMatch(/^[0-9a-f]{16}$/)
      machine.translate(linearAddress(0x1234_5678n), 'write')
      machine.screen()
    }
  })

  it('does nothing to the host by what it writes to ports', () => {
    const random = createRandom(815)
    const ports = [
      ...[0x20, 0x21, 0x40, 0x41, 0x42, 0x43, 0x60, 0x61, 0x64, 0x70, 0x71, 0x80, 0x92, 0xa0, 0xa1],
      ...[
        0x3f8, 0x3f9, 0x3fa, 0x3fb, 0x3fc, 0x3fd, 0x3c0, 0x3c4, 0x3c5, 0x3d4, 0x3d5, 0x4d0, 0x4d1,
      ],
    ]
    for (let round = 0; round < 40; round++) {
      const code = Array.from({ length: 400 }, () => {
        const port = ports[random(ports.length)] ?? 0
        const direction = random(3) === 0 ? [0x66, 0xba, port & 255, port >> 8, 0xec] : []
        return direction.length ? direction : outDx(port, random(256))
      }).flat()
      // Then sleep with interrupts on, so that all that was set up comes due.
      const machine = machineOf([...code, STI, HLT, 0xeb, 0xfd])
      const start = performance.now()
      machine.run(20_000_000)
      // A hang, not speed, is what this is about.
      expect(performance.now() - start, `round ${round}`).toBeLessThan(20_000)
      const snapshot = machine.snapshot()
      const hash = machine.stateHash()
      machine.restore(snapshot)
      expect(machine.stateHash()).toBe(hash)
    }
  })

  it('may fill its memory map to the brim', () => {
    const big = draftElf([
      { physicalAddress: 0x10_0000n, bytes: Uint8Array.from(CLI_HLT), memorySize: 0x20_0000n },
      pvhNote(0x10_0000),
    ])
    expect(machineOf([], { image: big }).run(100)).toEqual({ reason: 'dead' })
  })
})
