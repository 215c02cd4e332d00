/** Breakpoints of a session: where a run stops and why, back to the one before, kept with the session. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Update } from '../../shared/protocol'
import { decodeSession } from '../timeline/session-file'
import { createTestHost, type TestHost } from './session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const files = {
  coreWasm: read('build/core/core.wasm'),
  prebuiltImage: read('kernel/prebuilt/ringside-kernel.elf'),
}
const image = new Uint8Array(read('tests/series/recorded/lost-stack-debug.elf'))
const configuration = { commandLine: '', memorySize: 32 * 2 ** 20 }
const MAIN = { file: 'src/main.rs', directory: '.' }
const GDT = { file: 'src/gdt.rs', directory: '.' }

/** The source of a line, as the test means it. */
const lineOf = (file: string, text: string): number => {
  const source = read(`tests/series/kernels/lost-stack/${file}`).toString().split('\n')
  return source.findIndex((line) => line.includes(text)) + 1
}
const FACTORIAL = lineOf('src/main.rs', 'if number < 2')

function save(host: TestHost): Uint8Array {
  host.updates.length = 0
  host.send({ type: 'save-session' })
  const saved = host.updates.find((update) => update.type === 'session-saved')
  if (saved?.type !== 'session-saved') throw new Error('not saved')
  return saved.bytes
}

describe('breakpoints of a session', () => {
  let host: TestHost
  const status = () => look().status
  const breakpoints = () => look().models.breakpoints

  function look() {
    return host.look('breakpoints', 'backtrace', 'branches', 'serial')
  }

  function add(text: string): Extract<Update, { type: 'breakpoint-answered' }> {
    host.updates.length = 0
    host.send({ type: 'add-breakpoint', text })
    const answer = host.updates.find((update) => update.type === 'breakpoint-answered')
    if (answer?.type !== 'breakpoint-answered') throw new Error(JSON.stringify(host.updates))
    return answer
  }

  function run() {
    host.send({ type: 'run' })
    host.pass(1500)
    return status()
  }

  function runBack() {
    host.updates.length = 0
    host.send({ type: 'run-back' })
    host.pass(20)
    const failed = host.updates.find((update) => update.type === 'failed')
    return failed?.type === 'failed' ? failed.cause : status().instant
  }

  beforeEach(() => {
    host = createTestHost(files)
    host.send({ type: 'load', name: 'lost-stack.elf', image, configuration })
    host.send({ type: 'set-speed', speed: 'flat-out' })
    look()
  })

  it('stop the run before a line, say which it is, and leave nothing beyond it', () => {
    add(`main.rs:${FACTORIAL}`)
    expect(run()).toMatchObject({
      activity: 'paused',
      stoppedAt: `main.rs:${FACTORIAL}`,
    })
    const { status: there, models } = look()
    expect(there.instant).toBe(there.end)
    expect(models.breakpoints?.reached).toEqual([1])
    expect(models.backtrace?.frames[0]).toMatchObject({
      function: 'lost_stack::factorial',
      source: { line: FACTORIAL },
    })
    host.send({ type: 'step', count: 1 })
    expect(status().stoppedAt).toBeUndefined()
  })

  it('stop each activation of a function that calls itself, and the run goes back over all of them', () => {
    add('factorial')
    const stops = Array.from({ length: 5 }, () => run().instant)
    expect(new Set(stops).size).toBe(5)
    expect(run().activity).toBe('frozen')
    const back = Array.from({ length: 5 }, runBack)
    expect(back).toEqual([...stops].reverse())
    expect(status().stoppedAt).toBe('factorial')
    expect(runBack()).toBe('The run has passed no breakpoint before this instant.')
    expect(status().instant).toBe(stops[0])
  })

  it('stop at events that a query finds, where what is typed then belongs to the same branch', () => {
    expect(add('irq 0 ack').refusal).toBeUndefined()
    const { instant, end, stoppedAt } = run()
    expect(stoppedAt).toBe('each irq 0 ack')
    expect(end).toBe(instant)
    host.send({ type: 'press-keys', scanCodes: [0x1e] })
    expect(look().models.branches?.branches).toHaveLength(1)
    const second = run().instant
    expect(second).toBeGreaterThan(instant)
    expect(runBack()).toBe(instant)
  })

  it('are refused with what would work instead', () => {
    const empty = lineOf('src/main.rs', 'let mut frames = 0') - 2
    expect(add(`main.rs:${empty}`).refusal?.cause).toBe(
      `No code belongs to line ${empty} of main.rs; the next line with code is ${empty + 1}.`,
    )
    expect(add('nowhere.rs:3').refusal?.cause).toBe('No source of the image is called nowhere.rs.')
    expect(add('factoriel').refusal?.cause).toBe(
      "There is no function and no event 'factoriel'. Did you mean factorial?",
    )
    expect(add('fault PQ').refusal).toMatchObject({ span: { start: 6, end: 8 } })
    expect(add('each fautl').refusal).toMatchObject({ span: { start: 5, end: 10 } })
    expect(breakpoints()?.list).toEqual([])
  })

  it('are set and taken away on a line, and do nothing while they are off', () => {
    const place = { type: 'line', source: MAIN, line: FACTORIAL } as const
    host.send({ type: 'toggle-breakpoint', place })
    host.send({ type: 'enable-breakpoint', breakpoint: 1, isEnabled: false })
    expect(breakpoints()?.list).toMatchObject([{ isEnabled: false, words: `main.rs:${FACTORIAL}` }])
    expect(run().activity).toBe('frozen')
    host.send({ type: 'toggle-breakpoint', place })
    expect(breakpoints()?.list).toEqual([])
  })

  it('that are set while the machine runs are met', () => {
    host.send({ type: 'set-speed', speed: 100_000 })
    host.send({ type: 'run' })
    host.pass(50)
    add('write_to_nowhere')
    host.send({ type: 'set-speed', speed: 'flat-out' })
    host.pass(1500)
    expect(status().stoppedAt).toBe('write_to_nowhere')
  })

  it('change nothing of the run', () => {
    const line = lineOf('src/gdt.rs', 'interrupt_stack_table')
    host.send({ type: 'toggle-breakpoint', place: { type: 'line', source: GDT, line } })
    add('timer')
    const at = run()
    expect(at.stoppedAt).toBe(`gdt.rs:${line}`)
    while (run().activity === 'paused');
    const { end } = status()
    const quiet = createTestHost(files)
    quiet.send({ type: 'load', name: 'lost-stack.elf', image, configuration })
    quiet.send({ type: 'set-speed', speed: 'flat-out' })
    quiet.send({ type: 'run' })
    quiet.pass(1500)
    expect(quiet.frame().status.end).toBe(end)
    expect(decodeSession(save(host)).stateHash).toBe(decodeSession(save(quiet)).stateHash)
  })

  it('are kept with the session, and survive a reset', () => {
    add('factorial')
    add('fault PF')
    add('0x204bb0')
    host.send({ type: 'enable-breakpoint', breakpoint: 2, isEnabled: false })
    const bytes = save(host)
    const before = look().models.breakpoints?.list
    host.send({ type: 'reset' })
    host.send({ type: 'pause' })
    const plain = (list = before) => list?.map(({ place, isEnabled }) => ({ place, isEnabled }))
    expect(plain(look().models.breakpoints?.list)).toEqual(plain())

    const other = createTestHost(files)
    other.send({ type: 'open-session', bytes })
    other.pass(10)
    other.send({ type: 'watch', views: ['breakpoints'] })
    expect(plain(other.frame().models.breakpoints?.list)).toEqual(plain())
  })
})
