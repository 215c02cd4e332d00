/** Between a machine with its timeline and the session file that determines them. */
import { decodeSession, encodeSession, SessionFileError } from '../timeline/session-file'
import type { CoreModule } from '../machine/webassembly'
import { loadMachine, type LoadedMachine } from './loaded-machine'

export function saveSession(loaded: LoadedMachine): Uint8Array {
  const { machine, timeline, bookmarks, name, image, configuration } = loaded
  return encodeSession({
    name,
    image,
    commandLine: configuration.commandLine,
    memorySize: configuration.memorySize,
    branches: timeline.ways().save(),
    present: timeline.present(),
    now: timeline.now(),
    stateHash: machine.stateHash(),
    bookmarks: bookmarks.save(),
  })
}

/**
 * A machine that stands where the saved one stood: everything up to there is executed again.
 * Throws `SessionFileError` for a file that is no session, or whose run comes out differently here.
 */
export function openSession(coreModule: CoreModule, bytes: Uint8Array): LoadedMachine {
  const saved = decodeSession(bytes)
  const { name, image, commandLine, memorySize } = saved
  const loaded = loadMachine(coreModule, name, image, { commandLine, memorySize }, saved)
  loaded.timeline.seek(saved.now)
  if (loaded.machine.stateHash() !== saved.stateHash) {
    throw new SessionFileError(
      `The session was saved by another version of Ringside: at instant ${saved.now} this one is in another state.`,
    )
  }
  return loaded
}
