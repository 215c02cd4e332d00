/** Commands that go through the run, change it and keep it, and what a renderer is sent of that. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { screenText } from '../../shared/code-page-437'
import { bootWithPast, createTestHost, type TestHost } from './session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const files = {
  coreWasm: read('build/core/core.wasm'),
  prebuiltImage: read('kernel/prebuilt/ringside-kernel.elf'),
}

describe('a session with a past', () => {
  let host: TestHost
  const shown = () => {
    const { status, models } = host.frame()
    const { serial, timeline, branches } = models
    return { status, serial, timeline, branches: branches?.branches }
  }

  let end = instant(0)
  beforeEach(() => {
    host = createTestHost(files)
    end = bootWithPast(host)
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

  it('shows the screen at an instant that is pointed at, and stays where it is', () => {
    host.send({ type: 'show-thumbnail', instant: end })
    expect(host.look('thumbnail', 'screen').models.thumbnail?.screen).toEqual(
      host.look('screen').models.screen,
    )

    host.send({ type: 'show-thumbnail', instant: instant(150_000) })
    const { status, models } = host.look('thumbnail')
    expect(status.instant).toBe(end)
    host.send({ type: 'seek', instant: instant(150_000) })
    host.pass(2)
    const { screen } = host.look('screen').models
    expect(models.thumbnail).toEqual({ instant: 150_000, screen })
    expect(screenText(screen?.cells ?? new Uint8Array()).join('')).not.toContain('#BP')
  })

  it('shows an instant before the kernel wrote as blank', () => {
    host.send({ type: 'show-thumbnail', instant: instant(10) })
    const { thumbnail } = host.look('thumbnail').models
    expect(
      screenText(thumbnail?.screen.cells ?? new Uint8Array())
        .join('')
        .trim(),
    ).toBe('')
  })

  it('sends the lanes once, and then where it stands alone', () => {
    expect(host.look('timeline', 'branches', 'now').models.timeline?.lanes).toBeDefined()
    host.send({ type: 'seek', instant: instant(22_000) })
    host.pass(2)
    const { models } = host.frame()
    expect(models.now).toEqual({ now: 22_000, end })
    expect(models).not.toHaveProperty('timeline')
    expect(models).not.toHaveProperty('branches')
  })

  it('changes a register in the past, and says what the branch does otherwise', () => {
    host.send({ type: 'watch', views: ['registers', 'branches'] })
    host.send({ type: 'seek', instant: instant(22_000) })
    host.pass(2)
    host.send({ type: 'edit', edit: { type: 'set-register', register: 'RAX', value: 5n } })
    const { status, models } = host.frame()
    expect(status).toMatchObject({ instant: 22_000, end: 22_000, activity: 'paused' })
    expect(models.registers?.general[0]).toMatchObject({
      name: 'RAX',
      value: 5n,
      isChanged: true,
    })
    expect(models.branches?.branches[1]).toMatchObject({
      change: 'RAX = 5',
      forkedAt: 22_000,
      isPresent: true,
    })
    expect(models.branches?.inputs.map(({ words }) => words)).toEqual(['RAX = 5', 'typed "int 3⏎"'])
  })

  it('names a flag that is changed alone, and a branch as the reader calls it', () => {
    host.send({ type: 'seek', instant: instant(22_000) })
    host.pass(2)
    const rflags = host.look('registers', 'branches').models.registers?.rflags.value ?? 0n
    const value = rflags ^ (1n << 9n)
    host.send({ type: 'edit', edit: { type: 'set-register', register: 'RFLAGS', value } })
    host.send({ type: 'rename-branch', branch: 1, name: ' deaf ' })
    expect(host.frame().models.branches?.branches[1]).toMatchObject({
      change: `RFLAGS.IF = ${(value >> 9n) & 1n}`,
      name: 'deaf',
    })
    host.send({ type: 'rename-branch', branch: 1, name: ' ' })
    expect(host.frame().models.branches?.branches[1]).not.toHaveProperty('name')
    host.send({ type: 'delete-branch', branch: 1 })
    const last = host.frame()
    expect(last.models.branches?.branches).toHaveLength(1)
    expect(last.status).toMatchObject({ instant: 22_000, end })
  })

  it('says why a register cannot be changed so, and leaves the run alone', () => {
    host.updates.length = 0
    const edit = { type: 'set-register', register: 'RIP', value: 1n << 50n } as const
    host.send({ type: 'edit', edit })
    expect(host.updates.at(-1)).toMatchObject({
      type: 'failed',
      command: 'edit',
      cause: expect.stringContaining('canonical') as string,
    })
  })

  it('plays a key at another instant, or not at all', () => {
    host.send({ type: 'watch', views: ['serial', 'branches'] })
    const changes = () => host.frame().models.branches?.branches.map(({ change }) => change)
    host.send({ type: 'change-inputs', change: { type: 'shift', index: 0, by: 7 } })
    expect(changes()?.at(-1)).toBe('typed "int 3⏎" 7 later')
    host.send({ type: 'run' })
    host.pass(100)
    expect(host.frame().models.serial?.appended).toContain('#BP')
    host.send({ type: 'change-inputs', change: { type: 'drop', index: 0 } })
    expect(changes()?.at(-1)).toBe('without typed "int 3⏎"')
    host.send({ type: 'run' })
    host.pass(100)
    const { lanes } = host.look('timeline').models.timeline ?? { lanes: [] }
    expect(lanes.find(({ lane }) => lane === 'faults')?.total).toBe(0)
  })

  it('keeps bookmarks, in a session file too', () => {
    host.send({ type: 'watch', views: ['branches'] })
    const bookmarks = () => host.frame().models.branches?.bookmarks
    host.send({ type: 'add-bookmark', name: 'the end' })
    host.send({ type: 'seek', instant: instant(22_000) })
    host.pass(2)
    host.send({ type: 'add-bookmark', name: '' })
    expect(bookmarks()).toEqual([
      { id: 2, name: 'instr 22,000', branch: 0, instant: 22_000 },
      { id: 1, name: 'the end', branch: 0, instant: end },
    ])
    host.send({ type: 'rename-bookmark', bookmark: 2, name: 'early' })
    host.send({ type: 'go-to-bookmark', bookmark: 1 })
    expect(host.frame().status.instant).toBe(end)
    host.updates.length = 0
    host.send({ type: 'save-session' })
    const saved = host.updates.find((update) => update.type === 'session-saved')
    host.send({ type: 'delete-bookmark', bookmark: 1 })
    host.send({ type: 'go-to-bookmark', bookmark: 1 })
    expect(host.updates.at(-1)).toMatchObject({ type: 'failed', command: 'go-to-bookmark' })

    const other = createTestHost(files)
    other.send({ type: 'watch', views: ['branches'] })
    other.send({ type: 'open-session', bytes: saved?.bytes ?? new Uint8Array() })
    other.pass(5)
    expect(other.frame().models.branches?.bookmarks.map(({ name }) => name)).toEqual([
      'early',
      'the end',
    ])
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
    const { timeline } = host.look('timeline').models
    host.send({ type: 'go-to-event', lane: 'faults', direction: 'before' })
    const { status } = shown()
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
    const { branches, serial } = shown()
    expect(branches).toMatchObject([
      { id: 0, change: 'first run', isPresent: false },
      { id: 1, parent: 0, forkedAt: 1_000_000, change: 'typed "ud⏎"', isPresent: true },
    ])
    expect(serial?.appended).toContain('#UD')
    host.send({ type: 'switch-branch', branch: 0 })
    host.send({ type: 'seek', instant: end })
    host.pass(2)
    const first = shown()
    expect(first.status.end).toBe(end)
    expect(first.serial?.appended).toContain('#BP')
    expect(first.serial?.appended).not.toContain('#UD')
  })

  it('is saved and opened again where it stood, branches and all', () => {
    host.send({ type: 'seek', instant: instant(1_000_000) })
    host.pass(2)
    host.send({ type: 'type-serial', text: 'ud\n' })
    host.send({ type: 'run' })
    host.pass(60)
    host.send({ type: 'pause' })
    const { status, branches } = shown()
    host.updates.length = 0
    host.send({ type: 'save-session' })
    const saved = host.updates.find((update) => update.type === 'session-saved')
    expect(saved?.name).toBe('ringside-kernel.elf')

    const other = createTestHost(files)
    other.send({ type: 'watch', views: ['serial', 'branches'] })
    other.send({ type: 'open-session', bytes: saved?.bytes ?? new Uint8Array() })
    other.pass(5)
    const frame = other.frame()
    expect(frame.status).toMatchObject({
      activity: 'paused',
      instant: status.instant,
      end: status.end,
    })
    expect(frame.models.branches?.branches).toMatchObject(branches ?? [])
    expect(frame.models.serial?.appended).toContain('#UD')
    other.send({ type: 'switch-branch', branch: 0 })
    other.send({ type: 'seek', instant: end })
    other.pass(2)
    expect(other.frame().models.serial?.appended).toContain('#BP')
  })

  it('stays as it was when a file is no session', () => {
    host.updates.length = 0
    host.send({ type: 'open-session', bytes: Uint8Array.of(1, 2, 3) })
    host.pass(2)
    expect(host.updates.at(-1)).toMatchObject({ type: 'failed', command: 'open-session' })
    host.send({ type: 'step', count: 1 })
    expect(host.frame().status.imageName).toBe('ringside-kernel.elf')
  })

  it('shows the part of the run that is asked for', () => {
    host.send({ type: 'show-range', range: { from: instant(5_000), to: instant(6_000) } })
    expect(shown().timeline).toMatchObject({ from: 5_000, to: 6_000 })
  })

  it.each([
    ['a register that cannot be set', { type: 'set-register', register: 'TR', value: 1n }],
    ['a byte that is none', { type: 'set-memory', space: 'linear', address: 0n, bytes: [256] }],
    ['a space that is none', { type: 'set-memory', space: 'outer', address: 0n, bytes: [] }],
    ['an address of 65 bits', { type: 'invalidate-page', address: 1n << 64n }],
  ])('refuses %s', (_, edit) => {
    host.updates.length = 0
    host.deliver({ type: 'edit', edit })
    expect(host.updates.at(-1)).toMatchObject({ type: 'failed', command: 'edit' })
  })

  it.each([
    { type: 'seek', instant: -1 },
    { type: 'seek', instant: 1.5 },
    { type: 'step-back', count: 0 },
    { type: 'go-to-event', lane: 'coffee', direction: 'before' },
    { type: 'show-range', range: { from: 2, to: 1 } },
    { type: 'switch-branch', branch: -1 },
    { type: 'switch-branch', branch: 9 },
    { type: 'delete-branch', branch: 0 },
    { type: 'rename-branch', branch: 0, name: 'x'.repeat(201) },
    { type: 'edit' },
    { type: 'edit', edit: { type: 'set-register', register: 'RAX', value: 1 } },
    { type: 'edit', edit: { type: 'toString' } },
    { type: 'change-inputs', change: { type: 'drop', index: 5 } },
    { type: 'go-to-bookmark', bookmark: 3 },
  ])('refuses %j', (message) => {
    host.updates.length = 0
    host.deliver(message)
    expect(host.updates.at(-1)).toMatchObject({ type: 'failed' })
  })

  it('brings back a branch and a bookmark that were deleted', () => {
    host.send({ type: 'seek', instant: instant(22_000) })
    host.pass(2)
    host.send({ type: 'edit', edit: { type: 'set-register', register: 'RAX', value: 5n } })
    host.send({ type: 'add-bookmark', name: 'here' })
    const before = host.look('branches').models.branches
    expect(before?.branches.map(({ change }) => change)).toEqual(['first run', 'RAX = 5'])

    host.send({ type: 'delete-branch', branch: 1 })
    expect(host.updates.at(-1)).toEqual({ type: 'deleted', words: 'branch "RAX = 5"' })
    const without = host.look('branches').models.branches
    expect([without?.branches.length, without?.bookmarks.length]).toEqual([1, 0])

    host.send({ type: 'undo-delete' })
    expect(host.look('branches').models.branches).toEqual(before)
    host.send({ type: 'undo-delete' })
    host.send({ type: 'delete-bookmark', bookmark: before?.bookmarks[0]?.id ?? 0 })
    host.send({ type: 'undo-delete' })
    expect(host.look('branches').models.branches).toEqual(before)
  })
})
