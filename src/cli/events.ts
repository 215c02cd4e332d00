/** `ringside events`: runs an image and prints the events that a query finds, one line of JSON each. */
import { createQueryRun, type Found, type QueryEnding } from '../emulator/host/headless-query'
import { formatShortHex } from '../shared/format'
import type { EventsCommand } from './arguments'
import { headlessOptions } from './image'
import type { Output } from './output'
import { EXIT } from './run'

/** Guest time between two turns of the host's event loop, in calls to `advance`. */
const ADVANCES_PER_TURN = 20

export async function events(command: EventsCommand, output: Output): Promise<number> {
  const machine = createQueryRun({
    ...(await headlessOptions(command)),
    query: command.query,
    endsWhereFound: false,
    onFound: (found) => output.write(foundLine(found)),
  })
  let ending: QueryEnding | undefined
  while (!ending) {
    for (let i = 0; i < ADVANCES_PER_TURN && !ending; i++) ending = machine.advance()
    await output.settle()
  }
  const problem = machine.verdict()?.problem
  if (problem === undefined) return EXIT.done
  output.writeError(`${problem}\n`)
  await output.settle()
  return EXIT.notFound
}

/** 64-bit numbers as hex texts, because JSON's numbers would lose digits. */
function foundLine({ instant, record }: Found): string {
  const { kind, arguments: list = [], fields = {} } = record ?? {}
  const line = { instant, kind, ...(list.length > 0 && { arguments: list }), fields }
  return `${JSON.stringify(line, (_key, value: unknown) =>
    typeof value === 'bigint' ? formatShortHex(value) : value,
  )}\n`
}
