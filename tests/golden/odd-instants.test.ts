/**
 * What no recorded situation shows: every drawing at instants that nobody chose, in the figure, in the windows of the app and in the
 * hall, of machines that run. The instants are drawn by lot, always the same.
 */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadMachine, type LoadedMachine } from '../../src/emulator/host/loaded-machine'
import { modelOf } from '../../src/emulator/host/observers'
import type { Diagram, DiagramOptions } from '../../src/renderer/diagrams/diagram'
import { diagramOfTopic } from '../../src/renderer/diagrams/topics'
import { DIAGRAM_TOPICS } from '../../src/shared/protocol'
import { core, kernelImage } from '../boot/ringside'
import { createRandom } from '../fixtures/random'
import { textBoxesOf } from './text-boxes'
import { collisions, crossingTexts, lostTexts, repeatedKeys } from './text-faults'

const OURS = [
  'breakpoint',
  'unhandled-page-fault',
  'double-fault-without-ist',
  'missing-eoi',
  'vga-deadlock',
  'temp-map',
  'tlb-stale',
  'alloc-fragment',
  'async-number',
  'busy-poll',
]
const READERS = ['lost-stack-debug', 'heap-release', 'tasks-debug']

const LOOKS = 5
/** Strides are of ten instructions to half a million, of any order of magnitude. */
const MOST_HALVINGS = 16
const LONGEST = 500_000

const SIZES: readonly Omit<DiagramOptions, 'theme'>[] = [
  { density: 'figure' },
  { density: 'laptop', size: { width: 927, height: 471 } },
  { density: 'laptop', size: { width: 766, height: 465 } },
  { density: 'projector' },
]

function faultsOf(diagram: Diagram): string[] {
  const steps = [undefined, 0, Math.ceil(diagram.steps / 2)]
  return SIZES.flatMap((size) =>
    steps.flatMap((step) => {
      const scene = diagram.draw({ ...size, theme: 'light', ...(step !== undefined && { step }) })
      const texts = textBoxesOf(scene)
      const found = [
        ...collisions(texts),
        ...lostTexts(texts, scene),
        ...crossingTexts(texts),
        ...repeatedKeys(scene),
        ...texts.map(({ content }) => content).filter((content) => /undefined|NaN/.test(content)),
      ]
      return found.map((fault) => `${JSON.stringify(size)}, step ${step}: ${fault}`)
    }),
  )
}

function faultsNow({ observers, machine }: LoadedMachine): string[] {
  return DIAGRAM_TOPICS.flatMap((topic) => {
    const diagram = diagramOfTopic(topic, modelOf(observers, topic))
    const at = `${topic} at ${machine.instant()}`
    return (diagram ? faultsOf(diagram) : []).map((fault) => `${at}: ${fault}`)
  })
}

const runs = [
  ...OURS.map((name) => ({ name, image: kernelImage, commandLine: `scenario=${name}` })),
  ...READERS.map((name) => ({
    name,
    image: readFileSync(new URL(`../series/recorded/${name}.elf`, import.meta.url)),
    commandLine: '',
  })),
]

it.each(runs)('can be read whenever one looks: $name', ({ name, image, commandLine }) => {
  const loaded = loadMachine(core, name, image, { commandLine, memorySize: 128 << 20 })
  const random = createRandom(name.length)
  const faults = faultsNow(loaded)
  for (let look = 0; look < LOOKS; look++) {
    const { reason } = loaded.machine.run((LONGEST >> random(MOST_HALVINGS)) + random(10))
    faults.push(...faultsNow(loaded))
    if (reason !== 'budget') break
  }
  expect(faults).toEqual([])
})
