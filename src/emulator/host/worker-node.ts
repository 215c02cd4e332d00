/** The machine in a Node worker thread: joins a session to the thread's parent. */
import coreWasm from 'virtual:core-wasm'
import prebuiltImage from 'virtual:kernel-image'
import prebuiltSources from 'virtual:kernel-sources'
import { parentPort } from 'node:worker_threads'
import { startSession } from './session'

if (!parentPort) throw new Error('worker-node is to be run as a worker thread')
const parent = parentPort

startSession({
  coreWasm,
  prebuiltImage,
  prebuiltSources,
  port: {
    send: (message) => parent.postMessage(message),
    onMessage: (listener) => void parent.on('message', listener),
    close: () => parent.close(),
  },
  timing: {
    now: () => performance.now(),
    schedule(callback, delay) {
      if (delay > 0) {
        const timer = setTimeout(callback, delay)
        return { cancel: () => clearTimeout(timer) }
      }
      const turn = setImmediate(callback)
      return { cancel: () => clearImmediate(turn) }
    },
  },
})
