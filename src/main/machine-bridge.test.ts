/** The bridge between the page's port and the machine's worker, with both played by emitters. */
import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { bridgeMachine, type MachineWorker, type PagePort } from './machine-bridge'

class FakePort extends EventEmitter {
  postMessage = vi.fn()
  start = vi.fn()
  close = vi.fn()
}

class FakeWorker extends EventEmitter {
  postMessage = vi.fn()
  terminate = vi.fn(async () => 0)
}

function bridge() {
  const port = new FakePort()
  const worker = new FakeWorker()
  const onStopped = vi.fn()
  const made = bridgeMachine(worker as MachineWorker, port as PagePort, onStopped)
  return { port, worker, onStopped, made }
}

describe('bridgeMachine', () => {
  it('carries messages both ways without looking into them', () => {
    const { port, worker } = bridge()
    port.emit('message', { data: { type: 'anything' } })
    worker.emit('message', { type: 'something' })
    expect(worker.postMessage).toHaveBeenCalledExactlyOnceWith({ type: 'anything' })
    expect(port.postMessage).toHaveBeenCalledExactlyOnceWith({ type: 'something' })
  })

  it('tells once, in a sentence, that the worker failed', () => {
    const { worker, port, onStopped } = bridge()
    worker.emit('error', new Error('out of memory'))
    worker.emit('exit', 1)
    expect(onStopped).toHaveBeenCalledExactlyOnceWith("The machine's worker failed: out of memory")
    expect(port.close).toHaveBeenCalled()
  })

  it('tells that the worker ended by itself', () => {
    const { worker, onStopped } = bridge()
    worker.emit('exit', 3)
    expect(onStopped).toHaveBeenCalledExactlyOnceWith("The machine's worker ended with status 3.")
  })

  it('says nothing when it was asked to end, and leaves no worker', async () => {
    const { worker, onStopped, made } = bridge()
    await made.end()
    worker.emit('exit', 1)
    expect(worker.terminate).toHaveBeenCalled()
    expect(onStopped).not.toHaveBeenCalled()
  })

  it('ends the worker when the page is gone', () => {
    const { port, worker, onStopped } = bridge()
    port.emit('close')
    worker.emit('exit', 1)
    expect(worker.terminate).toHaveBeenCalled()
    expect(onStopped).not.toHaveBeenCalled()
  })

  it('sends nothing to a port that is closed', () => {
    const { port, worker } = bridge()
    worker.emit('error', new Error('x'))
    worker.emit('message', 'late')
    expect(port.postMessage).not.toHaveBeenCalled()
  })
})
