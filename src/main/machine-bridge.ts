/**
 * Joins the worker that runs the machine to the port whose other end the page holds.
 * Knows neither Electron nor `worker_threads`, only their shapes, and never looks into a message:
 * the worker checks what the page says.
 */

export interface PagePort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

export interface MachineWorker {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  terminate(): Promise<unknown>
}

export interface MachineBridge {
  /** Ends the worker and closes the port; says nothing to `onStopped`. */
  end(): Promise<void>
}

/** `onStopped` is told once, in a sentence, when the worker ends without being asked to. */
export function bridgeMachine(
  worker: MachineWorker,
  port: PagePort,
  onStopped: (cause: string) => void,
): MachineBridge {
  let isOver = false

  function stop(cause: string): void {
    if (isOver) return
    isOver = true
    port.close()
    onStopped(cause)
  }

  worker.on('message', (message) => {
    if (!isOver) port.postMessage(message)
  })
  worker.on('error', (error) => stop(`The machine's worker failed: ${error.message}`))
  worker.on('exit', (code) => stop(`The machine's worker ended with status ${code}.`))
  port.on('message', ({ data }) => {
    if (!isOver) worker.postMessage(data)
  })
  port.on('close', () => {
    isOver = true
    void worker.terminate()
  })
  port.start()

  return {
    async end() {
      isOver = true
      port.close()
      await worker.terminate()
    },
  }
}
