/** `ringside diagram`: runs an image and writes what its machine did as SVG, as the app would export it. */
import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { createHeadlessMachine, type HeadlessOptions } from '../emulator/host/headless'
import { modelAt, modelWhere } from '../emulator/host/headless-view'
import type { Diagram } from '../renderer/diagrams/diagram'
import { diagramOfPageWalk } from '../renderer/diagrams/page-walk/diagram'
import { diagramOfTopic } from '../renderer/diagrams/topics'
import { exportScene } from '../renderer/svg/export'
import { formatCount } from '../shared/format'
import type { DiagramTopic, ViewModels } from '../shared/protocol'
import type { DiagramCommand, DiagramPlace } from './arguments'
import { headlessOptions } from './image'
import { OutputError, type Output } from './output'
import { EXIT } from './run'
import { UsageError } from './usage-error'

export async function diagram(command: DiagramCommand, output: Output): Promise<number> {
  const options = await headlessOptions(command)
  const { places } = command
  for (const [index, place] of places.entries()) {
    const svg = figure(diagramAt(place, command, options), command)
    if (command.output === undefined) output.write(svg)
    else await writeFigure(numbered(command.output, index, places.length), svg)
  }
  await output.settle()
  return EXIT.done
}

function figure(diagram: Diagram, { theme, density, step, text }: DiagramCommand): string {
  if (step !== undefined && step > diagram.steps) {
    throw new UsageError(`--step ${step}: this diagram has ${diagram.steps} steps.`)
  }
  const scene = diagram.draw({ theme, density, ...(step !== undefined && { step }) })
  return exportScene(scene, text)
}

function diagramAt(
  place: DiagramPlace,
  command: DiagramCommand,
  options: HeadlessOptions,
): Diagram {
  const { topic } = command
  switch (place.kind) {
    case 'address':
      return translationOf(place, command, options)
    case 'instant':
      return diagramOf(
        topic,
        modelAt(topic, place.instant, options),
        `before instant ${formatCount(place.instant)}`,
      )
    case 'event': {
      const model = modelWhere(topic, place.query, options)
      if (!model) throw new UsageError(`--at: the run has no '${place.query.text}'.`)
      return diagramOf(topic, model, `by '${place.query.text}'`)
    }
  }
}

/** What is missing, in the words of the topic. */
const NOTHING: Readonly<Partial<Record<DiagramTopic, string>>> = {
  'page-walk': 'The processor made no walk',
  'idt-dispatch': 'Nothing was delivered',
}

function diagramOf<Topic extends DiagramTopic>(
  topic: Topic,
  model: ViewModels[Topic],
  when: string,
): Diagram {
  const made = diagramOfTopic(topic, model)
  if (!made) throw new UsageError(`${NOTHING[topic] ?? `There is no ${topic}`} ${when}.`)
  return made
}

/** Without a text to wait for, the run ends when the guest sleeps and waits for a key. */
function translationOf(
  { address }: Extract<DiagramPlace, { kind: 'address' }>,
  { access }: DiagramCommand,
  options: HeadlessOptions,
): Diagram {
  const machine = createHeadlessMachine({
    ...options,
    untilWaiting: options.untilText === undefined,
  })
  while (!machine.advance());
  return diagramOfPageWalk(machine.translate(address, access), false)
}

function numbered(path: string, index: number, count: number): string {
  if (count === 1) return path
  const extension = extname(path)
  return `${path.slice(0, path.length - extension.length)}-${index + 1}${extension}`
}

async function writeFigure(path: string, svg: string): Promise<void> {
  try {
    await writeFile(path, svg)
  } catch (error) {
    throw new OutputError(`${path} cannot be written: ${(error as Error).message}.`)
  }
}
