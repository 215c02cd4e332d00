/** Steps to the next and the previous event of each topic, on several kernels. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { DiagramTopic } from '../../../shared/protocol'
import { createTestHost } from '../session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url))
const files = {
  coreWasm: read('build/core/core.wasm'),
  prebuiltImage: read('kernel/prebuilt/ringside-kernel.elf'),
}
const configuration = { commandLine: '', memorySize: 32 * 2 ** 20 }

function startHost(kernel: string) {
  const host = createTestHost(files)
  if (kernel === 'prebuilt') host.send({ type: 'load-prebuilt', configuration })
  else {
    const image = new Uint8Array(read(`tests/series/recorded/${kernel}.elf`))
    host.send({ type: 'load', name: kernel, image, configuration })
  }
  // The clock of the test stands still while a slice is run, so one without an end would never come back.
  host.send({ type: 'set-speed', speed: kernel === 'prebuilt' ? 'real-time' : 'flat-out' })

  return (topic: DiagramTopic, direction: 'forward' | 'back') => {
    host.updates.length = 0
    host.send({ type: 'step-event', topic, direction })
    host.pass(300)
    const failed = host.updates.find((update) => update.type === 'failed')
    return failed?.type === 'failed' ? failed.cause : host.frame().status.instant
  }
}

it.each<[kernel: string, topic: DiagramTopic]>([
  ['lost-stack-debug', 'idt-dispatch'],
  ['prebuilt', 'page-walk'],
  ['prebuilt', 'interrupt-path'],
  ['prebuilt', 'heap'],
  ['prebuilt', 'screen-cells'],
  ['prebuilt', 'interleaving'],
  ['prebuilt', 'port-strip'],
  ['prebuilt', 'image-map'],
  ['tasks-debug', 'heap'],
  ['tasks-debug', 'executor'],
  ['tasks-release', 'executor'],
  ['bare-release', 'heap'],
])('%s: goes right behind the events of %s, and back over the same', (kernel, topic) => {
  const step = startHost(kernel)
  const forward = Array.from({ length: 4 }, () => step(topic, 'forward'))
  expect(forward).toEqual([...new Set(forward)].sort((a, b) => Number(a) - Number(b)))
  expect(Array.from({ length: 3 }, () => step(topic, 'back'))).toEqual(
    forward.slice(0, 3).reverse(),
  )
  const none = 'Nothing of this topic happened before this instant.'
  if (topic !== 'image-map') expect(step(topic, 'back')).toBe(none)
})

it.each<[topic: DiagramTopic, lack: string]>([
  ['heap', 'The image names no function of an allocator.'],
  ['executor', 'The image has no boxed future that an executor could poll.'],
])('says, of %s, what an image lacks that has no such events', (topic, lack) => {
  const step = startHost('exceptions-release')
  const here = step('port-strip', 'forward')
  expect(here).toBeGreaterThan(1)
  expect(step(topic, 'forward')).toBe(lack)
  expect(step(topic, 'back')).toBe(lack)
  expect(step('port-strip', 'back')).toBe('Nothing of this topic happened before this instant.')
})
