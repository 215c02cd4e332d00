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
import type { Instant } from '../../shared/units'
import { decodeUtf8, encodeUtf8 } from '../memory/byte-reader'
import {
  damaged,
  integer,
  list,
  moment,
  object,
  optionalText,
  SessionFileError,
  text,
  type Fields,
} from './session-fields'
import { readBreakpoints, writeBreakpoints, type SavedBreakpoint } from './session-breakpoints'
import { readInputs, writeInputs } from './session-inputs'
import type { SavedBranch } from './ways'

export { SessionFileError } from './session-fields'

/** An instant that a person gave a name. */
export interface SavedBookmark {
  readonly name: string
  readonly branch: number
  readonly instant: Instant
}

export interface SavedSession {
  readonly name: string
  readonly image: Uint8Array
  readonly commandLine: string
  readonly memorySize: number
  /** A parent comes before its children; the first has none. */
  readonly branches: readonly SavedBranch[]
  readonly present: number
  readonly now: Instant
  /** The machine's state hash at `now`: reopening must arrive at the same. */
  readonly stateHash: string
  readonly bookmarks: readonly SavedBookmark[]
  readonly breakpoints: readonly SavedBreakpoint[]
}

const FORMAT = 'ringside-session'
/**
 * Since 2 a branch says its id and what it is called, inputs may be edits, and there are bookmarks; since 3 there are
 * breakpoints.
 */
const VERSION = 3
const OLDEST_VERSION = 1

/** The most that is read: a hostile file must not fill the host's memory. */
const LIMITS = {
  text: 64 << 20,
  image: 128 << 20,
  name: 1024,
  commandLine: 4095,
  branches: 4096,
  bookmarks: 10_000,
} as const

/** The archive's entries. */
const SESSION_ENTRY = 'session.json'
const IMAGE_ENTRY = 'image.elf'

/** The same entry times whatever the clock says: equal sessions are equal files. */
const NO_TIME = { mtime: '1980-01-02T00:00' } as const

/** Of an image that is saved again and again the hash is made once. */
const knownHashes = new WeakMap<Uint8Array, string>()

function hashOf(bytes: Uint8Array): string {
  const known = knownHashes.get(bytes)
  if (known !== undefined) return known
  const hash = bytesToHex(sha256(bytes))
  knownHashes.set(bytes, hash)
  return hash
}

/** A ZIP archive of a JSON text and the image; `isHasty`: not compressed. */
export function encodeSession(session: SavedSession, { isHasty = false } = {}): Uint8Array {
  const { image, branches, breakpoints, ...rest } = session
  const text = JSON.stringify({
    format: FORMAT,
    version: VERSION,
    ...rest,
    branches: branches.map((branch) => ({ ...branch, inputs: writeInputs(branch.inputs) })),
    breakpoints: writeBreakpoints(breakpoints),
    image: { sha256: hashOf(image) },
  })
  const entries = { [SESSION_ENTRY]: encodeUtf8(text), [IMAGE_ENTRY]: image }
  return zipSync(entries, isHasty ? { ...NO_TIME, level: 0 } : NO_TIME)
}

export function decodeSession(bytes: Uint8Array): SavedSession {
  const entries = unpack(bytes)
  const fields = parse(entries[SESSION_ENTRY])
  checkVersion(fields)
  const image = entries[IMAGE_ENTRY] ?? damaged('the image')
  if (hashOf(image) !== object(fields['image'], 'the image')['sha256']) {
    throw new SessionFileError('The session is damaged: its image is not the one that was saved.')
  }
  const branches = readBranches(fields)
  const present = integer(fields, 'present')
  if (!branches.some(({ id }) => id === present)) damaged('present')
  return {
    name: text(fields, 'name', LIMITS.name),
    image,
    commandLine: text(fields, 'commandLine', LIMITS.commandLine),
    memorySize: integer(fields, 'memorySize'),
    branches,
    present,
    now: moment(fields, 'now'),
    stateHash: text(fields, 'stateHash', 16),
    bookmarks: fields['bookmarks'] === undefined ? [] : readBookmarks(fields, branches),
    breakpoints: fields['breakpoints'] === undefined ? [] : readBreakpoints(fields),
  }
}

function checkVersion(fields: Fields): void {
  if (fields['format'] !== FORMAT) throw new SessionFileError('The file is not a Ringside session.')
  const version = fields['version']
  if (typeof version === 'number' && version >= OLDEST_VERSION && version <= VERSION) return
  throw new SessionFileError(
    `The session has version ${String(version).slice(0, 20)}; this Ringside reads up to version ${VERSION}.`,
  )
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

function parse(bytes: Uint8Array | undefined): Fields {
  if (!bytes) throw new SessionFileError('The file is not a Ringside session.')
  try {
    return object(JSON.parse(decodeUtf8(bytes)), 'its text')
  } catch {
    return damaged('its text')
  }
}

function readBranches(fields: Fields): SavedBranch[] {
  const ids = new Set<number>()
  const branches = list(fields, 'branches', LIMITS.branches).map((value, index) => {
    const branch = readBranch(object(value, 'a branch'), index)
    const { id, parent } = branch
    if (ids.has(id) || (parent === undefined) !== (index === 0)) return damaged('a branch')
    if (parent !== undefined && !ids.has(parent)) return damaged('a branch')
    ids.add(id)
    return branch
  })
  return branches.length === 0 ? damaged('branches') : branches
}

/** In version 1 a branch was known by its place. */
function readBranch(fields: Fields, index: number): SavedBranch {
  const forkedAt = moment(fields, 'forkedAt')
  const end = moment(fields, 'end')
  if (end < forkedAt) return damaged('a branch')
  const name = optionalText(fields, 'name', LIMITS.name)
  const change = optionalText(fields, 'change', LIMITS.name)
  return {
    id: fields['id'] === undefined ? index : integer(fields, 'id'),
    ...(fields['parent'] !== undefined && { parent: integer(fields, 'parent') }),
    forkedAt,
    end,
    ...(change !== undefined && { change }),
    ...(name !== undefined && { name }),
    inputs: readInputs(fields),
  }
}

function readBookmarks(fields: Fields, branches: readonly SavedBranch[]): SavedBookmark[] {
  return list(fields, 'bookmarks', LIMITS.bookmarks).map((value) => {
    const bookmark = object(value, 'a bookmark')
    const branch = integer(bookmark, 'branch')
    if (!branches.some(({ id }) => id === branch)) return damaged('a bookmark')
    return {
      name: text(bookmark, 'name', LIMITS.name),
      branch,
      instant: moment(bookmark, 'instant'),
    }
  })
}
