/** What the observers add to a checkpoint, on a kernel that never rests, when all of them are looked at. */
import { readFileSync } from 'node:fs'
import { serialize } from 'node:v8'
import { expect, it } from 'vitest'
import { typeText } from '../../shared/scan-codes'
import { DIAGRAM_TOPICS } from '../../shared/protocol'
import { compileCore } from '../machine/webassembly'
import { loadMachine } from './loaded-machine'
import { modelOf } from './observers'

const root = new URL('../../../', import.meta.url)
const core = compileCore(readFileSync(new URL('build/core/core.wasm', root)))
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))

const KIB = 1024
/** A thousand checkpoints of a long run hold so many mebibytes of each, if they share nothing. */
const MOST = 128 * KIB

it('put little into a checkpoint, and go on from there as they would have', () => {
  const { timeline, observers } = loadMachine(core, 'kernel', image, {
    commandLine: 'exec=simple',
    memorySize: 16 << 20,
  })
  timeline.run(300_000)
  for (const topic of DIAGRAM_TOPICS) modelOf(observers, topic)
  timeline.input({ type: 'keys', scanCodes: typeText('alloc 100\n') })
  timeline.run(2_000_000)
  const followers = ['interleaving', 'port-strip', 'screen-cells', 'image-map'] as const
  for (const topic of followers) {
    const model = modelOf(observers, topic)
    const saved = observers[topic].save()
    expect(serialize(saved).length, topic).toBeLessThan(MOST)
    observers[topic].restore(saved)
    expect(modelOf(observers, topic), topic).toEqual(model)
  }
  const total = DIAGRAM_TOPICS.reduce(
    (sum, topic) => sum + serialize(observers[topic].save()).length,
    0,
  )
  expect(total).toBeLessThan(1024 * KIB)
})
