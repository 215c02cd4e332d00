/** The session as it was a few seconds ago: kept for the case that the worker or the window is lost, and offered then. */
import type { Host } from '../machine/host'
import { useNoticesStore } from './notices'

/** So often the session is kept: five seconds of it are the most that is lost. */
export const RECOVERY_MS = 3000

const RESTORABLE = { cure: 'The session is as it was a few seconds ago.' }
const NOT_RESTORABLE = { cure: 'Nothing of the run is left. A fresh machine begins at reset.' }

export function createSessionRecovery(
  host: () => Host | undefined,
  /** Takes a session up; false while no worker is ready for it. */
  restore: (bytes: Uint8Array) => boolean,
  startMachine: () => Promise<void>,
) {
  const notices = useNoticesStore()
  /** As the worker last gave it away, and the one that a fresh worker is to take up. */
  let kept: Uint8Array | undefined
  let wanted: Uint8Array | undefined

  /** Takes up in a fresh worker what the last one gave away before it was lost. */
  function restoreWanted(): void {
    if (wanted !== undefined && restore(wanted)) wanted = undefined
  }

  return {
    restoreWanted,
    keep(bytes: Uint8Array): void {
      kept = bytes
      void host()?.keepRecovery(bytes)
    },
    offerAfterStop(cause: string): void {
      notices.show({
        kind: 'worker',
        tone: 'problem',
        text: cause,
        ...(kept ? RESTORABLE : NOT_RESTORABLE),
        action: {
          label: kept ? 'Restore the session' : 'Restart the machine',
          run() {
            wanted = kept
            void startMachine()
          },
        },
      })
    },
    /** An earlier window ended without saying so: the reader decides whether its session is wanted. */
    offerLost(bytes: Uint8Array): void {
      notices.show({
        kind: 'recovery',
        tone: 'problem',
        text: 'Ringside did not end in order the last time.',
        cure: 'Its session is as it was a few seconds before.',
        action: {
          label: 'Restore the session',
          run() {
            notices.dismiss('recovery')
            wanted = bytes
            restoreWanted()
          },
        },
      })
    },
  }
}
