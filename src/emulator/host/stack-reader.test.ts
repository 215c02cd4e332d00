/** The stacks of machines that run: found by their pages, told by the real unwinder, with a real overflow on them. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { StackPart, StackSwitch } from '../../shared/models/stack-switch'
import { instant } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import { loadMachine, type LoadedMachine } from './loaded-machine'

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const core = compileCore(file('build/core/core.wasm'))
const MEMORY = { memorySize: 32 << 20 }

function started(image: string, commandLine = '', until = 5_000_000): LoadedMachine {
  const loaded = loadMachine(core, image, file(image), { ...MEMORY, commandLine })
  const { machine, timeline } = loaded
  while (machine.instant() < until) {
    if (timeline.run(Math.min(50_000, until - machine.instant())).reason !== 'budget') break
  }
  return loaded
}

const kernel = (commandLine: string) => started('kernel/prebuilt/ringside-kernel.elf', commandLine)

const stacksOf = ({ observers }: LoadedMachine): StackSwitch =>
  observers['stack-switch'].model().shown

const kernelStack = ({ stacks }: StackSwitch) => stacks.find(({ name }) => name === 'kernel stack')

const countOf = (parts: readonly StackPart[], name: RegExp): number =>
  parts.reduce((sum, part) => {
    const isNamed = 'name' in part && part.name !== undefined && name.test(part.name)
    return isNamed ? sum + ('count' in part ? part.count : 1) : sum
  }, 0)

describe('the stacks of the kernel', () => {
  it('end where the linker script has left a page out, though nobody says so', () => {
    const loaded = kernel('')
    const { symbols } = loaded.debugInfo
    const stack = kernelStack(stacksOf(loaded))
    expect(stack?.top?.address).toBe(symbols.byName('stack_top')?.address)
    expect(stack?.bottom?.address).toBe(symbols.byName('stack_bottom')?.address)
    expect(stack?.guard?.page).toBe(symbols.byName('stack_guard')?.address)
  })

  it('end at a label, before pages and the TSS say so, though a label of the next thing is there as well', () => {
    const early = started('kernel/prebuilt/ringside-kernel.elf', '', 3_799)
    const stack = kernelStack(stacksOf(early))
    const top = early.debugInfo.symbols.byName('stack_top')?.address ?? 0n
    const names = early.debugInfo.symbols.beginningAt(top).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['stack_top', 'ist1_guard']))
    expect(stack?.top).toEqual({ address: top, foundBy: [{ kind: 'symbol', name: 'stack_top' }] })
  })

  it('hold the calls of the program without gaps, from the top to RSP', () => {
    const stack = kernelStack(stacksOf(kernel('')))
    const parts = stack?.parts ?? []
    expect(parts[0]?.to).toBe(stack?.top?.address)
    expect(parts.at(-1)?.from).toBe(stack?.pointer)
    for (const [index, part] of parts.slice(1).entries()) expect(part.to).toBe(parts[index]?.from)
    expect(parts.map((part) => part.kind)).not.toContain('unknown')
  })

  it('count a recursion to its last call, with the calls around it', () => {
    const stack = kernelStack(stacksOf(kernel('scenario=stack-overflow')))
    const parts = stack?.parts ?? []
    const calls = countOf(parts, /overflow/)
    expect(calls).toBeGreaterThan(1000)
    const overflow = parts.filter((part) => 'name' in part && /overflow/.test(part.name ?? ''))
    const bytes = overflow.reduce((sum, { from, to }) => sum + Number(to - from), 0)
    // Each call of this function takes its return address and a saved register: sixteen bytes.
    expect(bytes).toBe(16 * calls)
    expect(parts[0]).toMatchObject({ kind: 'function' })
    expect(parts.length).toBeLessThan(12)
  })

  it('tell why the machine shut down, and what IST1 would have done', () => {
    const loaded = kernel('scenario=double-fault-without-ist')
    const { story } = stacksOf(loaded)
    expect(loaded.machine.processor().isShutDown).toBe(true)
    expect(story).toMatchObject({
      kind: 'delivery',
      end: 'shutdown',
      steps: [
        { vector: 14, failedCheck: 'frame-push' },
        { vector: 8, failedCheck: 'frame-push' },
      ],
      counterfactual: { ist: 1, outcome: 'mapped' },
    })
  })

  it('tell of a handler that is not there by the number of its frames', () => {
    const stack = kernelStack(stacksOf(kernel('scenario=pf-handler-unmapped')))
    const frames = (stack?.parts ?? []).reduce(
      (sum, part) => sum + (part.kind === 'processor-frames' ? part.count : 0),
      0,
    )
    expect(frames).toBeGreaterThan(1000)
  })
})

it("finds a reader's stacks by the bootloader's pages and by a static of the program", () => {
  const { stacks, story } = stacksOf(started('tests/series/recorded/double-fault-release.elf'))
  expect(story).toMatchObject({ end: 'delivered', ist: 4 })
  const ist = stacks.find(({ fields }) => fields.includes('IST4'))
  expect(ist?.bottom?.foundBy).toMatchObject([{ kind: 'symbol' }])
  const overflown = stacks.find(({ use }) => use === 'suspended')
  // RSP has left the stack, and the calls above are found all the same.
  expect(overflown?.pointer).toBeLessThan(overflown?.bottom?.address ?? 0n)
  expect(countOf(overflown?.parts ?? [], /sink/)).toBeGreaterThan(60_000)
})

it('goes back with the machine: before the push the stack is full, and nothing was raised yet', () => {
  const loaded = kernel('scenario=double-fault-without-ist')
  const { story } = stacksOf(loaded)
  loaded.timeline.seek(instant(story?.instant ?? 0))
  const before = stacksOf(loaded)
  expect(before.story).toBeUndefined()
  expect(before.rsp).toBe(kernelStack(before)?.bottom?.address)
  loaded.timeline.seek(instant(loaded.machine.instant() + 1))
  expect(stacksOf(loaded).story).toEqual(story)
})
