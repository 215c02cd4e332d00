/** `ringside diagram`: runs an image and writes what its machine did as SVG. */
import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { createHeadlessMachine, type HeadlessOptions } from '../emulator/host/headless'
import { pageWalkDiagram } from '../renderer/diagrams/page-walk/page-walk'
import { serializeScene } from '../renderer/svg/serialize'
import { formatCount } from '../shared/format'
import type { PageWalk } from '../shared/models/page-walk'
import type { Instant } from '../shared/units'
import type { DiagramCommand, DiagramPlace } from './arguments'
import { headlessOptions } from './image'
import { OutputError, type Output } from './output'
import { EXIT } from './run'
import { UsageError } from './usage-error'

export async function diagram(command: DiagramCommand, output: Output): Promise<number> {
  const options = await headlessOptions(command)
  const { theme, density, places } = command
  for (const [index, place] of places.entries()) {
    const walk = walkAt(place, command, options)
    const svg = serializeScene(pageWalkDiagram(walk, { theme, density }))
    if (command.output === undefined) output.write(svg)
    else await writeFigure(numbered(command.output, index, places.length), svg)
  }
  await output.settle()
  return EXIT.done
}

const walkAt = (
  place: DiagramPlace,
  command: DiagramCommand,
  options: HeadlessOptions,
): PageWalk =>
  place.kind === 'instant' ? walkBefore(place.instant, options) : walkNow(place, command, options)

/** Runs are deterministic, so a run up to an instant is that of every other run at that instant. */
function walkBefore(instant: Instant, options: HeadlessOptions): PageWalk {
  const machine = createHeadlessMachine({ ...options, maxInstructions: instant })
  while (!machine.advance());
  const walk = machine.lastWalk()
  if (!walk)
    throw new UsageError(`The processor made no walk before instant ${formatCount(instant)}.`)
  return walk
}

/** Without a text to wait for, the run ends when the guest sleeps and waits for a key. */
function walkNow(
  { address }: Extract<DiagramPlace, { kind: 'address' }>,
  { access }: DiagramCommand,
  options: HeadlessOptions,
): PageWalk {
  const machine = createHeadlessMachine({
    ...options,
    untilWaiting: options.untilText === undefined,
  })
  while (!machine.advance());
  return machine.translate(address, access)
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
