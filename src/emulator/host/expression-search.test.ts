/** Expressions of the lessons, computed over recorded runs of the kernel. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../shared/query/parse'
import type { Value } from '../query/event-record'
import type { Found } from '../query/stream'
import { compileCore } from '../machine/webassembly'
import { evaluateInRun } from './expression-search'
import { loadMachine, type LoadedMachine } from './loaded-machine'
import { searchRecordedRun } from './recorded-search'

const root = new URL('../../../', import.meta.url)
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))
const core = compileCore(readFileSync(new URL('build/core/core.wasm', root)))

function recorded(scenario: string, length = 1_000_000): LoadedMachine {
  const commandLine = `scenario=${scenario}`
  const loaded = loadMachine(core, 'kernel', image, { commandLine, memorySize: 16 << 20 })
  loaded.timeline.run(length)
  return loaded
}

function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function first(loaded: LoadedMachine, text: string): Found {
  const [found] = finish(searchRecordedRun(loaded, { text, query: parseQuery(text) })).found
  if (!found) throw new Error(`there is no ${text}`)
  return found
}

/** The value of an expression at a moment; `names` are other moments of the same run. */
function value(
  loaded: LoadedMachine,
  at: string,
  text: string,
  names: Readonly<Record<string, string>> = {},
): Value | undefined {
  const moment = (name: string) => {
    const query = names[name]
    return query === undefined ? undefined : { query: parseQuery(query) }
  }
  return finish(evaluateInRun(loaded, { text, at: first(loaded, at), moment }))
}

describe('an expression over a recorded run', () => {
  const breakpoint = recorded('breakpoint')

  it.each<readonly [at: string, text: string, expected: Value]>([
    ['first deliver BP', 'deliver.rsp0 - @enter.rsp >= 40', 1n],
    ['first enter BP', 'enter.if = 1', 0n],
    ['first leave BP', 'diff(@fault.regs, this.regs)', 0n],
    ['first fault BP', 'fault.rip != @enter.frame.rip', 1n],
    ['first insn lidt +1 insn', 'idtr.limit', 4095n],
    ['first deliver BP', 'count(push where slot = err within this) = 1', 0n],
    ['first deliver BP', 'count(push within this)', 5n],
    ['first deliver BP', 'idt[3].offset = deliver.handler', 1n],
    ['first insn ltr +1 insn', 'gdt[tr].type', 11n],
    ['first exec kernel_main', 'efer.lma', 1n],
    ['first exec kernel_main', 'insns(first exec kernel_main, @fault) > 1000', 1n],
    ['first fault BP', 'mem8(rip)', 0xccn],
    ['first fault BP', 'pic1.base', 0x20n],
    ['first fault BP', 'count(fault after this)', 0n],
    ['first exec kernel_main', 'count(load segment) = count(each load segment before this)', 1n],
  ])('at %s, %s', (at, text, expected) => {
    const names = { enter: 'first enter BP', fault: 'first fault BP' }
    expect(value(breakpoint, at, text, names)).toBe(expected)
  })

  it('knows where stacks lie at the moment', () => {
    const overflow = recorded('stack-overflow')
    expect(value(overflow, 'first enter DF', 'rsp')).toBe(
      value(overflow, 'first enter DF', 'ist1.hi - 48'),
    )
    expect(value(overflow, 'first enter DF', 'region(rsp)')).toBe('ist1')
  })

  it('translates by the page tables of each moment', () => {
    const spaces = recorded('two-spaces')
    const at = '2nd reg cr3'
    const probe = value(spaces, at, 'vga.lo')
    expect(probe).toBe(0xb_8000n)
    expect(value(spaces, at, 'pa(rip) = this.pa(rip)')).toBe(1n)
  })

  it('measures how long interrupts were off', () => {
    const lengths = value(recorded('timer', 300_000), 'last insn sti', 'insns(IF = 0)')
    expect(Array.isArray(lengths) && lengths.length).toBeGreaterThan(1)
    expect(value(recorded('timer', 300_000), 'last insn sti', 'max(insns(IF = 0)) > 100')).toBe(1n)
  })

  it.each<readonly [scenario: string, at: string, text: string, expected: Value]>([
    ['alloc-padding alloc=list', 'last free', 'heap.lost', 800n],
    ['heap-leak', 'last mark leaked', 'heap.used', 80n],
    ['heap-exhausted', 'first alloc where ok = 0', 'heap.free', 0n],
    ['alloc-fragment alloc=list', 'first alloc where ok = 0', 'heap.largest', 16_384n],
    ['alloc-fragment alloc=list', 'first alloc where ok = 0', 'heap.free = heap.hi - heap.lo', 1n],
    ['heap-basics', 'first alloc where ok = 1', 'region(alloc.ptr)', 'heap'],
    [
      'heap-basics alloc=list',
      'first write where by has deallocate and va in heap',
      'write.block',
      'used',
    ],
  ])('knows the heap: %s, at %s, %s', (scenario, at, text, expected) => {
    expect(value(recorded(scenario), at, text)).toBe(expected)
  })

  it('leaves the machine where it stood', () => {
    const hash = breakpoint.machine.stateHash()
    value(breakpoint, 'first fault BP', 'count(fault) + mem8(rip)')
    expect(breakpoint.machine.stateHash()).toBe(hash)
  })

  it('says what it cannot know', () => {
    expect(() => value(breakpoint, 'first fault BP', 'heap.colour')).toThrow(/colour/)
    expect(() => value(breakpoint, 'first fault BP', 'count(boot real)')).toThrow(
      /boot from a disk/,
    )
    expect(() => value(breakpoint, 'first fault BP', '@nowhere.rsp')).toThrow(/nowhere/)
  })
})
