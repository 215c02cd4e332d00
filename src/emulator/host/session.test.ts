/** Commands in, frames out: what a renderer sees of a machine that runs. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { screenText } from '../../shared/code-page-437'
import { typeText } from '../../shared/scan-codes'
import { linearAddress } from '../../shared/units'
import { boot as bootKernel, configuration, createTestHost, type TestHost } from './session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const files = {
  coreWasm: read('build/core/core.wasm'),
  prebuiltImage: read('kernel/prebuilt/ringside-kernel.elf'),
}

describe('a session', () => {
  let host: TestHost
  beforeEach(() => {
    host = createTestHost(files)
  })

  const boot = () => bootKernel(host)

  it('says that it is ready, and shows an empty machine', () => {
    expect(host.updates).toEqual([{ type: 'ready' }])
    expect(host.frame().status.activity).toBe('empty')
  })

  it('boots the prebuilt kernel to its prompt', () => {
    boot()
    const frame = host.frame()
    expect(frame.status).toMatchObject({
      activity: 'running',
      mode: 'long',
      cpl: 0,
      isHalted: true,
    })
    expect(frame.models.serial?.isFresh).toBe(true)
    expect(frame.models.serial?.appended).toMatch(/ring0> $/)
    expect(screenText(frame.models.screen?.cells ?? new Uint8Array())).toContain('ring0>')
    expect(frame.models['page-walk']?.total).toBeGreaterThan(10)
    expect(frame.models.disassembly?.location).toContain('ringside_kernel')
    expect(frame.models.disassembly?.lines.filter((line) => line.isCurrent)).toHaveLength(1)
  })

  it('follows the clock in real time: 100 instants a microsecond', () => {
    boot()
    const before = host.frame().status.instant
    host.pass(1000)
    const passed = host.frame().status.instant - before
    expect(passed).toBeGreaterThan(98_000_000)
    expect(passed).toBeLessThan(101_000_000)
  })

  it('runs as many instructions a second as it is told', () => {
    host.send({ type: 'load-prebuilt', configuration })
    host.send({ type: 'set-speed', speed: 10 })
    host.send({ type: 'run' })
    host.pass(2000)
    expect(host.frame().status.instant).toBeGreaterThanOrEqual(19)
  })

  it('answers a request for a frame only when there is something new', () => {
    boot()
    host.send({ type: 'pause' })
    host.frame()
    host.updates.length = 0
    host.send({ type: 'request-frame' })
    host.pass(100)
    expect(host.updates).toEqual([])
    host.send({ type: 'step', count: 1 })
    expect(host.updates.map(({ type }) => type)).toEqual(['frame'])
  })

  it('sends a view again only when it has changed', () => {
    boot()
    host.send({ type: 'pause' })
    host.frame()
    host.send({ type: 'step', count: 1 })
    const frame = host.frame()
    expect(frame.models.registers).toBeDefined()
    expect(frame.models.screen).toBeUndefined()
    expect(frame.models.serial).toBeUndefined()
  })

  it('marks what one step has changed, with what it was', () => {
    host.send({ type: 'watch', views: ['registers'] })
    host.send({ type: 'load-prebuilt', configuration })
    const before = host.frame().models.registers?.rip.value
    host.send({ type: 'step', count: 1 })
    const rip = host.frame().models.registers?.rip
    expect(rip).toMatchObject({ isChanged: true, previous: before })
  })

  it('brings keys and serial text to the guest', () => {
    boot()
    host.frame()
    host.send({ type: 'press-keys', scanCodes: typeText('int 3\n') })
    host.pass(200)
    expect(host.frame().models.serial?.appended).toContain('! #BP vec 3')
    host.send({ type: 'type-serial', text: 'walk 0xb8000\n' })
    host.pass(200)
    expect(host.frame().models.serial?.appended).toContain('pa 0xb8000')
  })

  it('translates an address on request, and leaves the machine as it was', () => {
    boot()
    host.send({ type: 'pause' })
    const instant = host.frame().status.instant
    host.send({ type: 'translate', address: linearAddress(0xb8f9en), access: 'write' })
    const frame = host.frame()
    expect(frame.status.instant).toBe(instant)
    expect(frame.models['page-walk']?.selected).toMatchObject({
      origin: 'query',
      outcome: 'mapped',
      physicalAddress: 0xb8f9en,
      target: 'VGA text, row 24, column 79, character byte',
    })
  })

  it('shows a whole address space, and another beside it, until a walk is asked for', () => {
    boot()
    host.send({ type: 'pause' })
    const space = () => host.frame().models['page-walk']?.space
    host.send({ type: 'show-space', look: {} })
    const shown = space()
    expect(shown).toMatchObject({ isCurrent: true, isPaged: true })
    expect(shown?.slots.map(({ index }) => index)).toContain(511)
    const [, before] = shown?.known ?? []
    if (before === undefined) throw new Error('the kernel has made no space of its own')
    host.send({ type: 'show-space', look: { beside: before } })
    expect(space()?.beside?.differences.length).toBeGreaterThan(0)
    host.send({ type: 'translate', address: linearAddress(0xb8000n), access: 'read' })
    expect(space()).toBeUndefined()
  })

  it('freezes at a triple fault, with the chain', () => {
    host.send({
      type: 'load-prebuilt',
      configuration: { ...configuration, commandLine: 'scenario=no-idt' },
    })
    host.send({ type: 'run' })
    host.pass(100)
    const { status } = host.frame()
    expect(status.activity).toBe('frozen')
    expect(status.shutdown?.map(({ vector }) => vector)).toEqual([3, 13, 13, 8, 13])
    expect(host.timerCount()).toBe(0)
  })

  it('ends with the guest’s exit status, and begins anew at reset', () => {
    boot()
    host.send({ type: 'type-serial', text: 'exit 16\n' })
    host.pass(200)
    expect(host.frame().status).toMatchObject({ activity: 'exited', exitStatus: 33 })
    host.send({ type: 'reset' })
    host.pass(100)
    const frame = host.frame()
    expect(frame.status.activity).toBe('running')
    expect(frame.models.serial).toMatchObject({ isFresh: true })
  })

  it('keeps its machine when another image cannot be loaded', () => {
    boot()
    host.updates.length = 0
    host.send({ type: 'load', name: 'x', image: new Uint8Array([1, 2, 3]), configuration })
    expect(host.updates).toEqual([
      {
        type: 'failed',
        command: 'load',
        cause: expect.stringContaining('not an ELF file') as string,
        cure: expect.stringContaining('x86_64-unknown-none') as string,
      },
    ])
    expect(host.frame().status.activity).toBe('running')
  })

  it.each([
    null,
    42,
    'run',
    {},
    { type: 'constructor' },
    { type: '__proto__' },
    { type: 'step', count: -1 },
    { type: 'step', count: 1e12 },
    { type: 'step', count: Infinity },
    { type: 'set-speed', speed: NaN },
    { type: 'set-speed', speed: 0 },
    { type: 'press-keys', scanCodes: [256] },
    { type: 'press-keys', scanCodes: 'a' },
    { type: 'press-keys', scanCodes: { length: 3 } },
    { type: 'watch', views: ['everything'] },
    { type: 'translate', address: 4096, access: 'read' },
    { type: 'translate', address: 1n << 64n, access: 'read' },
    { type: 'translate', address: 0n, access: 'exec' },
    { type: 'show-space', look: 'all' },
    { type: 'show-space', look: { pml4: 0x1001n } },
    { type: 'show-space', look: { beside: 4096 } },
    { type: 'select', topic: 'page-walk', item: '1' },
    { type: 'select', topic: 'elsewhere', item: 1 },
    { type: 'reload', name: 7, image: new Uint8Array() },
    { type: 'keep-recovery', milliseconds: -1 },
    { type: 'load', name: 'x', image: [1], configuration },
    { type: 'load-prebuilt', configuration: { commandLine: '', memorySize: 2 ** 40 } },
    { type: 'load-prebuilt', configuration: { commandLine: '', memorySize: -1 } },
    { type: 'load-prebuilt' },
  ])('refuses the message %o, and stays as it was', (message) => {
    boot()
    const before = host.frame().status.activity
    host.updates.length = 0
    host.deliver(message)
    expect(host.updates).toHaveLength(1)
    expect(host.updates[0]).toMatchObject({ type: 'failed', cause: expect.any(String) as string })
    host.pass(10)
    expect(host.frame().status.activity).toBe(before)
  })

  it.each(['run', 'step', 'reset', 'press-keys', 'translate'] as const)(
    'says that there is no machine to %s',
    (type) => {
      host.updates.length = 0
      host.deliver({ type, count: 1, scanCodes: [], address: 0n, access: 'read' })
      expect(host.updates).toMatchObject([{ type: 'failed', command: type }])
    },
  )
})
