/** Steps by source lines, forward and backward, in a reader's debug kernel and in the one that comes with the app. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { StepDepth } from '../../../shared/protocol'
import { createTestHost } from '../session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url))
const files = {
  coreWasm: read('build/core/core.wasm'),
  prebuiltImage: read('kernel/prebuilt/ringside-kernel.elf'),
}
const image = new Uint8Array(read('tests/series/recorded/lost-stack-debug.elf'))
const configuration = { commandLine: '', memorySize: 32 * 2 ** 20 }
const sourceOf = (file: string) =>
  read(`tests/series/kernels/lost-stack/src/${file}`).toString().split('\n')
const SOURCES = new Map(
  ['main.rs', 'gdt.rs', 'interrupts.rs', 'serial.rs'].map((file) => [
    `src/${file}`,
    sourceOf(file),
  ]),
)

function startHost(load: 'lost-stack' | 'prebuilt') {
  const host = createTestHost(files)
  if (load === 'prebuilt') host.send({ type: 'load-prebuilt', configuration })
  else host.send({ type: 'load', name: 'lost-stack.elf', image, configuration })
  // The clock of the test stands still while a slice is run, so one without an end would never come back.
  host.send({ type: 'set-speed', speed: load === 'prebuilt' ? 'real-time' : 'flat-out' })

  function look() {
    const { status, models } = host.look('backtrace', 'branches')
    const [top] = models.backtrace?.frames ?? []
    const { file = '', line = 0 } = top?.source ?? {}
    const text = SOURCES.get(file)?.[line - 1]?.trim() ?? `${file}:${line}`
    return {
      status,
      text,
      instant: status.instant,
      function: top?.function,
      branches: models.branches,
    }
  }

  function runTo(place: string) {
    host.send({ type: 'add-breakpoint', text: place })
    host.send({ type: 'run' })
    host.pass(500)
    return look()
  }

  function step(depth: StepDepth, direction: 'forward' | 'back' = 'forward') {
    host.updates.length = 0
    host.send({ type: 'step-line', depth, direction })
    host.pass(300)
    const failed = host.updates.find((update) => update.type === 'failed')
    if (failed?.type === 'failed') throw new Error(failed.cause)
    return look()
  }

  return { host, look, runTo, step }
}

describe('a step by source lines', () => {
  it('over runs over calls, interrupts and sleep, line by line', () => {
    const { runTo, step } = startHost('lost-stack')
    // A macro of the kernel's own has its lines where it is defined.
    const print = 'write(format_args!('
    expect(runTo('kernel_main').text).toContain(print)
    const texts = Array.from({ length: 11 }, () => step('over').text)
    expect(texts).toEqual([
      'gdt::load();',
      'interrupts::load();',
      'x86_64::instructions::interrupts::int3();',
      'println!("{} usable frames", usable_frames(boot_info));',
      expect.stringContaining(print),
      'println!("{} is 5 factorial", factorial(5));',
      expect.stringContaining(print),
      'interrupts::open();',
      'wait_for_ticks(3);',
      expect.stringContaining(print),
      'write_to_nowhere();',
    ])
    expect(step('over').status.activity).toBe('frozen')
  })

  it('back over the same lines comes to the same instants', () => {
    const { runTo, step } = startHost('lost-stack')
    const forward = [runTo('kernel_main').instant]
    for (let count = 0; count < 11; count++) forward.push(step('over').instant)
    const back = Array.from({ length: 11 }, () => step('over', 'back').instant)
    expect(back).toEqual(forward.slice(0, -1).reverse())
  })

  it('into goes into functions with lines, and out of them again', () => {
    const { runTo, step } = startHost('lost-stack')
    expect(runTo('gdt::load').text).toContain('let stack_end = end_of(')
    expect(step('into').text).toContain('x86_64-0.15.4/src/addr.rs')
    expect(step('out').text).toContain('let stack_end = end_of(')
    expect(step('into').text).toBe('stack + STACK_SIZE * PAGE_SIZE')
    expect(step('out').text).toContain('let stack_end = end_of(')
    expect(step('over').text).toContain(
      'interrupt_stack_table[DOUBLE_FAULT_IST as usize] = stack_end',
    )
    // The call was all of its line: what it returns to begins the next.
    expect(step('out').text).toBe('interrupts::load();')
  })

  it('into, back, comes to the last line of what was called', () => {
    const { runTo, step } = startHost('lost-stack')
    runTo('kernel_main')
    const instants = Array.from({ length: 12 }, () => step('into').instant)
    const back = Array.from({ length: 11 }, () => step('into', 'back').instant)
    expect(back).toEqual(instants.slice(0, -1).reverse())
  })

  it('keeps to its own activation of a function that calls itself', () => {
    const { host, runTo, step } = startHost('lost-stack')
    runTo('factorial')
    host.send({ type: 'delete-breakpoint', breakpoint: 1 })
    const first = step('over')
    expect(first.text).toBe('let rest = factorial(number - 1);')
    const second = step('over')
    expect(second.text).toBe('number * rest')
    expect(step('over', 'back').instant).toBe(first.instant)
    step('over')
    expect(step('out', 'back')).toMatchObject({ function: 'lost_stack::kernel_main' })
  })

  it('that does not end can be stopped, and takes what is typed meanwhile', () => {
    const { host, look, runTo } = startHost('prebuilt')
    runTo('shell::run')
    host.send({ type: 'step-line', depth: 'over', direction: 'forward' })
    host.pass(50)
    host.send({ type: 'step-line', depth: 'out', direction: 'forward' })
    host.pass(50)
    expect(look().status.activity).toBe('running')
    expect(look().status.work?.kind).toBe('step')
    host.send({ type: 'press-keys', scanCodes: [0x1e, 0x9e] })
    host.pass(20)
    expect(look().status.activity).toBe('running')
    host.send({ type: 'pause' })
    expect(look().status).toMatchObject({ activity: 'paused' })
    expect(look().branches?.branches).toHaveLength(1)
  })

  it('follows inlined functions as if they had been called', () => {
    const { runTo, step } = startHost('prebuilt')
    runTo('kernel_main')
    const forward = Array.from({ length: 15 }, () => step('into'))
    const back = Array.from({ length: 14 }, () => step('into', 'back').instant)
    expect(back).toEqual(
      forward
        .slice(0, -1)
        .map(({ instant }) => instant)
        .reverse(),
    )
  })
})
