/** The inputs of a run in a session file: what JSON has no type for is written as hex. */
import { ADDRESS_SPACES, isSettableRegister, LONGEST_EDIT } from '../../shared/state-edit'
import { linearAddress } from '../../shared/units'
import type { GuestInput, LoggedInput } from '../machine/input-log'
import {
  bytes,
  damaged,
  hex,
  hexOf,
  list,
  moment,
  object,
  oneOf,
  text,
  type Fields,
} from './session-fields'

const MOST_INPUTS = 1_000_000
const MOST_BYTES = 65_536

const READERS: {
  readonly [Type in GuestInput['type']]: (fields: Fields) => Extract<GuestInput, { type: Type }>
} = {
  keys: (fields) => ({ type: 'keys', scanCodes: bytes(fields, 'scanCodes', MOST_BYTES) }),
  serial: (fields) => ({ type: 'serial', bytes: bytes(fields, 'bytes', MOST_BYTES) }),
  'set-register'(fields) {
    const register = text(fields, 'register', 32)
    if (!isSettableRegister(register)) return damaged('a register')
    return { type: 'set-register', register, value: hex(fields, 'value') }
  },
  'set-memory': (fields) => ({
    type: 'set-memory',
    space: oneOf(fields, 'space', ADDRESS_SPACES),
    address: hex(fields, 'address'),
    bytes: bytes(fields, 'bytes', LONGEST_EDIT),
    ...(fields['mask'] !== undefined && { mask: bytes(fields, 'mask', LONGEST_EDIT) }),
  }),
  'invalidate-page': (fields) => ({
    type: 'invalidate-page',
    address: linearAddress(hex(fields, 'address')),
  }),
}

function readInput(fields: Fields): GuestInput {
  const type = text(fields, 'type', 32)
  return Object.hasOwn(READERS, type)
    ? READERS[type as GuestInput['type']](fields)
    : damaged('an input')
}

/** In ascending order of instants. */
export function readInputs(fields: Fields): LoggedInput[] {
  let last = 0
  return list(fields, 'inputs', MOST_INPUTS).map((value) => {
    const entry = object(value, 'an input')
    const when = moment(entry, 'instant')
    if (when < last) return damaged('the order of inputs')
    last = when
    return { instant: when, input: readInput(object(entry['input'], 'an input')) }
  })
}

const writeInput = (input: GuestInput): Fields =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'bigint' ? hexOf(value) : value,
    ]),
  )

export const writeInputs = (inputs: readonly LoggedInput[]): Fields[] =>
  inputs.map(({ instant, input }) => ({ instant, input: writeInput(input) }))
