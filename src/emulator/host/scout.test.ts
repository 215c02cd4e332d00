/** The second machine finds what the first one would, and the first one stands still meanwhile. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { typeText } from '../../shared/scan-codes'
import { instant, physicalAddress } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import type { Search } from '../timeline/timeline'
import { loadMachine, type LoadedMachine } from './loaded-machine'
import { createScout } from './scout'

const root = new URL('../../../', import.meta.url)
const core = compileCore(readFileSync(new URL('build/core/core.wasm', root)))
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))

const configuration = { commandLine: 'exec=simple', memorySize: 16 << 20 }
const CELL = physicalAddress(0xb8000n + 2n * 80n)

function start(): LoadedMachine {
  const loaded = loadMachine(core, 'kernel', image, configuration)
  loaded.timeline.run(300_000)
  loaded.timeline.input({ type: 'keys', scanCodes: typeText('alloc 100\n') })
  loaded.timeline.run(6_000_000)
  return loaded
}

function finish<Found>(search: Search<Found>): Found | undefined {
  for (;;) {
    const step = search.next()
    if (step.done) return step.value
  }
}

/** By the machine itself, which goes back for it. */
const foundByRun = ({ timeline }: LoadedMachine) => finish(timeline.findLastWrite(CELL, 1))
const foundByScout = ({ scout }: LoadedMachine) => finish(scout.atNow().findLastWrite(CELL, 1))

describe('a scout', () => {
  it('finds what the machine itself would find, from anywhere in the run', () => {
    const loaded = start()
    for (const at of [6_300_000, 2_000_000, 400_000, 100]) {
      loaded.timeline.seek(instant(at))
      expect(foundByScout(loaded), `at ${at}`).toEqual(foundByRun(loaded))
    }
    loaded.timeline.seek(loaded.timeline.end())
    expect(foundByScout(loaded)?.instant).toBeGreaterThan(0)
  })

  it('leaves the machine where it stands, in the middle of a search and after it', () => {
    const { machine, timeline, scout } = start()
    timeline.seek(instant(1_234_567))
    const hash = machine.stateHash()
    const search = scout.atNow().findLastWrite(CELL, 1)
    search.next()
    expect(machine.stateHash()).toBe(hash)
    finish(search)
    expect([machine.instant(), machine.stateHash()]).toEqual([1_234_567, hash])
  })

  it('goes along the branch that the run has taken since', () => {
    const loaded = start()
    expect(foundByScout(loaded)?.isEdit).toBeUndefined()
    loaded.timeline.seek(instant(2_000_000))
    loaded.timeline.input({ type: 'set-memory', space: 'physical', address: CELL, bytes: [0x41] })
    loaded.timeline.run(1_000_000)
    const found = foundByScout(loaded)
    expect(found).toMatchObject({ instant: 2_000_000, isEdit: true, new: 0x41n })
    expect(found).toEqual(foundByRun(loaded))
    loaded.timeline.switchTo(0)
    expect(foundByScout(loaded)).toEqual(foundByRun(loaded))
  })

  it('makes one machine, however often the branches of the run change', () => {
    const { timeline, createMachine } = start()
    let made = 0
    const scout = createScout(timeline, () => {
      made += 1
      return createMachine()
    })
    for (const character of 'help') {
      timeline.input({ type: 'keys', scanCodes: typeText(character) })
      timeline.run(100_000)
      expect(scout.atNow().inputs()).toEqual(timeline.inputs())
      expect(scout.standAt(timeline.end()).machine.instant()).toBe(timeline.end())
    }
    expect(made).toBe(1)
  })

  it('adds nothing to what the run remembers', () => {
    const { timeline, scout } = start()
    const [way] = timeline.ways().all()
    const before = [way?.checkpoints.all().length, way?.end]
    scout.atNow().seek(timeline.end())
    expect([way?.checkpoints.all().length, way?.end]).toEqual(before)
  })
})
