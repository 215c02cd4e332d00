/** Reads the parts that commands are made of: what is edited, where a breakpoint lies, which rows are shown. */
import { COLUMNS, ROWS } from '../../shared/code-page-437'
import type { BreakpointPlace } from '../../shared/models/breakpoints'
import type { SourceFile } from '../../shared/models/debug'
import { MEMORY_COLUMNS, type MemoryWindow } from '../../shared/models/memory'
import type { SpaceLook } from '../../shared/models/space-map'
import type { VariablesWindow } from '../../shared/models/variables'
import {
  VIEWS,
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
import { physicalAddress, type PhysicalAddress } from '../../shared/units'
import { LONGEST_TARGET, type WriteTarget } from '../../shared/write-target'
import { PageEntry } from '../../shared/x86/paging'
import {
  address,
  bits64,
  identity,
  inner,
  integer,
  list,
  moment,
  oneOf,
  refuse,
  text,
  type Fields,
} from './command-fields'

/** How much of anything a message may have. */
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

export function configuration(fields: Fields) {
  const values = inner(fields, 'configuration')
  return {
    commandLine: text(values, 'commandLine', COMMAND_LIMITS.commandLine),
    memorySize: integer(values, 'memorySize', 0, Number.MAX_SAFE_INTEGER),
  }
}

export function speed(fields: Fields): Speed {
  const value = fields['speed']
  if (value === 'real-time' || value === 'flat-out') return value
  const isRate = typeof value === 'number' && value >= 1 && value <= COMMAND_LIMITS.speed
  return isRate ? value : refuse('speed', `real-time, flat-out, or instructions a second from 1`)
}

export function range(fields: Fields): TimeRange | 'whole-run' {
  const value = fields['range']
  if (value === 'whole-run') return value
  if (typeof value !== 'object' || value === null) return refuse('range', 'a range or whole-run')
  const inner = value as Fields
  const from = moment(inner, 'from')
  const to = moment(inner, 'to')
  return from <= to ? { from, to } : refuse('range', 'one that does not end before it begins')
}

export const views = (fields: Fields): View[] =>
  list(fields, 'views', VIEWS.length).map((view) => oneOf({ view }, 'view', VIEWS))

export const scanCodes = (fields: Fields): number[] =>
  list(fields, 'scanCodes', COMMAND_LIMITS.scanCodes).map((code) =>
    integer({ scanCode: code }, 'scanCode', 0, 255),
  )

export function sourceFile(fields: Fields): SourceFile {
  const source = inner(fields, 'source')
  const file = text(source, 'file', COMMAND_LIMITS.path)
  if (source['directory'] === undefined) return { file }
  return { file, directory: text(source, 'directory', COMMAND_LIMITS.path) }
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

export const breakpointPlace = (fields: Fields): BreakpointPlace =>
  PLACES[oneOf(fields, 'type', PLACE_TYPES)](fields)

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

export const edit = (fields: Fields): StateEdit => EDITS[oneOf(fields, 'type', EDIT_TYPES)](fields)

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
    row: integer(fields, 'row', 0, ROWS - 1),
    column: integer(fields, 'column', 0, COLUMNS - 1),
  }),
}

export const target = (fields: Fields): WriteTarget =>
  TARGETS[oneOf(fields, 'type', ['memory', 'register', 'screen-cell'])](fields)

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

export const inputChange = (fields: Fields): InputChange =>
  INPUT_CHANGES[oneOf(fields, 'type', ['drop', 'shift', 'insert'])](fields)

export const variablesWindow = (fields: Fields): VariablesWindow => ({
  first: identity(fields, 'first'),
  count: integer(fields, 'count', 0, COMMAND_LIMITS.rows),
  search: text(fields, 'search', COMMAND_LIMITS.name),
  opened: list(fields, 'opened', COMMAND_LIMITS.openRows).map((key) =>
    text({ key }, 'key', COMMAND_LIMITS.rowKey),
  ),
})

export function memoryWindow(fields: Fields): MemoryWindow {
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

/** Absent when none is to be shown any more. PML4s begin at pages. */
export function spaceLook(fields: Fields): SpaceLook | undefined {
  if (fields['look'] === undefined) return undefined
  const look = inner(fields, 'look')
  const place = (name: 'pml4' | 'beside') =>
    look[name] === undefined ? {} : { [name]: tableAddress(look, name) }
  return { ...place('pml4'), ...place('beside') }
}

function tableAddress(fields: Fields, name: string): PhysicalAddress {
  const value = bits64(fields, name)
  return (value & ~PageEntry.ADDRESS) === 0n
    ? physicalAddress(value)
    : refuse(name, 'the physical address of a page')
}
