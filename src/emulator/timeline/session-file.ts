/**
 * A session as a file: everything that determines a run (image, configuration, the inputs of each branch) and where the
 * reader stood in it. Small, because the states in between are computed again.
 *
 * A file is hostile input: whatever it holds, reading it gives a session within bounds or a `SessionFileError`.
 * Knows nothing of disks: bytes in, bytes out.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { unzipSync, zipSync } from 'fflate'
import { instant, type Instant } from '../../shared/units'
import type { LoggedInput } from '../machine/input-log'
import { decodeUtf8, encodeUtf8 } from '../memory/byte-reader'
import type { SavedBranch } from './timeline'

export interface SavedSession {
  readonly name: string
  readonly image: Uint8Array
  readonly commandLine: string
  readonly memorySize: number
  /** In the order of their ids; a parent comes before its children. */
  readonly branches: readonly SavedBranch[]
  readonly present: number
  readonly now: Instant
  /** The machine's state hash at `now`: reopening must arrive at the same. */
  readonly stateHash: string
}

/** Why a file is no session: a sentence for its reader. */
export class SessionFileError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SessionFileError'
  }
}

const FORMAT = 'ringside-session'
const VERSION = 1

/** The most that is read: a hostile file must not fill the host's memory. */
const LIMITS = {
  text: 64 << 20,
  image: 128 << 20,
  name: 1024,
  commandLine: 4095,
  branches: 4096,
  inputs: 1_000_000,
  inputBytes: 65_536,
} as const

/** The archive's entries. */
const SESSION_ENTRY = 'session.json'
const IMAGE_ENTRY = 'image.elf'

/** The same entry times whatever the clock says: equal sessions are equal files. */
const NO_TIME = { mtime: '1980-01-02T00:00' } as const

const hashOf = (bytes: Uint8Array): string => bytesToHex(sha256(bytes))

/** A ZIP archive of a JSON text and the image. */
export function encodeSession(session: SavedSession): Uint8Array {
  const { image, ...rest } = session
  const text = JSON.stringify({
    format: FORMAT,
    version: VERSION,
    ...rest,
    image: { sha256: hashOf(image) },
  })
  return zipSync({ [SESSION_ENTRY]: encodeUtf8(text), [IMAGE_ENTRY]: image }, NO_TIME)
}

export function decodeSession(bytes: Uint8Array): SavedSession {
  const entries = unpack(bytes)
  const fields = parse(entries[SESSION_ENTRY])
  if (fields['format'] !== FORMAT) throw new SessionFileError('The file is not a Ringside session.')
  const version = fields['version']
  if (version !== VERSION) {
    throw new SessionFileError(
      `The session has version ${String(version).slice(0, 20)}; this Ringside reads version ${VERSION}.`,
    )
  }
  const image = entries[IMAGE_ENTRY] ?? damaged('the image')
  if (hashOf(image) !== object(fields['image'], 'the image')['sha256']) {
    throw new SessionFileError('The session is damaged: its image is not the one that was saved.')
  }
  const branches = list(fields, 'branches', LIMITS.branches).map(branch)
  if (branches.length === 0) damaged('branches')
  return {
    name: text(fields, 'name', LIMITS.name),
    image,
    commandLine: text(fields, 'commandLine', LIMITS.commandLine),
    memorySize: integer(fields, 'memorySize'),
    branches,
    present: integer(fields, 'present', branches.length - 1),
    now: moment(fields, 'now'),
    stateHash: text(fields, 'stateHash', 16),
  }
}

/** The two entries, as long as they say that they are not too large, and are not. */
function unpack(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const limits: Readonly<Record<string, number>> = {
    [SESSION_ENTRY]: LIMITS.text,
    [IMAGE_ENTRY]: LIMITS.image,
  }
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => originalSize <= (limits[name] ?? -1),
    })
  } catch {
    throw new SessionFileError('The file is cut off, or is not a Ringside session.')
  }
}

type Fields = Readonly<Record<string, unknown>>

function damaged(what: string): never {
  throw new SessionFileError(`The session is damaged: ${what} cannot be read.`)
}

function parse(bytes: Uint8Array | undefined): Fields {
  if (!bytes) throw new SessionFileError('The file is not a Ringside session.')
  try {
    return object(JSON.parse(decodeUtf8(bytes)), 'its text')
  } catch {
    return damaged('its text')
  }
}

function object(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return damaged(what)
  return value as Fields
}

function text(fields: Fields, name: string, limit: number): string {
  const value = fields[name]
  return typeof value === 'string' && value.length <= limit ? value : damaged(name)
}

function integer(fields: Fields, name: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = fields[name]
  const isInteger = typeof value === 'number' && Number.isSafeInteger(value)
  return isInteger && value >= 0 && value <= most ? value : damaged(name)
}

const moment = (fields: Fields, name: string): Instant => instant(integer(fields, name))

function list(fields: Fields, name: string, limit: number): readonly unknown[] {
  const value = fields[name]
  return Array.isArray(value) && value.length <= limit ? (value as unknown[]) : damaged(name)
}

function branch(value: unknown, index: number): SavedBranch {
  const fields = object(value, 'a branch')
  const forkedAt = moment(fields, 'forkedAt')
  const end = moment(fields, 'end')
  if (end < forkedAt || (fields['parent'] === undefined) !== (index === 0))
    return damaged('a branch')
  return {
    forkedAt,
    end,
    inputs: inputs(fields),
    ...(index === 0 ? {} : { parent: integer(fields, 'parent', index - 1) }),
  }
}

function inputs(fields: Fields): LoggedInput[] {
  let last = 0
  return list(fields, 'inputs', LIMITS.inputs).map((value) => {
    const entry = object(value, 'an input')
    const when = moment(entry, 'instant')
    if (when < last) return damaged('the order of inputs')
    last = when
    return { instant: when, input: input(object(entry['input'], 'an input')) }
  })
}

function input(fields: Fields): LoggedInput['input'] {
  const bytes = (name: string) =>
    list(fields, name, LIMITS.inputBytes).map((byte) => integer({ byte }, 'byte', 255))
  if (fields['type'] === 'keys') return { type: 'keys', scanCodes: bytes('scanCodes') }
  if (fields['type'] === 'serial') return { type: 'serial', bytes: bytes('bytes') }
  return damaged('an input')
}
