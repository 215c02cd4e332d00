/** Between a machine with its timeline and the session file that determines them. */
import type { Instant } from '../../shared/units'
import {
  decodeSession,
  encodeSession,
  SessionFileError,
  type SavedSession,
} from '../timeline/session-file'
import type { CoreModule } from '../machine/webassembly'
import { loadMachine, type LoadedMachine } from './loaded-machine'
import { finish, runTo } from './run-to'

/** `isHasty` trades the file's size for time: for a file that is written every few seconds. */
export function saveSession(loaded: LoadedMachine, { isHasty = false } = {}): Uint8Array {
  const { machine, timeline, bookmarks, breakpoints, name, image, configuration } = loaded
  const session = {
    name,
    image,
    commandLine: configuration.commandLine,
    memorySize: configuration.memorySize,
    branches: timeline.ways().save(),
    present: timeline.present(),
    now: timeline.now(),
    stateHash: machine.stateHash(),
    bookmarks: bookmarks.save(),
    breakpoints: breakpoints.save(),
  }
  return encodeSession(session, { isHasty })
}

/**
 * A machine that comes to stand where the saved one stood: everything up to there is executed again. Yields how far it is.
 * Throws `SessionFileError` at once for a file that is no session, and in the end when its run comes out differently here.
 */
export function reopenSession(
  coreModule: CoreModule,
  bytes: Uint8Array,
): Generator<Instant, LoadedMachine> {
  return replaySession(coreModule, decodeSession(bytes))
}

function* replaySession(
  coreModule: CoreModule,
  saved: SavedSession,
): Generator<Instant, LoadedMachine> {
  const { name, image, commandLine, memorySize } = saved
  const loaded = loadMachine(coreModule, name, image, { commandLine, memorySize }, saved)
  yield* runTo(loaded.timeline, saved.now)
  if (loaded.machine.stateHash() !== saved.stateHash) {
    throw new SessionFileError(
      `The session was saved by another version of Ringside: at instant ${saved.now} this one is in another state.`,
    )
  }
  return loaded
}

/** The same at once, where nobody waits for messages. */
export const openSession = (coreModule: CoreModule, bytes: Uint8Array): LoadedMachine =>
  finish(reopenSession(coreModule, bytes))
