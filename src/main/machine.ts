/** Starts the machine's worker for a window and hands the window its end of the channel. */
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { MessageChannelMain, type WebContents } from 'electron'
import { Channel } from '../shared/app/desktop'
import { bridgeMachine, type MachineBridge } from './machine-bridge'

export interface MachineOwner {
  start(page: WebContents): Promise<void>
  /** Ends the machine for good: none is started any more. */
  close(): Promise<void>
}

/** One machine at a time: starting ends the one before. */
export function createMachineOwner(): MachineOwner {
  let running: MachineBridge | undefined
  let isClosed = false

  async function end(): Promise<void> {
    const last = running
    running = undefined
    await last?.end()
  }

  return {
    close() {
      isClosed = true
      return end()
    },
    async start(page) {
      await end()
      if (isClosed || page.isDestroyed()) return
      const { port1, port2 } = new MessageChannelMain()
      const worker = new Worker(join(__dirname, 'worker.cjs'))
      running = bridgeMachine(worker, port1, (cause) => {
        running = undefined
        if (!page.isDestroyed()) page.send(Channel.machineStopped, cause)
      })
      page.postMessage(Channel.machinePort, null, [port2])
    },
  }
}
