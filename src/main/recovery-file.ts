/**
 * The session as it was a few seconds ago, on disk: what is found at a start was left by an end that was none.
 * An orderly end takes the file with it.
 */
import { promises as fs } from 'node:fs'
import { DOCUMENT_KINDS } from '../shared/app/desktop'
import { writeAtomically } from './write-atomically'

export interface RecoveryFile {
  /** Writes one at a time; one that comes meanwhile is left out, as another follows in a few seconds. */
  keep(bytes: Uint8Array): Promise<void>
  /** What was left behind, once. */
  take(): Promise<Uint8Array | undefined>
  /** The end is in order: nothing is kept from now on. */
  forget(): Promise<void>
}

export function createRecoveryFile(path: string): RecoveryFile {
  let writing: Promise<void> | undefined
  let isOver = false

  return {
    async keep(bytes) {
      if (isOver || writing !== undefined || bytes.length > DOCUMENT_KINDS.session.limit) return
      // A full disk costs the recovery and nothing else: the next one may find room.
      writing = writeAtomically(path, bytes)
        .catch(() => undefined)
        .finally(() => (writing = undefined))
      await writing
    },
    async take() {
      try {
        const { size } = await fs.stat(path)
        if (size > DOCUMENT_KINDS.session.limit) return undefined
        const bytes = new Uint8Array(await fs.readFile(path))
        await fs.rm(path, { force: true })
        return bytes
      } catch {
        return undefined
      }
    },
    async forget() {
      isOver = true
      await writing
      await fs.rm(path, { force: true })
    },
  }
}
