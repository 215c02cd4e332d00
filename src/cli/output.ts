/**
 * Writes to standard output and standard error, and notices when nobody takes it:
 * a pipe that was closed early, a disk that is full.
 */

/** The output could not be written. Exit status 74. */
export class OutputError extends Error {}

export interface Output {
  write(bytes: Uint8Array | string): void
  writeError(text: string): void
  /** Waits until all is written; throws `OutputError` when it could not be. */
  settle(): Promise<void>
}

interface Sink {
  write(bytes: Uint8Array | string): boolean
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
  once(event: 'drain', listener: () => void): unknown
}

const REASONS: Readonly<Record<string, string>> = {
  EPIPE: 'its reader has closed it',
  ENOSPC: 'the disk is full',
  EFBIG: 'the file has become too large',
}

export function createOutput(standardOutput: Sink, standardError: Sink): Output {
  let failure: OutputError | undefined
  let isErrorBroken = false
  let waiting: (() => void) | undefined
  let isFull = false

  standardOutput.on('error', (error) => {
    const reason = REASONS[error.code ?? ''] ?? error.message
    failure ??= new OutputError(`Standard output cannot be written: ${reason}.`)
    waiting?.()
  })
  standardError.on('error', () => {
    isErrorBroken = true // There is no place left to complain.
  })

  return {
    write(bytes) {
      if (failure) return
      if (standardOutput.write(bytes) || isFull) return
      isFull = true
      standardOutput.once('drain', () => {
        isFull = false
        waiting?.()
      })
    },
    writeError(text) {
      if (!isErrorBroken) standardError.write(text)
    },
    async settle() {
      // One turn of the event loop: errors of earlier writes arrive in it.
      await new Promise<void>((resolve) => setImmediate(resolve))
      if (isFull && !failure) await new Promise<void>((resolve) => (waiting = resolve))
      waiting = undefined
      if (failure) throw failure
    },
  }
}
