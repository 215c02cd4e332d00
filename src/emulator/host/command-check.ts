/**
 * Checks a message before it becomes a command: the sender is a renderer, which may be anything.
 * A command that passes has every field of the right type and within its bounds, and no field more.
 */
import type { BreakpointPlace } from '../../shared/models/breakpoints'
import type { SourceFile } from '../../shared/models/debug'
import { MEMORY_COLUMNS, type MemoryWindow } from '../../shared/models/memory'
import type { VariablesWindow } from '../../shared/models/variables'
import { ALIGNMENTS } from '../../shared/models/comparison'
import { LANES } from '../../shared/models/timeline'
import {
  DIAGRAM_TOPICS,
  STEP_DEPTHS,
  VIEWS,
  type Command,
  type InputChange,
  type Speed,
  type TimeRange,
  type View,
} from '../../shared/protocol'
import {
  ADDRESS_SPACES,
  EDIT_TYPES,
  isSettableRegister,
  LONGEST_EDIT,
  type StateEdit,
} from '../../shared/state-edit'
import { instant, linearAddress } from '../../shared/units'
import { LONGEST_TARGET, type WriteTarget } from '../../shared/write-target'

/** A message that is no command; the text says what is wrong with it. */
export class InvalidCommand extends Error {
  constructor(
    readonly command: string,
    message: string,
  ) {
    super(message)
    this.name = 'InvalidCommand'
  }
}

type Fields = Readonly<Record<string, unknown>>

export const COMMAND_LIMITS = {
  imageBytes: 128 << 20,
  sessionBytes: 192 << 20,
  name: 1024,
  commandLine: 4095,
  steps: 1_000_000,
  speed: 1_000_000_000,
  scanCodes: 4096,
  serialText: 65_536,
  query: 4096,
  givenName: 200,
  recoveryMilliseconds: 3_600_000,
  path: 4096,
  line: 1_000_000_000,
  frames: 10_000,
  rows: 1_000,
  openRows: 1_000,
  rowKey: 2_000,
} as const

const ACCESSES = ['read', 'write', 'execute'] as const
const DIRECTIONS = ['before', 'after'] as const
const STEP_DIRECTIONS = ['forward', 'back'] as const

export function checkCommand(message: unknown): Command {
  if (typeof message !== 'object' || message === null) {
    throw new InvalidCommand('?', 'A command must be an object.')
  }
  const fields = message as Fields
  const type = typeof fields['type'] === 'string' ? fields['type'] : '?'
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type as Command['type']] : undefined
  if (!check) throw new InvalidCommand(type, `There is no command '${type.slice(0, 40)}'.`)
  try {
    return check(fields)
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidCommand(type, error.message)
    throw error
  }
}

const CHECKS: { readonly [Type in Command['type']]: (fields: Fields) => Command } = {
  load: (fields) => ({
    type: 'load',
    name: text(fields, 'name', COMMAND_LIMITS.name),
    image: bytes(fields, 'image', COMMAND_LIMITS.imageBytes),
    configuration: configuration(fields),
  }),
  'load-prebuilt': (fields) => ({ type: 'load-prebuilt', configuration: configuration(fields) }),
  run: () => ({ type: 'run' }),
  pause: () => ({ type: 'pause' }),
  step: (fields) => ({ type: 'step', count: integer(fields, 'count', 1, COMMAND_LIMITS.steps) }),
  'step-event': (fields) => ({
    type: 'step-event',
    topic: oneOf(fields, 'topic', DIAGRAM_TOPICS),
    direction: oneOf(fields, 'direction', STEP_DIRECTIONS),
  }),
  'step-line': (fields) => ({
    type: 'step-line',
    depth: oneOf(fields, 'depth', STEP_DEPTHS),
    direction: oneOf(fields, 'direction', STEP_DIRECTIONS),
  }),
  reset: () => ({ type: 'reset' }),
  seek: (fields) => ({ type: 'seek', instant: moment(fields, 'instant') }),
  'step-back': (fields) => ({
    type: 'step-back',
    count: integer(fields, 'count', 1, COMMAND_LIMITS.steps),
  }),
  'go-to-event': (fields) => ({
    type: 'go-to-event',
    lane: oneOf(fields, 'lane', LANES),
    direction: oneOf(fields, 'direction', DIRECTIONS),
  }),
  'switch-branch': (fields) => ({
    type: 'switch-branch',
    branch: identity(fields, 'branch'),
  }),
  'rename-branch': (fields) => ({
    type: 'rename-branch',
    branch: identity(fields, 'branch'),
    name: text(fields, 'name', COMMAND_LIMITS.givenName),
  }),
  'delete-branch': (fields) => ({ type: 'delete-branch', branch: identity(fields, 'branch') }),
  edit: (fields) => ({ type: 'edit', edit: edit(inner(fields, 'edit')) }),
  'change-inputs': (fields) => ({
    type: 'change-inputs',
    change: inputChange(inner(fields, 'change')),
  }),
  compare: (fields) => ({
    type: 'compare',
    left: identity(fields, 'left'),
    right: identity(fields, 'right'),
  }),
  'stop-comparing': () => ({ type: 'stop-comparing' }),
  'align-comparison': (fields) => ({
    type: 'align-comparison',
    by: oneOf(fields, 'by', ALIGNMENTS),
  }),
  'undo-delete': () => ({ type: 'undo-delete' }),
  'add-bookmark': (fields) => ({
    type: 'add-bookmark',
    name: text(fields, 'name', COMMAND_LIMITS.givenName),
  }),
  'go-to-bookmark': (fields) => ({
    type: 'go-to-bookmark',
    bookmark: identity(fields, 'bookmark'),
  }),
  'rename-bookmark': (fields) => ({
    type: 'rename-bookmark',
    bookmark: identity(fields, 'bookmark'),
    name: text(fields, 'name', COMMAND_LIMITS.givenName),
  }),
  'delete-bookmark': (fields) => ({
    type: 'delete-bookmark',
    bookmark: identity(fields, 'bookmark'),
  }),
  'who-wrote': (fields) => ({ type: 'who-wrote', target: target(inner(fields, 'target')) }),
  'cancel-search': () => ({ type: 'cancel-search' }),
  find: (fields) => ({ type: 'find', query: text(fields, 'query', COMMAND_LIMITS.query) }),
  'add-breakpoint': (fields) => ({
    type: 'add-breakpoint',
    text: text(fields, 'text', COMMAND_LIMITS.query),
  }),
  'toggle-breakpoint': (fields) => ({
    type: 'toggle-breakpoint',
    place: breakpointPlace(inner(fields, 'place')),
  }),
  'enable-breakpoint': (fields) => ({
    type: 'enable-breakpoint',
    breakpoint: identity(fields, 'breakpoint'),
    isEnabled: flag(fields, 'isEnabled'),
  }),
  'delete-breakpoint': (fields) => ({
    type: 'delete-breakpoint',
    breakpoint: identity(fields, 'breakpoint'),
  }),
  'run-back': () => ({ type: 'run-back' }),
  reload: (fields) => ({
    type: 'reload',
    name: text(fields, 'name', COMMAND_LIMITS.name),
    image: bytes(fields, 'image', COMMAND_LIMITS.imageBytes),
  }),
  'save-session': () => ({ type: 'save-session' }),
  'keep-recovery': (fields) => ({
    type: 'keep-recovery',
    milliseconds: integer(fields, 'milliseconds', 0, COMMAND_LIMITS.recoveryMilliseconds),
  }),
  'open-session': (fields) => ({
    type: 'open-session',
    bytes: bytes(fields, 'bytes', COMMAND_LIMITS.sessionBytes),
  }),
  'show-range': (fields) => ({ type: 'show-range', range: range(fields) }),
  'show-thumbnail': (fields) => ({ type: 'show-thumbnail', instant: moment(fields, 'instant') }),
  'set-speed': (fields) => ({ type: 'set-speed', speed: speed(fields) }),
  'press-keys': (fields) => ({ type: 'press-keys', scanCodes: scanCodes(fields) }),
  'type-serial': (fields) => ({
    type: 'type-serial',
    text: text(fields, 'text', COMMAND_LIMITS.serialText),
  }),
  watch: (fields) => ({ type: 'watch', views: views(fields) }),
  select: (fields) => ({
    type: 'select',
    topic: oneOf(fields, 'topic', DIAGRAM_TOPICS),
    item:
      fields['item'] === 'latest' ? 'latest' : integer(fields, 'item', 0, Number.MAX_SAFE_INTEGER),
  }),
  translate: (fields) => ({
    type: 'translate',
    address: address(fields),
    access: oneOf(fields, 'access', ACCESSES),
  }),
  'read-source': (fields) => ({ type: 'read-source', source: sourceFile(fields) }),
  'find-source': (fields) => ({ type: 'find-source', address: address(fields) }),
  'select-frame': (fields) => ({
    type: 'select-frame',
    index: integer(fields, 'index', 0, COMMAND_LIMITS.frames),
  }),
  'show-variables': (fields) => ({
    type: 'show-variables',
    window: variablesWindow(inner(fields, 'window')),
  }),
  'show-memory': (fields) => ({
    type: 'show-memory',
    window: memoryWindow(inner(fields, 'window')),
  }),
  'request-frame': () => ({ type: 'request-frame' }),
}

function refuse(name: string, wanted: string): never {
  throw new RangeError(`'${name}' must be ${wanted}.`)
}

function text(fields: Fields, name: string, limit: number): string {
  const value = fields[name]
  const isText = typeof value === 'string' && value.length <= limit
  return isText ? value : refuse(name, `a text of at most ${limit} characters`)
}

function integer(fields: Fields, name: string, least: number, most: number): number {
  const value = fields[name]
  const isInteger = typeof value === 'number' && Number.isInteger(value)
  if (isInteger && value >= least && value <= most) return value
  return refuse(name, `an integer from ${least} to ${most}`)
}

function flag(fields: Fields, name: string): boolean {
  const value = fields[name]
  return typeof value === 'boolean' ? value : refuse(name, 'true or false')
}

const PLACES: {
  readonly [Type in BreakpointPlace['type']]: (
    fields: Fields,
  ) => Extract<BreakpointPlace, { type: Type }>
} = {
  address: (fields) => ({ type: 'address', address: address(fields) }),
  function: (fields) => ({ type: 'function', name: text(fields, 'name', COMMAND_LIMITS.path) }),
  line: (fields) => ({
    type: 'line',
    source: sourceFile(fields),
    line: integer(fields, 'line', 1, COMMAND_LIMITS.line),
  }),
  query: (fields) => ({ type: 'query', query: text(fields, 'query', COMMAND_LIMITS.query) }),
}
const PLACE_TYPES = Object.keys(PLACES) as BreakpointPlace['type'][]

const breakpointPlace = (fields: Fields): BreakpointPlace =>
  PLACES[oneOf(fields, 'type', PLACE_TYPES)](fields)

function sourceFile(fields: Fields): SourceFile {
  const value = fields['source']
  if (typeof value !== 'object' || value === null) return refuse('source', 'an object')
  const inner = value as Fields
  const file = text(inner, 'file', COMMAND_LIMITS.path)
  if (inner['directory'] === undefined) return { file }
  return { file, directory: text(inner, 'directory', COMMAND_LIMITS.path) }
}

function bytes(fields: Fields, name: string, limit: number): Uint8Array {
  const value = fields[name]
  const isBytes = value instanceof Uint8Array && value.length <= limit
  return isBytes ? value : refuse(name, `at most ${limit} bytes`)
}

function oneOf<T extends string>(fields: Fields, name: string, choices: readonly T[]): T {
  const value = fields[name]
  return choices.find((choice) => choice === value) ?? refuse(name, `one of ${choices.join(', ')}`)
}

function inner(fields: Fields, name: string): Fields {
  const value = fields[name]
  return typeof value === 'object' && value !== null ? (value as Fields) : refuse(name, 'an object')
}

function configuration(fields: Fields) {
  const values = inner(fields, 'configuration')
  return {
    commandLine: text(values, 'commandLine', COMMAND_LIMITS.commandLine),
    memorySize: integer(values, 'memorySize', 0, Number.MAX_SAFE_INTEGER),
  }
}

const identity = (fields: Fields, name: string) => integer(fields, name, 0, Number.MAX_SAFE_INTEGER)

const byteList = (fields: Fields, name: string) =>
  list(fields, name, LONGEST_EDIT).map((byte) => integer({ byte }, 'byte', 0, 255))

const EDITS: {
  readonly [Type in StateEdit['type']]: (fields: Fields) => Extract<StateEdit, { type: Type }>
} = {
  'set-register'(fields) {
    const register = text(fields, 'register', 32)
    if (!isSettableRegister(register)) return refuse('register', 'one that can be set')
    return { type: 'set-register', register, value: bits64(fields, 'value') }
  },
  'set-memory': (fields) => ({
    type: 'set-memory',
    space: oneOf(fields, 'space', ADDRESS_SPACES),
    address: bits64(fields, 'address'),
    bytes: byteList(fields, 'bytes'),
    ...(fields['mask'] !== undefined && { mask: byteList(fields, 'mask') }),
  }),
  'invalidate-page': (fields) => ({ type: 'invalidate-page', address: address(fields) }),
}

const TARGETS: {
  readonly [Type in WriteTarget['type']]: (fields: Fields) => Extract<WriteTarget, { type: Type }>
} = {
  memory: (fields) => ({
    type: 'memory',
    space: oneOf(fields, 'space', ADDRESS_SPACES),
    address: bits64(fields, 'address'),
    length: integer(fields, 'length', 1, LONGEST_TARGET),
  }),
  register(fields) {
    const register = text(fields, 'register', 32)
    if (!isSettableRegister(register)) return refuse('register', 'one that is followed')
    return { type: 'register', register }
  },
  'screen-cell': (fields) => ({
    type: 'screen-cell',
    row: integer(fields, 'row', 0, 24),
    column: integer(fields, 'column', 0, 79),
  }),
}

const target = (fields: Fields): WriteTarget =>
  TARGETS[oneOf(fields, 'type', ['memory', 'register', 'screen-cell'])](fields)

const edit = (fields: Fields): StateEdit => EDITS[oneOf(fields, 'type', EDIT_TYPES)](fields)

const INPUT_CHANGES: {
  readonly [Type in InputChange['type']]: (fields: Fields) => Extract<InputChange, { type: Type }>
} = {
  drop: (fields) => ({ type: 'drop', index: identity(fields, 'index') }),
  shift: (fields) => ({
    type: 'shift',
    index: identity(fields, 'index'),
    by: integer(fields, 'by', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  }),
  insert: (fields) => ({ type: 'insert', scanCodes: scanCodes(fields) }),
}

const inputChange = (fields: Fields): InputChange =>
  INPUT_CHANGES[oneOf(fields, 'type', ['drop', 'shift', 'insert'])](fields)

const variablesWindow = (fields: Fields): VariablesWindow => ({
  first: identity(fields, 'first'),
  count: integer(fields, 'count', 0, COMMAND_LIMITS.rows),
  search: text(fields, 'search', COMMAND_LIMITS.name),
  opened: list(fields, 'opened', COMMAND_LIMITS.openRows).map((key) =>
    text({ key }, 'key', COMMAND_LIMITS.rowKey),
  ),
})

function memoryWindow(fields: Fields): MemoryWindow {
  const columns = integer(fields, 'columns', 1, COMMAND_LIMITS.rows)
  const from = bits64(fields, 'from')
  const known = MEMORY_COLUMNS.find((one) => one === columns)
  if (known === undefined) return refuse('columns', `one of ${MEMORY_COLUMNS.join(', ')}`)
  if (from % BigInt(known) !== 0n) return refuse('from', 'the beginning of a row')
  return {
    space: oneOf(fields, 'space', ADDRESS_SPACES),
    from,
    rows: integer(fields, 'rows', 0, COMMAND_LIMITS.rows),
    columns: known,
    cursor: bits64(fields, 'cursor'),
    ...(fields['expression'] !== undefined && {
      expression: memoryExpression(inner(fields, 'expression')),
    }),
  }
}

const memoryExpression = (fields: Fields) => ({
  question: identity(fields, 'question'),
  text: text(fields, 'text', COMMAND_LIMITS.name),
})

const moment = (fields: Fields, name: string) =>
  instant(integer(fields, name, 0, Number.MAX_SAFE_INTEGER))

function range(fields: Fields): TimeRange | 'whole-run' {
  const value = fields['range']
  if (value === 'whole-run') return value
  if (typeof value !== 'object' || value === null) return refuse('range', 'a range or whole-run')
  const inner = value as Fields
  const from = moment(inner, 'from')
  const to = moment(inner, 'to')
  return from <= to ? { from, to } : refuse('range', 'one that does not end before it begins')
}

function speed(fields: Fields): Speed {
  const value = fields['speed']
  if (value === 'real-time' || value === 'flat-out') return value
  const isRate = typeof value === 'number' && value >= 1 && value <= COMMAND_LIMITS.speed
  return isRate ? value : refuse('speed', `real-time, flat-out, or instructions a second from 1`)
}

function list(fields: Fields, name: string, limit: number): readonly unknown[] {
  const value = fields[name]
  const isList = Array.isArray(value) && value.length <= limit
  return isList ? value : refuse(name, `a list of at most ${limit}`)
}

const scanCodes = (fields: Fields): number[] =>
  list(fields, 'scanCodes', COMMAND_LIMITS.scanCodes).map((code) =>
    integer({ scanCode: code }, 'scanCode', 0, 255),
  )

const views = (fields: Fields): View[] =>
  list(fields, 'views', VIEWS.length).map((view) => oneOf({ view }, 'view', VIEWS))

function bits64(fields: Fields, name: string): bigint {
  const value = fields[name]
  const is64Bit = typeof value === 'bigint' && BigInt.asUintN(64, value) === value
  return is64Bit ? value : refuse(name, 'a number of 64 bits')
}

const address = (fields: Fields) => linearAddress(bits64(fields, 'address'))
