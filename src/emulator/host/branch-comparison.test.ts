/** Two branches side by side: where they part, what differs there, and what happened on each. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { boot, createTestHost, type TestHost } from './session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const files = {
  coreWasm: read('build/core/core.wasm'),
  prebuiltImage: read('kernel/prebuilt/ringside-kernel.elf'),
}

describe('two branches of a run', () => {
  let host: TestHost
  const comparison = () => {
    const { comparison: model } = host.look('comparison').models
    if (!model) throw new Error('nothing is compared')
    return model
  }

  function look() {
    const { registers } = host.look('registers').models
    if (!registers) throw new Error('there are no registers')
    return registers
  }

  /** Stands at the breakpoint, where the second branch begins. */
  beforeEach(() => {
    host = createTestHost(files)
    boot(host)
    host.send({ type: 'type-serial', text: 'int 3\n' })
    host.pass(100)
    host.send({ type: 'pause' })
    host.send({ type: 'go-to-event', lane: 'faults', direction: 'before' })
  })

  function compareAfter(edit: () => void): void {
    edit()
    host.send({ type: 'run' })
    host.pass(60)
    host.send({ type: 'pause' })
    host.send({ type: 'compare', left: 0, right: 1 })
    host.pass(3000)
  }

  const setRegister = (register: 'RAX' | 'RIP' | 'R15', value: bigint) =>
    host.send({ type: 'edit', edit: { type: 'set-register', register, value } })

  it('part at the edit, in the register that was set', () => {
    const fork = host.frame().status.instant
    compareAfter(() => setRegister('R15', 0x1234_5678n))
    const { divergence, left, right, forkedAt } = comparison()
    expect([forkedAt, divergence?.instant]).toEqual([fork, fork])
    expect(divergence?.words).toMatch(/^R15: 0x[0-9a-f]+ on the left, 0x12345678 on the right/)
    expect([left.name, right.name]).toEqual(['first run', 'R15 = 0x12345678'])
    expect([left.isPresent, right.isPresent]).toEqual([false, true])
  })

  it('stand at the same instant, with what differs marked', () => {
    const fork = host.frame().status.instant
    compareAfter(() => setRegister('R15', 0x1234_5678n))
    host.send({ type: 'seek', instant: fork })
    host.pass(2)
    const { left, right, registers, memory } = comparison()
    expect([left.instant, right.instant]).toEqual([fork, fork])
    const others = registers.general.filter(({ isChanged }) => isChanged)
    expect(others.map(({ name, previous }) => [name, previous])).toEqual([['R15', 0x1234_5678n]])
    expect([memory.pageCount, memory.byteCount]).toEqual([0, 0])
  })

  it('name the first instruction that only one of them executes', () => {
    compareAfter(() => setRegister('RIP', look().rip.value + 1n))
    const { divergence, events, firstDifference, memory } = comparison()
    expect(divergence?.path?.instant).toBe(divergence?.instant)
    expect(divergence?.path?.left).not.toBe(divergence?.path?.right)
    // The breakpoint was stepped over: its exception is on the left alone.
    expect(firstDifference).toBeDefined()
    const row = events[firstDifference ?? -1]
    expect([row?.left?.label, row?.right]).toEqual(['#BP', undefined])
    // One screen says so, the other does not.
    const screen = memory.pages.find(({ what }) => what === 'text screen')
    expect(screen?.rows.length).toBeGreaterThan(0)
  })

  it('say so when a change has come to nothing', () => {
    compareAfter(() => setRegister('RAX', look().general[0]?.value ?? 0n))
    expect(comparison().divergence).toEqual({
      words: 'The two are in the same state wherever both have been.',
    })
  })

  it('are shown until one of them is no more', () => {
    compareAfter(() => setRegister('R15', 1n))
    host.send({ type: 'delete-branch', branch: 1 })
    expect(() => comparison()).toThrow('nothing is compared')
  })

  it('stay in step by their events when the reader wants that', () => {
    compareAfter(() => setRegister('R15', 0x1234_5678n))
    host.send({ type: 'align-comparison', by: 'event' })
    const { alignment, left, right } = comparison()
    expect(alignment).toBe('event')
    expect(Math.abs(left.instant - right.instant)).toBeLessThan(instant(1_000_000))
  })
})
