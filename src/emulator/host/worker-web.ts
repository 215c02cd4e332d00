/** The machine in a Web Worker: joins a session to the page. */
import coreWasm from 'virtual:core-wasm'
import prebuiltImage from 'virtual:kernel-image'
import prebuiltSources from 'virtual:kernel-sources'
import { startSession } from './session'

/** What this file uses of a dedicated worker's global scope. */
declare const self: {
  postMessage(message: unknown): void
  onmessage: ((event: { data: unknown }) => void) | null
  close(): void
  readonly name: string
  readonly navigator: {
    /** Absent where the page did not come over a safe connection. */
    readonly locks?: { request(name: string, hold: () => Promise<never>): Promise<never> }
  }
}

/** A timer waits at least four milliseconds in a browser; a message comes as soon as those before it are done. */
const turns = new MessageChannel()
const waiting: (() => void)[] = []
turns.port1.onmessage = () => waiting.shift()?.()

function inTurn(callback: () => void): { cancel(): void } {
  let isCancelled = false
  waiting.push(() => {
    if (!isCancelled) callback()
  })
  turns.port2.postMessage(null)
  return {
    cancel() {
      isCancelled = true
    },
  }
}

const start = () =>
  startSession({
    coreWasm,
    prebuiltImage,
    prebuiltSources,
    port: {
      send: (message) => self.postMessage(message),
      onMessage(listener) {
        self.onmessage = ({ data }) => listener(data)
      },
      close: () => self.close(),
    },
    timing: {
      now: () => performance.now(),
      schedule(callback, delay) {
        if (delay <= 0) return inTurn(callback)
        const timer = setTimeout(callback, delay)
        return { cancel: () => clearTimeout(timer) }
      },
    },
  })

/** What is thrown outside of every promise reaches the page as an error of its worker; a rejection would not. */
const fail = (cause: unknown) =>
  setTimeout(() => {
    throw cause
  })

// A worker that dies says nothing, but its lock is free then: whoever waits for it is told.
const { locks } = self.navigator
if (!locks) start()
else
  locks
    .request(self.name, () => {
      start()
      return new Promise<never>(() => {})
    })
    .catch(fail)
