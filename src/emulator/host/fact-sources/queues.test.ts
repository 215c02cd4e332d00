/** Queues are followed on from where the machine comes back to, whatever was seen elsewhere meanwhile. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Instant } from '../../../shared/units'
import { compileCore } from '../../machine/webassembly'
import { emptyContext } from '../../query/query-context'
import type { Fact } from '../../query/recorder'
import { loadMachine } from '../loaded-machine'
import { createQueueFacts } from './queues'

const root = new URL('../../../../', import.meta.url)
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))
const core = compileCore(readFileSync(new URL('build/core/core.wasm', root)))

const END = 60_000

it('follows again the queues that there were, and no others', () => {
  const configuration = { commandLine: 'scenario=async-number', memorySize: 16 << 20 }
  const loaded = loadMachine(core, 'kernel', image, configuration)
  const { machine } = loaded
  let told: { readonly facts: readonly Fact[]; readonly instant: Instant }[] = []
  const source = createQueueFacts({
    loaded,
    mentions: [],
    context: emptyContext,
    text: '',
    tell: (facts, instant) => void told.push({ facts, instant }),
  })
  const stand = () => ({ snapshot: machine.snapshot(), saved: source.save?.() })
  function goTo({ snapshot, saved }: ReturnType<typeof stand>): void {
    machine.restore(snapshot)
    source.restore?.(saved)
    told = []
  }

  const beginning = stand()
  machine.run(END)
  const first = told
  expect(first[0]?.facts).toMatchObject([{ arguments: ['push'], fields: { name: 'spawned' } }])

  // Right before a task is put into a queue that lies on the heap, and after it was last looked for.
  goTo(beginning)
  machine.run((first[0]?.instant ?? 0) - 1)
  const inSpawn = stand()
  goTo(beginning)
  goTo(inSpawn)
  machine.run(END - machine.instant())
  expect(told).toEqual(first)

  goTo(beginning)
  machine.run(END)
  expect(told).toEqual(first)
})
