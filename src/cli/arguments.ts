/** Reads the command line into what is to be done. Anything that it does not understand is a `UsageError`. */
import { parseArgs } from 'node:util'
import type { MemoryAccess } from '../shared/events/page-walk'
import { parseAddress } from '../shared/parse-address'
import { DIAGRAM_TOPICS, type DiagramTopic } from '../shared/protocol'
import { settableRegister } from '../shared/state-edit'
import { isTopic, TOPICS, type Topic } from '../shared/topics'
import { instant, linearAddress, type Instant, type LinearAddress } from '../shared/units'
import { LONGEST_TARGET, type WriteTarget } from '../shared/write-target'
import { THEMES } from '../renderer/diagrams/tokens/tokens'
import type { ExportText } from '../renderer/svg/export'
import type { EventQueryText } from '../emulator/host/headless-query'
import { readQuery, readQuerySelection } from './query-argument'
import { UsageError } from './usage-error'

/** What both commands need to run an image. */
export interface RunArguments {
  readonly image: string
  readonly commandLine: string
  readonly memorySize: number
  readonly keys: string
  readonly untilText: string | undefined
  readonly maxInstructions: number
}

export interface RunCommand extends RunArguments {
  readonly command: 'run'
  /** Where the run ends. */
  readonly until: EventQueryText | undefined
  readonly topics: readonly Topic[]
  readonly showsScreen: boolean
  /** Whether the run is a test, which succeeds by the kernel's success status alone. */
  readonly isTest: boolean
  readonly showsStatistics: boolean
}

export type DiagramPlace =
  | { readonly kind: 'address'; readonly address: LinearAddress }
  | { readonly kind: 'instant'; readonly instant: Instant }
  | { readonly kind: 'event'; readonly query: EventQueryText }

export const DENSITIES = ['figure', 'laptop', 'projector'] as const
export const EXPORT_TEXTS = [
  'embedded',
  'outlines',
  'named',
] as const satisfies readonly ExportText[]
const ACCESSES = ['read', 'write', 'execute'] as const

export interface DiagramCommand extends RunArguments {
  readonly command: 'diagram'
  readonly topic: DiagramTopic
  readonly places: readonly DiagramPlace[]
  readonly access: MemoryAccess
  readonly theme: (typeof THEMES)[number]
  readonly density: (typeof DENSITIES)[number]
  /** Stations told; all of them when absent. */
  readonly step: number | undefined
  readonly text: ExportText
  readonly output: string | undefined
}

export interface EventsCommand extends RunArguments {
  readonly command: 'events'
  readonly query: EventQueryText
}

export interface WhyCommand extends RunArguments {
  readonly command: 'why'
  /** The moment to explain; without either the end of the run, or where the guest waits for a key. */
  readonly at: Instant | undefined
  readonly until: EventQueryText | undefined
}

export interface WhoWroteCommand {
  readonly command: 'who-wrote'
  /** Path of the session file. */
  readonly session: string
  readonly target: WriteTarget
}

export interface ReplayCommand {
  readonly command: 'replay'
  /** Path of the session file. */
  readonly session: string
  /** Where it was saved unless this says otherwise. */
  readonly at: Instant | undefined
  readonly printsHash: boolean
}

export type CommandLine =
  | RunCommand
  | EventsCommand
  | DiagramCommand
  | ReplayCommand
  | WhoWroteCommand
  | WhyCommand
  | { readonly command: 'help' }

const DEFAULT_MEMORY = '128M'
const DEFAULT_LIMIT = '5000000000'

const IMAGE_OPTIONS = {
  cmdline: { type: 'string', default: '' },
  memory: { type: 'string', default: DEFAULT_MEMORY },
  keys: { type: 'string', default: '' },
  'until-text': { type: 'string' },
  'max-instructions': { type: 'string', default: DEFAULT_LIMIT },
} as const

const RUN_OPTIONS = {
  ...IMAGE_OPTIONS,
  until: { type: 'string' },
  events: { type: 'string', default: '' },
  screen: { type: 'boolean', default: false },
  test: { type: 'boolean', default: false },
  stats: { type: 'boolean', default: false },
} as const

const EVENTS_OPTIONS = { ...IMAGE_OPTIONS, query: { type: 'string' } } as const

/** A guest that is stuck shows it within a second of its time. */
const WHY_LIMIT = '100000000'

const WHY_OPTIONS = {
  ...IMAGE_OPTIONS,
  'max-instructions': { type: 'string', default: WHY_LIMIT },
  at: { type: 'string' },
  until: { type: 'string' },
} as const

const DIAGRAM_OPTIONS = {
  ...IMAGE_OPTIONS,
  topic: { type: 'string' },
  at: { type: 'string', multiple: true },
  access: { type: 'string', default: 'read' },
  theme: { type: 'string', default: 'light' },
  density: { type: 'string', default: 'figure' },
  step: { type: 'string' },
  text: { type: 'string', default: 'embedded' },
  output: { type: 'string', short: 'o' },
} as const

const WHO_WROTE_OPTIONS = {
  length: { type: 'string', default: '1' },
} as const

const REPLAY_OPTIONS = {
  at: { type: 'string' },
  hash: { type: 'boolean', default: false },
} as const

export function readArguments(args: readonly string[]): CommandLine {
  const [command, ...rest] = args
  switch (command) {
    case 'run':
      return readRun(rest)
    case 'events':
      return readEvents(rest)
    case 'diagram':
      return readDiagram(rest)
    case 'replay':
      return readReplay(rest)
    case 'who-wrote':
      return readWhoWrote(rest)
    case 'why':
      return readWhy(rest)
    case 'help':
    case '--help':
    case '-h':
      return { command: 'help' }
    default:
      throw new UsageError(
        command === undefined
          ? 'Say what to do: run, events, why, diagram, replay or who-wrote.'
          : `There is no command '${command}': there are run, events, why, diagram, replay and who-wrote.`,
      )
  }
}

/** Node's own complaints name the option; they are usage errors too. */
function parse<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error
    throw new UsageError(error.message)
  }
}

/** Cargo puts words for a test harness behind the image. A kernel has none that could read them. */
function withoutHarnessWords(args: readonly string[]): readonly string[] {
  if (!args.includes('--test')) return args
  const { tokens } = parseArgs({
    args: [...args],
    options: RUN_OPTIONS,
    strict: false,
    tokens: true,
  })
  const image = tokens.find(({ kind }) => kind === 'positional')
  return image ? args.slice(0, image.index + 1) : args
}

function readRun(args: readonly string[]): RunCommand {
  const { values, positionals } = parse(() =>
    parseArgs({
      args: [...withoutHarnessWords(args)],
      options: RUN_OPTIONS,
      allowPositionals: true,
    }),
  )
  return {
    command: 'run',
    ...readCommon(values, positionals),
    until: values.until === undefined ? undefined : readQuery('--until', values.until),
    topics: readTopics(values.events),
    showsScreen: values.screen,
    isTest: values.test,
    showsStatistics: values.stats,
  }
}

function readEvents(args: readonly string[]): EventsCommand {
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options: EVENTS_OPTIONS, allowPositionals: true }),
  )
  const { query } = values
  if (query === undefined) throw new UsageError('Say with --query which events to print.')
  return {
    command: 'events',
    ...readCommon(values, positionals),
    query: readQuerySelection('--query', query),
  }
}

function readWhy(args: readonly string[]): WhyCommand {
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options: WHY_OPTIONS, allowPositionals: true }),
  )
  const { at, until } = values
  if (at !== undefined && until !== undefined) {
    throw new UsageError('Give --at or --until: one moment is explained.')
  }
  return {
    command: 'why',
    ...readCommon(values, positionals),
    at: at === undefined ? undefined : instant(readCount('--at', at)),
    until: until === undefined ? undefined : readQuery('--until', until),
  }
}

function readDiagram(args: readonly string[]): DiagramCommand {
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options: DIAGRAM_OPTIONS, allowPositionals: true }),
  )
  const topic = oneOf('--topic', values.topic ?? '', DIAGRAM_TOPICS)
  const places = (values.at ?? []).map(readPlace)
  if (places.length === 0) {
    throw new UsageError('Say with --at which instant, event or address to draw.')
  }
  if (topic !== 'page-walk' && places.some(({ kind }) => kind === 'address')) {
    throw new UsageError(
      `--at: only page-walk draws an address; give ${topic} an instant or a query.`,
    )
  }
  if (places.length > 1 && values.output === undefined) {
    throw new UsageError('Several figures need a file name: give -o FILE.')
  }
  return {
    command: 'diagram',
    ...readCommon(values, positionals),
    topic,
    places,
    access: oneOf('--access', values.access, ACCESSES),
    theme: oneOf('--theme', values.theme, THEMES),
    density: oneOf('--density', values.density, DENSITIES),
    step: values.step === undefined ? undefined : readCount('--step', values.step, 0),
    text: oneOf('--text', values.text, EXPORT_TEXTS),
    output: values.output,
  }
}

function readWhoWrote(args: readonly string[]): WhoWroteCommand {
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options: WHO_WROTE_OPTIONS, allowPositionals: true }),
  )
  const [session, text, ...more] = positionals
  if (session === undefined || text === undefined || more.length > 0) {
    throw new UsageError('Say which session, and what: who-wrote SESSION ADDRESS or REGISTER.')
  }
  return { command: 'who-wrote', session, target: readTarget(text, values.length) }
}

function readTarget(text: string, lengthText: string): WriteTarget {
  const register = settableRegister(text)
  if (register !== undefined) return { type: 'register', register }
  const address = parseAddress(text)
  if (address === undefined) throw new UsageError(`'${text}' is no address and no register.`)
  const length = Number(lengthText)
  if (!Number.isInteger(length) || length < 1 || length > LONGEST_TARGET) {
    throw new UsageError(`--length must be a number of bytes from 1 to ${LONGEST_TARGET}.`)
  }
  return { type: 'memory', space: 'linear', address, length }
}

function readReplay(args: readonly string[]): ReplayCommand {
  const { values, positionals } = parse(() =>
    parseArgs({ args: [...args], options: REPLAY_OPTIONS, allowPositionals: true }),
  )
  const [session, ...more] = positionals
  if (session === undefined) throw new UsageError('Say which session to replay.')
  if (more.length > 0) throw new UsageError(`One session at a time; '${more[0]}' is one too many.`)
  return {
    command: 'replay',
    session,
    at: values.at === undefined ? undefined : instant(readCount('--at', values.at)),
    printsHash: values.hash,
  }
}

interface CommonValues {
  readonly cmdline: string
  readonly memory: string
  readonly keys: string
  readonly 'until-text'?: string | undefined
  readonly 'max-instructions': string
}

function readCommon(values: CommonValues, positionals: readonly string[]): RunArguments {
  const [image, ...more] = positionals
  if (image === undefined) throw new UsageError('Say which image to run.')
  if (more.length > 0) throw new UsageError(`One image at a time; '${more[0]}' is one too many.`)
  if (values['until-text'] === '') throw new UsageError('--until-text must not be empty.')
  return {
    image,
    commandLine: values.cmdline,
    memorySize: readSize(values.memory),
    keys: unescapeKeys(values.keys),
    untilText: values['until-text'],
    maxInstructions: readCount('--max-instructions', values['max-instructions']),
  }
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined) throw new UsageError(`${option} must be one of ${choices.join(', ')}.`)
  return choice
}

/** Digits, with `_` or `,` between them as one likes. */
function readCount(option: string, text: string, least = 1): number {
  const count = /^[0-9][0-9_,]*$/.test(text) ? Number(text.replace(/[_,]/g, '')) : NaN
  if (!Number.isSafeInteger(count) || count < least) {
    throw new UsageError(`${option} must be a whole number from ${least}, not '${text}'.`)
  }
  return count
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

function readSize(text: string): number {
  const match = /^([0-9]{1,15})([KMG]?)(?:i?B)?$/i.exec(text)
  const unit = match && UNITS[(match[2] ?? '').toUpperCase()]
  if (!match || !unit) {
    throw new UsageError(`--memory must be a size such as 128M, not '${text}'.`)
  }
  return Number(match[1]) * unit
}

function readTopics(text: string): Topic[] {
  return text
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      if (isTopic(name)) return name
      throw new UsageError(`There is no topic '${name}': there are ${TOPICS.join(', ')}.`)
    })
}

/** An address begins with 0x, an instant is a number, and words are a query. */
function readPlace(text: string): DiagramPlace {
  if (/^0x[0-9a-f_]+$/i.test(text)) {
    const value = BigInt(text.replace(/_/g, ''))
    if (BigInt.asUintN(64, value) !== value) {
      throw new UsageError(`--at ${text}: an address has 64 bits.`)
    }
    return { kind: 'address', address: linearAddress(value) }
  }
  if (/^[0-9]/.test(text) && !text.includes(' ')) {
    return { kind: 'instant', instant: instant(readCount('--at', text)) }
  }
  return { kind: 'event', query: readQuery('--at', text) }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', '\\': '\\' }

const unescapeKeys = (text: string): string =>
  text.replace(/\\(.?)/gs, (whole, letter: string) => {
    const character = ESCAPES[letter]
    if (character === undefined) {
      throw new UsageError(`--keys: '${whole}' means nothing; there are \\n, \\t, \\b and \\\\.`)
    }
    return character
  })
