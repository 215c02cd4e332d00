/** The heap as queries know it: one machine finds it out, and what it knows holds as long as it is so. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { typeText } from '../../shared/scan-codes'
import { instant } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import { loadMachine } from './loaded-machine'
import { createHeapLook } from './moment-heap'

const root = new URL('../../../', import.meta.url)
const core = compileCore(readFileSync(new URL('build/core/core.wasm', root)))
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))

function start(commandLine = 'exec=simple') {
  const loaded = loadMachine(core, 'kernel', image, { commandLine, memorySize: 16 << 20 })
  const { timeline, debugInfo, createMachine } = loaded
  const counts = { made: 0, ran: 0 }
  const heap = createHeapLook({
    timeline,
    debugInfo,
    createMachine() {
      counts.made += 1
      const machine = createMachine()
      return {
        ...machine,
        run(budget) {
          const before = machine.instant()
          const stop = machine.run(budget)
          counts.ran += machine.instant() - before
          return stop
        },
      }
    },
  })
  return { timeline, heap, counts }
}

const typed = (text: string) => ({ type: 'keys' as const, scanCodes: typeText(text) })

describe('the heap of a run', () => {
  it('is where it is going to be, before the kernel has made it', () => {
    const { timeline, heap } = start()
    const range = heap.range()
    expect(range && range.hi - range.lo).toBeGreaterThan(0n)
    timeline.run(3_000_000)
    expect(heap.range()).toEqual(range)
    expect(heap.fields(timeline.now())).toMatchObject(range ?? {})
  })

  it('stays known when a key is typed after it was made, and nothing is gone through again', () => {
    const { timeline, heap, counts } = start()
    timeline.run(3_000_000)
    const range = heap.range()
    const { ran } = counts
    timeline.input(typed('alloc 100\n'))
    timeline.run(3_000_000)
    expect(heap.range()).toEqual(range)
    expect(counts).toEqual({ made: 1, ran })
  })

  it('knows what was asked for in each branch', () => {
    const { timeline, heap, counts } = start()
    timeline.run(3_000_000)
    const fork = timeline.now()
    const usedAt = (at: number) => heap.fields(instant(at))?.['used']
    const before = usedAt(fork)
    timeline.input(typed('alloc 4000\n'))
    timeline.run(3_000_000)
    const end = timeline.now()
    expect(usedAt(end)).toBeGreaterThan(Number(before) + 3999)
    timeline.seek(instant(fork - 1000))
    timeline.input(typed('help\n'))
    timeline.run(3_000_000)
    expect(usedAt(end)).toBeLessThan(Number(before) + 3999)
    expect(usedAt(fork - 1000)).toBe(before)
    expect(counts.made).toBe(1)
  })

  it('is not gone through without limit for one answer', () => {
    const { heap, counts } = start()
    const range = heap.range()
    const { ran } = counts
    const fields = heap.fields(instant(5_000_000_000))
    expect(fields).toMatchObject(range ?? {})
    expect(fields?.['used']).toBeUndefined()
    expect(counts.ran).toBe(ran)
  })
})
