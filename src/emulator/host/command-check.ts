/**
 * Checks a message before it becomes a command: the sender is a renderer, which may be anything.
 * A command that passes has every field of the right type and within its bounds, and no field more.
 */
import { ALIGNMENTS } from '../../shared/models/comparison'
import { LANES } from '../../shared/models/timeline'
import { DIAGRAM_TOPICS, STEP_DEPTHS, type Command } from '../../shared/protocol'
import {
  address,
  bytes,
  flag,
  identity,
  inner,
  integer,
  moment,
  oneOf,
  text,
  type Fields,
} from './command-fields'
import {
  breakpointPlace,
  COMMAND_LIMITS,
  configuration,
  edit,
  inputChange,
  memoryWindow,
  range,
  scanCodes,
  sourceFile,
  spaceLook,
  speed,
  target,
  variablesWindow,
  views,
} from './command-parts'

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
  'find-code-walk': () => ({ type: 'find-code-walk' }),
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
  'show-space': (fields) => ({ type: 'show-space', look: spaceLook(fields) }),
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
