/** `ringside run`: runs an image without a window and gives the exit status. */
import { createHeadlessMachine, stopWords } from '../emulator/host/headless'
import { createQueryRun, type QueryEnding, type Verdict } from '../emulator/host/headless-query'
import type { MachineEvent } from '../shared/events'
import { screenText } from '../shared/code-page-437'
import { formatCount } from '../shared/format'
import type { RunCommand } from './arguments'
import { eventLine } from './event-line'
import { headlessOptions } from './image'
import type { Output } from './output'
import { statisticsText } from './statistics-text'

export const EXIT = {
  done: 0,
  notFound: 1,
  usage: 64,
  image: 65,
  shutdown: 70,
  output: 74,
  limit: 124,
} as const

/** Guest time between two turns of the host's event loop, in calls to `advance`. */
const ADVANCES_PER_TURN = 20

export async function run(command: RunCommand, output: Output): Promise<number> {
  let pending: number[] = []
  let isLineOpen = false
  const options = {
    ...(await headlessOptions(command)),
    topics: command.topics,
    onSerial: (byte: number) => void pending.push(byte),
    onEvent: (event: MachineEvent) => output.writeError(eventLine(event)),
  }
  const { until } = command
  const search = until && createQueryRun({ ...options, query: until, endsWhereFound: true })
  const machine = search ?? createHeadlessMachine(options)

  function flushSerial(): void {
    if (pending.length === 0) return
    output.write(Uint8Array.from(pending))
    isLineOpen = pending.at(-1) !== NEWLINE
    pending = []
  }

  let ending: QueryEnding | undefined
  while (!ending) {
    for (let i = 0; i < ADVANCES_PER_TURN && !ending; i++) ending = machine.advance()
    flushSerial()
    await output.settle()
  }

  const words = endingWords(ending, command)
  if (words !== undefined) output.writeError(`${words}\n`)
  if (command.showsScreen) {
    output.write(`${isLineOpen ? '\n' : ''}${screenText(machine.screen()).join('\n')}\n`)
  }
  if (command.showsStatistics) output.writeError(statisticsText(machine.statistics()))
  const verdict = search?.verdict()
  if (verdict?.problem !== undefined) output.writeError(`${verdict.problem}\n`)
  await output.settle()
  return verdict ? verdictStatus(verdict) : exitStatus(ending, command)
}

/** Of a run that was to end at a moment and came to its end without. */
const verdictStatus = ({ holds }: Verdict) => (holds ? EXIT.done : EXIT.notFound)

const NEWLINE = 0x0a

/** What a person should know of how the run ended; nothing when it is what was asked for. */
function endingWords(ending: QueryEnding, { maxInstructions }: RunCommand): string | undefined {
  switch (ending.reason) {
    case 'text':
    case 'found':
    case 'decided':
    case 'waiting':
    case 'exit':
      return undefined
    case 'limit':
      return `The limit of ${formatCount(maxInstructions)} instructions was reached.`
    default:
      return stopWords(ending)
  }
}

/** What the exit port makes of the 0x10 that kernels write for success: 2 · 0x10 + 1. */
const GUEST_SUCCESS = 33

function exitStatus(ending: QueryEnding, { isTest }: RunCommand): number {
  switch (ending.reason) {
    case 'exit':
      return isTest && ending.exitStatus === GUEST_SUCCESS ? EXIT.done : ending.exitStatus
    case 'text':
    case 'found':
    case 'decided':
    case 'waiting':
      return EXIT.done
    case 'reset':
      return isTest ? EXIT.shutdown : EXIT.done
    case 'shutdown':
      return EXIT.shutdown
    case 'dead':
    case 'limit':
      return EXIT.limit
  }
}
