import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Command, Frame, Update } from '../../shared/protocol'
import { screenText } from '../../shared/code-page-437'
import { typeText } from '../../shared/scan-codes'
import { instant, linearAddress } from '../../shared/units'
import { startSession } from './session'

const root = new URL('../../../', import.meta.url)
const coreWasm = readFileSync(new URL('build/core/core.wasm', root))
const prebuiltImage = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))
const configuration = { commandLine: '', memorySize: 16 * 2 ** 20 }

/** A session on a host whose clock moves only when the test says so. */
function createHost() {
  const updates: Update[] = []
  const timers: { at: number; callback: () => void }[] = []
  let now = 1000
  let deliver: (message: unknown) => void = () => undefined

  startSession({
    coreWasm,
    prebuiltImage,
    port: {
      send: (update) => void updates.push(update),
      onMessage: (listener) => void (deliver = listener),
      close: () => undefined,
    },
    timing: {
      now: () => now,
      schedule(callback, delay) {
        const timer = { at: now + delay, callback }
        timers.push(timer)
        return {
          cancel: () => void timers.splice(timers.indexOf(timer) >>> 0, 1),
        }
      },
    },
  })

  /** Lets host time pass, a millisecond at a time. */
  function pass(milliseconds: number): void {
    for (const end = now + milliseconds; now < end; now += 1) {
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1)
        timer.callback()
      }
    }
  }

  const send = (command: Command) => deliver(command)
  return {
    updates,
    send,
    pass,
    deliver: (message: unknown) => deliver(message),
    timerCount: () => timers.length,
    frame(): Frame {
      updates.length = 0
      send({ type: 'request-frame' })
      const update = updates.at(-1)
      if (update?.type !== 'frame') throw new Error(`no frame but ${JSON.stringify(update)}`)
      return update.frame
    },
  }
}

describe('a session', () => {
  let host: ReturnType<typeof createHost>
  beforeEach(() => {
    host = createHost()
  })

  const boot = () => {
    host.send({
      type: 'watch',
      views: ['screen', 'serial', 'registers', 'disassembly', 'page-walk'],
    })
    host.send({ type: 'load-prebuilt', configuration })
    host.send({ type: 'run' })
    host.pass(100)
  }

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
    { type: 'select', topic: 'page-walk', item: '1' },
    { type: 'select', topic: 'elsewhere', item: 1 },
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

  describe('with a past', () => {
    const shown = () => {
      const { status, models } = host.frame()
      const { serial, timeline } = models
      return { status, serial, timeline }
    }

    let end = instant(0)
    beforeEach(() => {
      boot()
      host.send({ type: 'watch', views: ['serial', 'timeline'] })
      host.send({ type: 'type-serial', text: 'int 3\n' })
      host.pass(100)
      host.send({ type: 'pause' })
      end = host.frame().status.end
    })

    it('goes to the last of several wanted instants, and shows what was printed by then', () => {
      host.send({ type: 'seek', instant: instant(1_000) })
      host.send({ type: 'seek', instant: instant(22_000) })
      host.pass(2)
      const { status, serial } = shown()
      expect(status).toMatchObject({ activity: 'paused', instant: 22_000, end })
      expect(serial?.isFresh).toBe(true)
      expect(serial?.appended).not.toContain('#BP')
    })

    it('steps back from a step', () => {
      host.send({ type: 'seek', instant: instant(10_000) })
      host.pass(2)
      host.send({ type: 'step', count: 3 })
      expect(host.frame().status.instant).toBe(10_003)
      host.send({ type: 'step-back', count: 2 })
      expect(host.frame().status.instant).toBe(10_001)
    })

    it('goes to the breakpoint that was typed, and on to nothing', () => {
      host.send({ type: 'go-to-event', lane: 'faults', direction: 'before' })
      const { status, timeline } = shown()
      expect(status.instant).toBeLessThan(status.end)
      expect(status.lastException?.vector).not.toBe(14)
      const faults = timeline?.lanes.find(({ lane }) => lane === 'faults')
      expect(faults?.marks.at(-1)).toMatchObject({ from: status.instant, label: '#BP' })
      host.send({ type: 'go-to-event', lane: 'faults', direction: 'after' })
      expect(host.frame().status.instant).toBe(status.instant)
    })

    it('begins a branch when it is typed to in the past, and goes back to the first', () => {
      host.send({ type: 'seek', instant: instant(1_000_000) })
      host.pass(2)
      host.send({ type: 'type-serial', text: 'ud\n' })
      host.send({ type: 'run' })
      host.pass(60)
      host.send({ type: 'pause' })
      const { timeline, serial } = shown()
      expect(timeline?.branches).toHaveLength(2)
      expect(timeline?.branches[1]).toMatchObject({
        parent: 0,
        forkedAt: 1_000_000,
        isPresent: true,
      })
      expect(serial?.appended).toContain('#UD')
      host.send({ type: 'switch-branch', branch: 0 })
      host.send({ type: 'seek', instant: end })
      host.pass(2)
      const first = shown()
      expect(first.status.end).toBe(end)
      expect(first.serial?.appended).toContain('#BP')
      expect(first.serial?.appended).not.toContain('#UD')
    })

    it('finds who wrote a byte, goes there, and says who it was', () => {
      const third = linearAddress(0xb8000n + 2n * 160n)
      host.updates.length = 0
      host.send({ type: 'who-wrote', address: third })
      host.pass(50)
      const found = host.updates.find((update) => update.type === 'write-found')
      expect(found?.write).toMatchObject({ old: 0x20, new: 'r'.charCodeAt(0) })
      expect(found?.write?.symbol).toMatch(/console|vga_text/)
      expect(host.frame().status).toMatchObject({ instant: found?.write?.instant, end })
    })

    it('gives a search up when the machine is needed, and stands where it stood', () => {
      host.send({ type: 'who-wrote', address: linearAddress(0xffff_8000_0000_8000n) })
      host.send({ type: 'step', count: 1 })
      host.updates.length = 0
      host.pass(50)
      expect(host.updates.find((update) => update.type === 'write-found')).toBeUndefined()
      expect(host.frame().status.instant).toBeGreaterThanOrEqual(end)
    })

    it('goes from one thing that a query finds to the next, and round', () => {
      const find = (query: string) => {
        host.updates.length = 0
        host.send({ type: 'find', query })
        host.pass(50)
        return host.updates.find((update) => update.type === 'query-answered')
      }
      const first = find('each fault')
      expect(first).toMatchObject({ count: 1, query: 'each fault' })
      expect(host.frame().status).toMatchObject({ instant: first?.instant, end })
      expect(find('last deliver BP')?.instant).toBe(first?.instant)
      expect(find('first fault PF')).toMatchObject({ count: 0 })
    })

    it('says where a query is wrong, and what was meant', () => {
      host.updates.length = 0
      host.send({ type: 'find', query: 'first fualt PF' })
      expect(host.updates.at(-1)).toMatchObject({
        type: 'failed',
        command: 'find',
        cause: expect.stringContaining('fault') as string,
      })
    })

    it('says why nobody can have written where nothing is mapped', () => {
      host.updates.length = 0
      host.send({ type: 'who-wrote', address: linearAddress(0xdead_beefn) })
      expect(host.updates.at(-1)).toMatchObject({ type: 'failed', command: 'who-wrote' })
    })

    it('is saved and opened again where it stood, branches and all', () => {
      host.send({ type: 'seek', instant: instant(1_000_000) })
      host.pass(2)
      host.send({ type: 'type-serial', text: 'ud\n' })
      host.send({ type: 'run' })
      host.pass(60)
      host.send({ type: 'pause' })
      const { status, timeline } = shown()
      host.updates.length = 0
      host.send({ type: 'save-session' })
      const saved = host.updates.find((update) => update.type === 'session-saved')
      expect(saved?.name).toBe('ringside-kernel.elf')

      const other = createHost()
      other.send({ type: 'watch', views: ['serial', 'timeline'] })
      other.send({ type: 'open-session', bytes: saved?.bytes ?? new Uint8Array() })
      const frame = other.frame()
      expect(frame.status).toMatchObject({
        activity: 'paused',
        instant: status.instant,
        end: status.end,
      })
      expect(frame.models.timeline?.branches).toEqual(timeline?.branches)
      expect(frame.models.serial?.appended).toContain('#UD')
      other.send({ type: 'switch-branch', branch: 0 })
      other.send({ type: 'seek', instant: end })
      other.pass(2)
      expect(other.frame().models.serial?.appended).toContain('#BP')
    })

    it('stays as it was when a file is no session', () => {
      host.updates.length = 0
      host.send({ type: 'open-session', bytes: Uint8Array.of(1, 2, 3) })
      expect(host.updates.at(-1)).toMatchObject({ type: 'failed', command: 'open-session' })
      host.send({ type: 'step', count: 1 })
      expect(host.frame().status.imageName).toBe('ringside-kernel.elf')
    })

    it('shows the part of the run that is asked for', () => {
      host.send({ type: 'show-range', range: { from: instant(5_000), to: instant(6_000) } })
      expect(shown().timeline).toMatchObject({ from: 5_000, to: 6_000 })
    })

    it.each([
      { type: 'seek', instant: -1 },
      { type: 'seek', instant: 1.5 },
      { type: 'step-back', count: 0 },
      { type: 'go-to-event', lane: 'coffee', direction: 'before' },
      { type: 'show-range', range: { from: 2, to: 1 } },
      { type: 'switch-branch', branch: -1 },
    ])('refuses %j', (message) => {
      host.updates.length = 0
      host.deliver(message)
      expect(host.updates.at(-1)).toMatchObject({ type: 'failed' })
    })
  })
})
