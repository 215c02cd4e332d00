/** The memory pane's model on the kernel that comes with the app. */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MemoryWindow } from '../../../shared/models/memory'
import type { ProcessorState } from '../../machine/processor-state'
import { compileCore } from '../../machine/webassembly'
import { loadMachine, type LoadedMachine } from '../loaded-machine'
import { mappedNeighbour } from './mapped-neighbour'
import { createMemoryLook } from './memory-model'

const file = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url))
const core = compileCore(file('build/core/core.wasm'))

const LAST = (1n << 64n) - 1n
const MEMORY = 16 << 20

function kernelAt(instants: number): LoadedMachine {
  const image = file('kernel/prebuilt/ringside-kernel.elf')
  const loaded = loadMachine(core, 'kernel', image, { commandLine: '', memorySize: MEMORY })
  loaded.machine.run(instants)
  return loaded
}

function createPane(loaded: LoadedMachine) {
  const look = createMemoryLook()
  let before: ProcessorState = loaded.machine.processor()
  return {
    look,
    begin: () => (before = loaded.machine.processor()),
    at(window: Partial<MemoryWindow>) {
      look.show({ space: 'linear', from: 0n, rows: 8, columns: 16, cursor: 0n, ...window })
      return look.model(loaded, before, false)
    },
  }
}

describe('memory at the prompt', () => {
  let loaded: LoadedMachine
  let pane: ReturnType<typeof createPane>
  beforeAll(() => {
    loaded = kernelAt(20_000_000)
    pane = createPane(loaded)
  })

  const leadsTo = (text: string) => pane.at({ expression: { question: 1, text } }).expression

  it('shows the same bytes by a linear address and by the physical one that it leads to', () => {
    const ticks = leadsTo('pit_8254::TICKS')?.address ?? 0n
    const from = ticks - (ticks % 16n)
    const linear = pane.at({ from, cursor: ticks })
    const physical = linear.cursor.physicalAddress ?? 0n
    const same = pane.at({ space: 'physical', from: physical - (physical % 16n) })
    expect(same.rows[0]?.bytes).toEqual(linear.rows[0]?.bytes)
    expect(linear.rows[0]?.bytes).toHaveLength(16)
  })

  it('says what the page of the chosen byte allows, and whose the byte is', () => {
    const data = leadsTo('pit_8254::TICKS')?.address ?? 0n
    expect(pane.at({ cursor: data }).cursor).toMatchObject({
      outcome: 'mapped',
      pageSize: '4k',
      permissions: { isWritable: true, isUser: false, isExecutable: false },
      symbol: 'ringside_kernel::devices::pit_8254::TICKS',
    })
    const code = loaded.machine.processor().rip
    expect(pane.at({ cursor: code }).cursor.permissions).toMatchObject({
      isWritable: false,
      isExecutable: true,
    })
  })

  it('says why there are no bytes', () => {
    const [first] = pane.at({ from: 0x6000_0000_0000n }).rows
    expect(first).toMatchObject({ absence: { reason: 'not-mapped', level: 'pml4' }, changed: 0 })
    // The nearest symbol below has nothing to do with it.
    expect(pane.at({ cursor: 0x6000_0000_0000n }).cursor.symbol).toBeUndefined()
    const [hole] = pane.at({ from: 0x8000_0000_0000n }).rows
    expect(hole?.absence).toEqual({ reason: 'non-canonical' })
    const rows = pane.at({ space: 'physical', from: BigInt(MEMORY) - 16n, rows: 2 }).rows
    expect(rows.map(({ absence }) => absence)).toEqual([undefined, { reason: 'no-memory' }])
  })

  it('reaches to the last byte of the space and no further', () => {
    const { rows } = pane.at({ from: LAST - 31n, rows: 4 })
    expect(rows.map(({ address }) => address)).toEqual([LAST - 31n, LAST - 15n, 0n, 16n])
  })

  it('names the nearest mapped memory where there is none', () => {
    const { mappedBefore, mappedAfter } = pane.at({ from: 0x6000_0000_0000n })
    const isMapped = (address = 0n) => pane.at({ cursor: address }).cursor.outcome === 'mapped'
    expect(isMapped(mappedBefore)).toBe(true)
    expect(isMapped(mappedAfter)).toBe(true)
    expect(isMapped((mappedBefore ?? 0n) + 1n)).toBe(false)
    expect(isMapped((mappedAfter ?? 0n) - 1n)).toBe(false)
    const stack = loaded.machine.processor().general[4] ?? 0n
    expect(pane.at({ from: stack - (stack % 16n), rows: 1 })).not.toHaveProperty('mappedAfter')
  })

  it.each([
    ['b8000', 0xb8000n],
    ['0xffff_ffff_8010_0000', 0xffff_ffff_8010_0000n],
    ['0xfff0 + 0x10 * 2', 0x1_0010n],
    ['-1', LAST],
  ])('takes %s for an address', (text, address) => {
    expect(leadsTo(text)).toEqual({ question: 1, address })
  })

  it('takes registers, memory, symbols and places for addresses', () => {
    const { general, rip, idtr } = loaded.machine.processor()
    const rsp = general[4] ?? 0n
    expect(leadsTo('rsp+0x20')?.address).toBe(rsp + 0x20n)
    expect(leadsTo('RIP')?.address).toBe(rip)
    expect(leadsTo('idtr')?.address).toBe(idtr.base)
    expect(leadsTo('idt')?.address).toBe(idtr.base)
    const word = loaded.machine.readLinear(pane.at({ cursor: rsp }).rsp, 8)
    expect(leadsTo('mem64(rsp)')?.address).toBe(new DataView(word.buffer).getBigUint64(0, true))
  })

  it.each([
    ['no_such_thing', /no_such_thing/],
    ['rsp +', /Expected a value/],
    ['"text"', /no address/],
    ['1/0', /zero/],
  ])('says what is wrong with %s', (text, problem) => {
    const place = leadsTo(text)
    expect(place?.address).toBeUndefined()
    expect(place?.problem).toMatch(problem)
  })
})

describe('bytes that have changed', () => {
  it('are marked once the machine stands again, and not a step later', () => {
    const loaded = kernelAt(20_000_000)
    const pane = createPane(loaded)
    const ticks = loaded.debugInfo.symbols.variable('pit_8254::TICKS')?.address ?? 0n
    const from = ticks - (ticks % 16n)
    const changed = () => pane.at({ from, rows: 1 }).rows[0]?.changed ?? 0
    expect(changed()).toBe(0)
    pane.begin()
    loaded.machine.run(5_000_000)
    expect((changed() >>> Number(ticks - from)) & 1).toBe(1)
    expect(changed()).not.toBe(0)
    pane.begin()
    loaded.machine.run(1)
    expect(changed()).toBe(0)
  })
})

describe('the search for mapped memory', () => {
  it('ends, also where nothing is mapped anywhere', () => {
    const nothing = {
      translate: (linearAddress: bigint) => ({
        isTlbHit: false,
        walk: { outcome: 'not-present', steps: [{}], linearAddress },
      }),
    } as unknown as LoadedMachine['machine']
    expect(mappedNeighbour(nothing, 0n, 1)).toBeUndefined()
    expect(mappedNeighbour(nothing, LAST, -1)).toBeUndefined()
  })
})
