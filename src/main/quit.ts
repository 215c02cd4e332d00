/**
 * The end of the app: the worker goes first, because a process that ends with a thread still at work waits for it,
 * and a thread that is only just starting may make it wait for ever.
 */

/** What of Electron's `app` is needed here. */
export interface QuittingApp {
  on(event: 'window-all-closed' | 'before-quit', listener: () => void): unknown
  on(event: 'will-quit', listener: (event: { preventDefault(): void }) => void): unknown
  quit(): void
  exit(): void
}

/** A worker that takes longer than this to end is not waited for. */
const PATIENCE_MS = 2000

export interface Ending {
  /** Somebody wants the app to end: what fails from now on is of no interest. */
  isUnderWay(): boolean
}

/** `close` ends what must be gone before the process is. */
export function endInOrder(app: QuittingApp, close: () => Promise<unknown>): Ending {
  let isUnderWay = false
  let isEnding = false

  app.on('before-quit', () => (isUnderWay = true))
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (isEnding) return
    isEnding = true
    const patience = setTimeout(() => app.exit(), PATIENCE_MS)
    void close()
      .catch(() => undefined)
      .then(() => {
        clearTimeout(patience)
        app.exit()
      })
  })

  return { isUnderWay: () => isUnderWay }
}
