/** Which queries count, and which errors are told, is the same forward and backward. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { instant, type Instant } from '../../../shared/units'
import { compileCore } from '../../machine/webassembly'
import { loadMachine, type LoadedMachine } from '../loaded-machine'
import { armAsked, findAskedBefore } from './asked-events'

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url))
const core = compileCore(read('build/core/core.wasm'))
/** It has no allocator, and no task. */
const image = new Uint8Array(read('tests/series/recorded/exceptions-release.elf'))
const START = instant(4_000)

function start(): LoadedMachine {
  const loaded = loadMachine(core, 'kernel', image, { commandLine: '', memorySize: 32 * 2 ** 20 })
  loaded.timeline.run(10_000)
  loaded.timeline.seek(START)
  return loaded
}

function firstFrom(loaded: LoadedMachine, queries: readonly string[]): Instant | undefined {
  const armed = armAsked(loaded, queries)
  const found = armed.settle(loaded.timeline.run(10_000))
  armed.disarm()
  return found?.instant
}

function lastBefore(loaded: LoadedMachine, queries: readonly string[], before: Instant) {
  const search = findAskedBefore(loaded, queries, before)
  for (;;) {
    const step = search.next()
    if (step.done) return step.value
  }
}

/** A machine that fails where a query asks it for accesses to ports. */
function withBrokenPorts(loaded: LoadedMachine): LoadedMachine {
  const onPortAccess = () => {
    throw new Error('The ports are broken.')
  }
  const { machine, scout } = loaded
  const standAt = (at: Instant) => {
    const stand = scout.standAt(at)
    return { ...stand, machine: { ...stand.machine, onPortAccess } }
  }
  return { ...loaded, machine: { ...machine, onPortAccess }, scout: { ...scout, standAt } }
}

const DIRECTIONS: readonly [
  string,
  (loaded: LoadedMachine, queries: readonly string[]) => unknown,
][] = [
  ['forward', firstFrom],
  ['backward', (loaded, queries) => lastBefore(loaded, queries, START)],
]

describe.each(DIRECTIONS)('%s', (_, find) => {
  it('passes over queries that the image cannot be asked', () => {
    const found = find(start(), ['each port'])
    expect(found).toEqual(expect.any(Number))
    expect(find(start(), ['each task', 'each port', 'each alloc'])).toBe(found)
  })

  it('says what the image lacks where it can be asked none of them', () => {
    const loaded = start()
    expect(() => find(loaded, ['each alloc', 'each task'])).toThrow(/no function of an allocator/)
    expect(loaded.machine.instant()).toBe(START)
  })

  it('hides no other error', () => {
    const loaded = start()
    expect(() => find(withBrokenPorts(loaded), ['each deliver', 'each port'])).toThrow(
      'The ports are broken.',
    )
    expect(loaded.machine.instant()).toBe(START)
  })
})

it('takes what begins at the present instant for an event of the future alone', () => {
  const loaded = start()
  const at = firstFrom(loaded, ['each port'])
  if (at === undefined) throw new Error('no access to a port')
  loaded.timeline.seek(at)
  expect(firstFrom(loaded, ['each port'])).toBe(at)
  loaded.timeline.seek(at)
  expect(lastBefore(loaded, ['each port'], at)).toBeLessThan(at)
})
