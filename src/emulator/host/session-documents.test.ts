/** Sessions and kernels that take the present machine's place, and the session that is given away for bad times. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { boot, configuration, createTestHost, type TestHost } from './session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const prebuiltImage = read('kernel/prebuilt/ringside-kernel.elf')
const files = { coreWasm: read('build/core/core.wasm'), prebuiltImage }

describe('another machine in the place of the present one', () => {
  let host: TestHost
  let end = instant(0)
  const shown = () => {
    const { status, models } = host.frame()
    return { status, serial: models.serial }
  }

  beforeEach(() => {
    host = createTestHost(files)
    boot(host)
    host.send({ type: 'watch', views: ['serial'] })
    host.send({ type: 'type-serial', text: 'int 3\n' })
    host.pass(100)
    host.send({ type: 'pause' })
    end = host.frame().status.end
  })

  it('keeps the present machine until the opened one stands where it stood, and says how far it is', () => {
    host.send({ type: 'seek', instant: end })
    host.pass(2)
    host.send({ type: 'run' })
    host.pass(300)
    host.send({ type: 'pause' })
    host.updates.length = 0
    host.send({ type: 'save-session' })
    const saved = host.updates.find((update) => update.type === 'session-saved')
    host.send({ type: 'load-prebuilt', configuration: { ...configuration, commandLine: 'x=1' } })
    host.send({ type: 'open-session', bytes: saved?.bytes ?? new Uint8Array() })
    host.pass(1)
    const { status } = host.frame()
    expect(status.commandLine).toBe('x=1')
    expect(status.work).toMatchObject({ kind: 'replay' })
    host.pass(20)
    const after = host.frame().status
    expect(after.commandLine).toBe('')
    expect(after.work).toBeUndefined()
  })

  it('gives up an opening for another command, and stays', () => {
    host.updates.length = 0
    host.send({ type: 'save-session' })
    const saved = host.updates.find((update) => update.type === 'session-saved')
    host.send({ type: 'open-session', bytes: saved?.bytes ?? new Uint8Array() })
    host.send({ type: 'step', count: 1 })
    host.pass(20)
    const { status } = host.frame()
    expect(status.activity).toBe('paused')
    expect(status.instant).toBeGreaterThan(end)
  })

  it('takes up a kernel that was built anew where the old one stood, with the same inputs', () => {
    host.updates.length = 0
    host.send({ type: 'reload', name: 'new.elf', image: prebuiltImage })
    expect(host.updates).toEqual([])
    host.pass(5)
    expect(host.updates).toContainEqual({ type: 'reloaded' })
    const { status, serial } = shown()
    expect(status).toMatchObject({ imageName: 'new.elf', instant: end, activity: 'paused' })
    expect(serial?.appended).toContain('#BP')
  })

  it('stays with the old kernel when the one that was built anew cannot be loaded', () => {
    host.updates.length = 0
    host.send({ type: 'reload', name: 'new.elf', image: prebuiltImage.slice(0, 100) })
    host.pass(5)
    expect(host.updates.at(-1)).toMatchObject({ type: 'failed', command: 'reload' })
    expect(host.frame().status).toMatchObject({ imageName: 'ringside-kernel.elf', instant: end })
  })

  it('gives its session away every few seconds, when there is something new', () => {
    host.updates.length = 0
    host.send({ type: 'keep-recovery', milliseconds: 1000 })
    const kept = () => host.updates.filter((update) => update.type === 'recovery-made')
    host.pass(2500)
    expect(kept()).toHaveLength(1)
    host.send({ type: 'step', count: 1 })
    host.pass(1000)
    expect(kept()).toHaveLength(2)
    const last = kept()[1]?.bytes ?? new Uint8Array()
    const stood = host.frame().status.instant

    const other = createTestHost(files)
    other.send({ type: 'open-session', bytes: last })
    other.pass(5)
    expect(other.frame().status).toMatchObject({ instant: stood, activity: 'paused' })

    host.send({ type: 'keep-recovery', milliseconds: 0 })
    host.send({ type: 'step', count: 1 })
    host.pass(3000)
    expect(kept()).toEqual([])
  })
})
