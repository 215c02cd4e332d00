/** How long a view that was looked at is followed. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../shared/units'
import { bootWithPast, createTestHost, type TestHost } from './session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const files = {
  coreWasm: read('build/core/core.wasm'),
  prebuiltImage: read('kernel/prebuilt/ringside-kernel.elf'),
}
/** More than a topic is kept for when it is not asked for. */
const MANY = 200

describe('who runs is watched', () => {
  let host: TestHost
  let end = instant(0)

  const switches = () => host.look('interleaving').models.interleaving?.recent ?? []

  function runFor(frames: number): void {
    for (let frame = 0; frame < frames; frame++) {
      host.send({ type: 'request-frame' })
      host.pass(17)
    }
  }

  beforeEach(() => {
    host = createTestHost(files)
    end = bootWithPast(host)
    host.look('interleaving')
    host.send({ type: 'run' })
    host.pass(20)
  })

  it('as long as somebody looks', () => {
    const seen = switches()
    expect(seen.length).toBeGreaterThan(1)
    // While the machine runs, a view on screen is not asked for in every frame.
    host.send({ type: 'watch', views: [] })
    runFor(40)
    expect(switches().length).toBeGreaterThan(1)
    host.send({ type: 'watch', views: [] })
    runFor(MANY)
    const [first] = switches()
    expect(first?.cause).toBe('begin')
    expect(first?.instant).toBeGreaterThan(seen.at(-1)?.instant ?? 0)
  })

  it('however long somebody looks at the past of a machine that stands still', () => {
    host.send({ type: 'pause' })
    const seen = switches()
    expect(seen.length).toBeGreaterThan(1)
    host.send({ type: 'watch', views: ['thumbnail'] })
    for (let at = 1; at <= MANY; at++) {
      host.send({ type: 'show-thumbnail', instant: instant(end - at) })
      host.frame()
    }
    expect(switches()).toEqual(seen)
  })
})
