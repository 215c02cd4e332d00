/** `ringside why`: runs an image to a moment or to its end, and says why it is as it is. */
import { createHeadlessMachine } from '../emulator/host/headless'
import { createQueryRun, type QueryEnding } from '../emulator/host/headless-query'
import { lastEntryWriter, situationAtEnd } from '../emulator/host/headless-situation'
import { plainExplanation, type Origin } from '../renderer/why/explanation'
import { functionWords } from '../renderer/why/naming'
import { explain } from '../renderer/why/why'
import { formatCount, formatShortHex } from '../shared/format'
import type { WhyCommand } from './arguments'
import { headlessOptions } from './image'
import type { Output } from './output'
import { EXIT } from './run'

export async function why(command: WhyCommand, output: Output): Promise<number> {
  const { at, until } = command
  const options = {
    ...(await headlessOptions(command)),
    keepsHistory: true,
    ...(at !== undefined && { maxInstructions: at }),
  }
  const run = until
    ? createQueryRun({ ...options, query: until, endsWhereFound: true })
    : createHeadlessMachine(options)
  // Tasks and blocks are followed from the first look on.
  situationAtEnd(run.loaded, { reason: 'limit' })
  let ending: QueryEnding | undefined
  while (!ending) ending = run.advance()
  const { loaded } = run
  // The moment that a query finds is the one right before it happens.
  if (ending.reason === 'found') {
    const stop = loaded.timeline.step(1)
    if (stop.reason !== 'budget') ending = stop
  }
  const explanations = explain(situationAtEnd(loaded, ending))
  for (const explanation of explanations) {
    const { origin } = explanation
    const writer = origin && lastEntryWriter(loaded, origin.address, origin.before)
    const made = origin ? `${originWords(origin, writer)}\n` : ''
    output.write(`${plainExplanation(explanation)}\n${made}\n`)
  }
  if (explanations.length === 0) output.write('Nothing has gone wrong here.\n')
  await output.settle()
  return explanations.length > 0 ? EXIT.done : EXIT.notFound
}

function originWords({ what, before }: Origin, writer: ReturnType<typeof lastEntryWriter>): string {
  if (!writer) return `${what} has not been written since reset.`
  const { instant, rip, symbol } = writer
  const name = symbol === undefined ? formatShortHex(rip) : functionWords(symbol)
  return `${what} was last written ${formatCount(before - instant)} instructions before that, by ${name}.`
}
