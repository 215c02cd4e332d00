/** A person changes the machine between two instructions: another run begins there, and it can be repeated to the bit. */
import { describe, expect, it } from 'vitest'
import { core, kernelImage } from '../boot/ringside'
import { typeText } from '../../src/shared/scan-codes'
import { bytesOf, withBits, type StateEdit } from '../../src/shared/state-edit'
import { instant, linearAddress } from '../../src/shared/units'
import { ImpossibleInput, type LoggedInput } from '../../src/emulator/machine/input-log'
import { createMachine } from '../../src/emulator/machine/machine'
import type { Machine } from '../../src/emulator/machine/machine-api'
import {
  createTimeline,
  type Search,
  type TimelineOptions,
} from '../../src/emulator/timeline/timeline'

const INPUTS: readonly LoggedInput[] = [
  { instant: instant(400_001), input: { type: 'keys', scanCodes: typeText('walk 0xb8000\n') } },
  { instant: instant(1_234_567), input: { type: 'keys', scanCodes: typeText('int 3\n') } },
  { instant: instant(2_000_003), input: { type: 'keys', scanCodes: typeText('alloc 100\n') } },
]
const END = 6_000_000
const DENSE: TimelineOptions = { spacing: 5_000 }
const VGA = linearAddress(0xb8000n)

const newMachine = (inputs = INPUTS, commandLine = '') =>
  createMachine(core, { image: kernelImage, commandLine, memorySize: 16 * 2 ** 20, inputs })

function record(commandLine = '', inputs = INPUTS) {
  const machine = newMachine(inputs, commandLine)
  const timeline = createTimeline(machine, DENSE)
  timeline.run(END)
  return { machine, timeline }
}

function runTo(machine: Machine, end: number, slice = 1_000_000): void {
  while (machine.instant() < end) {
    if (machine.run(Math.min(slice, end - machine.instant())).reason !== 'budget') return
  }
}

function finish<Found>(search: Search<Found>): Found | undefined {
  for (;;) {
    const result = search.next()
    if (result.done) return result.value
  }
}

const setRegister = (
  register: Extract<StateEdit, { type: 'set-register' }>['register'],
  value: bigint,
): StateEdit => ({ type: 'set-register', register, value })
const setMemory = (address: bigint, ...bytes: number[]): StateEdit => ({
  type: 'set-memory',
  space: 'linear',
  address,
  bytes,
})

const logged = (at: number, input: StateEdit): LoggedInput => ({ instant: instant(at), input })

describe('an edit', () => {
  const edits: readonly (readonly [string, number, (machine: Machine) => StateEdit])[] = [
    ['of a general register', 500_000, () => setRegister('RBX', 0xdead_beefn)],
    ['of RIP', 1_300_000, (machine) => setRegister('RIP', machine.register('RIP') + 1n)],
    ['of RFLAGS', 20_000, (machine) => setRegister('RFLAGS', machine.register('RFLAGS') ^ 0x41n)],
    ['of CR0.WP', 30_000, (machine) => setRegister('CR0', machine.register('CR0') ^ (1n << 16n))],
    ['of CR3, to the same', 410_000, (machine) => setRegister('CR3', machine.register('CR3'))],
    ['of the IDT’s place', 25_000, () => setRegister('IDTR.base', 0n)],
    ['of a byte of the screen', 450_000, () => setMemory(VGA, 0x41)],
    ['of bytes on two pages', 450_000, () => setMemory(0xb8ffen, 1, 2, 3, 4)],
    ['of the code at RIP', 460_000, (machine) => setMemory(machine.register('RIP'), 0xcc)],
    ['of what the TLB holds', 460_000, () => ({ type: 'invalidate-page', address: VGA })],
  ]

  it.each(edits)('%s at instant %i gives the same run live and replayed', (_, at, make) => {
    const live = newMachine()
    runTo(live, at)
    const edit = make(live)
    live.input(edit)
    const atOnce = live.stateHash()
    runTo(live, END)

    for (const slice of [997, 65_536, 1_000_000]) {
      const replayed = newMachine(live.inputs())
      runTo(replayed, at, slice)
      expect(replayed.stateHash()).toBe(atOnce)
      runTo(replayed, END, slice)
      expect(replayed.stateHash(), `in slices of ${slice}`).toBe(live.stateHash())
    }
  })

  it('in the past begins a branch, and leaves the inputs that come later as they are', () => {
    const { machine, timeline } = record()
    const atEnd = machine.stateHash()
    const edit = setMemory(VGA, 0x58)
    timeline.seek(instant(1_000_000))
    timeline.input(edit, 'X')
    expect(machine.readLinear(VGA, 1)).toEqual(Uint8Array.of(0x58))
    expect(timeline.branches()).toMatchObject([
      { id: 0, end: END },
      { id: 1, parent: 0, forkedAt: 1_000_000, end: 1_000_000, change: 'X' },
    ])
    timeline.run(END - 1_000_000)

    const straight = newMachine(
      [...INPUTS, logged(1_000_000, edit)].sort((a, b) => a.instant - b.instant),
    )
    runTo(straight, END)
    expect(machine.stateHash()).toBe(straight.stateHash())
    timeline.switchTo(0)
    expect(machine.stateHash()).toBe(atEnd)
  })

  it('at the end of the run is an input of it, and no branch', () => {
    const { machine, timeline } = record()
    timeline.input(setRegister('RAX', 5n))
    expect(timeline.branches()).toHaveLength(1)
    timeline.run(1000)
    const straight = newMachine([...INPUTS, logged(END, setRegister('RAX', 5n))])
    runTo(straight, END + 1000)
    expect(machine.stateHash()).toBe(straight.stateHash())
  })

  it('is there again wherever one goes in its branch, and nowhere before it', () => {
    const { machine, timeline } = record()
    timeline.seek(instant(450_000))
    timeline.input(setMemory(VGA, 0x58))
    timeline.run(100_000)
    for (const at of [450_000, 449_999, 470_000, 440_000, 450_001]) {
      timeline.seek(instant(at))
      expect(machine.readLinear(VGA, 1)[0] === 0x58, `at instant ${at}`).toBe(at >= 450_000)
    }
    timeline.seek(instant(450_000))
    timeline.stepBack(1)
    expect(machine.readLinear(VGA, 1)[0]).not.toBe(0x58)
  })

  it('of some bits leaves those beside them as they are at that instant', () => {
    const machine = newMachine([])
    runTo(machine, 20_000)
    machine.input(setMemory(VGA, 0b1010_0101, 0xff))
    machine.input({
      type: 'set-memory',
      space: 'linear',
      address: VGA,
      bytes: [0xff, 0x00],
      mask: [0b0101_0000, 0x0f],
    })
    expect([...machine.readLinear(VGA, 2)]).toEqual([0b1111_0101, 0xf0])
  })

  it('of a page-table entry leaves the TLB as it is, as a store would', () => {
    const machine = newMachine([])
    runTo(machine, 20_000)
    const last = machine.translate(VGA, 'write').walk.steps.at(-1)
    const entry = {
      type: 'set-memory',
      space: 'physical',
      address: last?.address ?? 0n,
      bytes: bytesOf(withBits(last?.value ?? 0n, 0, 1, 0n), 8),
    } as const
    expect(machine.translate(VGA, 'write')).toMatchObject({ isTlbHit: true })
    machine.input(entry)
    expect(machine.translate(VGA, 'write')).toMatchObject({
      isTlbHit: true,
      walk: { outcome: 'not-present' },
    })
    machine.input({ type: 'invalidate-page', address: VGA })
    expect(machine.translate(VGA, 'write')).toMatchObject({ isTlbHit: false })
    let fault: bigint | undefined
    machine.listen(['exception'], (event) => {
      if (event.type === 'exception.raised') fault ??= event.cr2
    })
    machine.input({ type: 'keys', scanCodes: typeText('help\n') })
    runTo(machine, 3_000_000)
    expect((fault ?? 0n) >> 12n).toBe(VGA >> 12n)
  })

  it('of the instruction at RIP is what is executed next, though it was decoded before', () => {
    const { machine, timeline } = record()
    timeline.seek(instant(1_300_000))
    timeline.step(1)
    const rip = machine.register('RIP')
    timeline.input(setMemory(rip, 0x0f, 0x0b))
    let vector: number | undefined
    machine.listen(['exception'], (event) => {
      if (event.type === 'exception.raised') vector ??= event.vector
    })
    timeline.step(1)
    expect(vector).toBe(6)
  })

  const impossible: readonly (readonly [string, StateEdit, string])[] = [
    ['a RIP that is not canonical', setRegister('RIP', 1n << 50n), 'canonical'],
    ['RFLAGS.VM', setRegister('RFLAGS', 0x2_0002n), 'virtual-8086'],
    ['CR0 without PG', setRegister('CR0', 0x1_0011n), 'PG'],
    ['CR3 beyond 40 bits', setRegister('CR3', 1n << 41n), '40 bits'],
    ['CR4 without PAE', setRegister('CR4', 0n), 'PAE'],
    ['CR8 beyond 15', setRegister('CR8', 16n), '15'],
    ['EFER without LME', setRegister('IA32_EFER', 0n), 'LME'],
    ['a limit of 17 bits', setRegister('IDTR.limit', 0x1_0000n), '16 bits'],
    ['memory that is not mapped', setMemory(0xdead_beefn, 1), 'No memory'],
    ['bytes that run out of memory', setMemory(0xffff_ffff_ffff_fffen, 1, 2, 3), 'No memory'],
    [
      'physical memory that is not there',
      { type: 'set-memory', space: 'physical', address: 1n << 40n, bytes: [1] },
      'No memory',
    ],
  ]

  it.each(impossible)('refuses %s, with a reason, and does nothing', (_, edit, reason) => {
    const { machine, timeline } = record()
    timeline.seek(instant(2_500_000))
    const before = machine.stateHash()
    expect(() => timeline.input(edit)).toThrow(ImpossibleInput)
    expect(() => timeline.input(edit)).toThrow(reason)
    expect(machine.stateHash()).toBe(before)
    expect(timeline.branches()).toHaveLength(1)
    expect(timeline.end()).toBe(END)
  })

  it.each(impossible)('of %s in a log changes nothing', (_, edit) => {
    const machine = newMachine([logged(30_000, edit)])
    const plain = newMachine([])
    runTo(machine, 100_000)
    runTo(plain, 100_000)
    expect(machine.stateHash()).toBe(plain.stateHash())
  })

  it('is refused where the machine stands still for good, and so is a key', () => {
    const machine = newMachine([], 'scenario=no-idt')
    const timeline = createTimeline(machine)
    expect(timeline.run(1_000_000).reason).toBe('shutdown')
    expect(() => timeline.input(setRegister('RAX', 1n))).toThrow('for good')
    expect(() => timeline.input({ type: 'keys', scanCodes: [1] })).toThrow('for good')
    timeline.stepBack(1)
    timeline.input(setRegister('RAX', 1n))
    expect(machine.register('RAX')).toBe(1n)
  })

  it('is found as whoever wrote a byte last', () => {
    const { machine, timeline } = record()
    timeline.seek(instant(450_000))
    timeline.input(setMemory(VGA, 0x58))
    timeline.run(10_000)
    const { walk } = machine.translate(VGA, 'read')
    const place = walk.physicalAddress
    if (place === undefined) throw new Error('the screen is not mapped')
    expect(finish(timeline.findLastWrite(place, 2))).toMatchObject({
      instant: 450_000,
      new: 0x58n,
      isEdit: true,
    })
    timeline.seek(instant(449_000))
    expect(finish(timeline.findLastWrite(place, 2))).not.toHaveProperty('isEdit')
  })
})

describe('the last change of a register', () => {
  it('is the instruction after which it was another', () => {
    const { machine, timeline } = record()
    timeline.seek(instant(1_500_000))
    const here = machine.stateHash()
    for (const name of ['RAX', 'RSP', 'R15', 'RFLAGS', 'CR3', 'IDTR.base', 'IDTR.limit'] as const) {
      const value = machine.register(name)
      const found = finish(timeline.findLastChange(name))
      expect(machine.stateHash(), name).toBe(here)
      expect(found, name).toMatchObject({ new: value, isEdit: false })
      timeline.seek(found?.instant ?? instant(0))
      expect(machine.register(name), name).toBe(found?.old)
      timeline.step(1)
      expect(machine.register(name), name).toBe(value)
      timeline.seek(instant(1_500_000))
    }
  })

  it('is the very last of all', () => {
    const machine = newMachine([])
    const timeline = createTimeline(machine, DENSE)
    let last = -1
    let before = machine.register('RBP')
    while (machine.instant() < 19_000) {
      timeline.step(1)
      if (machine.register('RBP') !== before) last = machine.instant() - 1
      before = machine.register('RBP')
    }
    expect(finish(timeline.findLastChange('RBP'))?.instant).toBe(last)
  })

  it.each([450_000, 5_500_000])('is an edit of instant %i when it was one', (at) => {
    const { machine, timeline } = record()
    timeline.seek(instant(at))
    const old = machine.register('R15')
    timeline.input(setRegister('R15', old ^ 5n))
    const change = { instant: at, old, new: old ^ 5n, isEdit: true }
    expect(finish(timeline.findLastChange('R15'))).toMatchObject(change)
  })

  it('is none when it has never been another', () => {
    const machine = newMachine([])
    const timeline = createTimeline(machine)
    timeline.run(5)
    expect(finish(timeline.findLastChange('CR8'))).toBeUndefined()
    expect(finish(timeline.findLastChange('R15'))).toBeUndefined()
  })
})

describe('other inputs', () => {
  const others = (...inputs: LoggedInput[]) => {
    const straight = newMachine(inputs)
    runTo(straight, END)
    return straight.stateHash()
  }
  const [walk, breakpoint, alloc] = INPUTS as [LoggedInput, LoggedInput, LoggedInput]

  it.each([
    ['drop one', breakpoint.instant, [walk, alloc]],
    [
      'give one later',
      breakpoint.instant,
      [walk, { ...breakpoint, instant: instant(1_234_767) }, alloc],
    ],
    [
      'give one earlier',
      instant(900_000),
      [walk, { ...breakpoint, instant: instant(900_000) }, alloc],
    ],
    ['drop the first', walk.instant, [breakpoint, alloc]],
  ])('%s, and the rest comes as it came', (_, at, inputs) => {
    const { machine, timeline } = record()
    timeline.fork({ at, inputs, change: 'other' })
    expect(timeline.now()).toBe(at)
    timeline.run(END - at)
    expect(machine.stateHash()).toBe(others(...inputs))
    timeline.seek(instant(at - 1))
    timeline.switchTo(0)
    timeline.seek(instant(END))
    expect(machine.stateHash()).toBe(others(...INPUTS))
  })

  it('can differ at the very beginning', () => {
    const first = logged(0, setRegister('RSI', 77n))
    const { machine, timeline } = record()
    timeline.fork({ at: instant(0), inputs: [first, ...INPUTS], change: 'RSI = 77' })
    expect(machine.register('RSI')).toBe(77n)
    timeline.run(END)
    expect(machine.stateHash()).toBe(others(first, ...INPUTS))
  })
})

describe('branches', () => {
  it('are named, and deleted when nothing hangs on them', () => {
    const { machine, timeline } = record()
    const first = machine.stateHash()
    timeline.seek(instant(1_000_000))
    timeline.input(setRegister('RAX', 1n), 'RAX = 1')
    timeline.run(100_000)
    timeline.seek(instant(1_050_000))
    timeline.input(setRegister('RBX', 1n), 'RBX = 1')
    timeline.rename(1, 'mine')
    expect(timeline.branches()[1]).toMatchObject({ change: 'RAX = 1', name: 'mine' })
    expect(() => timeline.remove(0)).toThrow('first')
    expect(() => timeline.remove(1)).toThrow('delete that one first')
    timeline.remove(2)
    expect(timeline.present()).toBe(1)
    expect(timeline.now()).toBe(1_050_000)
    timeline.remove(1)
    timeline.seek(instant(END))
    expect(machine.stateHash()).toBe(first)
    timeline.seek(instant(1_000_000))
    timeline.input(setRegister('RCX', 1n))
    expect(timeline.branches().map(({ id }) => id)).toEqual([0, 1].map((id) => id * 3))
  })

  it('of a branch go back through both of those that they came from', () => {
    const { machine, timeline } = record()
    const inputs = [...INPUTS]
    for (const [at, register] of [
      [1_000_000, 'R12'],
      [1_600_000, 'R13'],
      [2_100_000, 'R14'],
    ] as const) {
      timeline.seek(instant(at))
      timeline.input(setRegister(register, 7n))
      inputs.push(logged(at, setRegister(register, 7n)))
      timeline.run(END - at)
    }
    inputs.sort((a, b) => a.instant - b.instant)
    for (const at of [500_000, 1_200_000, 1_700_000, 2_050_000, 2_200_000, 1_000_000]) {
      timeline.seek(instant(at))
      const straight = newMachine(inputs)
      runTo(straight, at)
      expect(machine.stateHash(), `at instant ${at}`).toBe(straight.stateHash())
    }
  })
})
