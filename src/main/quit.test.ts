import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { endInOrder, type QuittingApp } from './quit'

/** Electron's part of the bargain: `quit` asks, and goes on unless somebody objects. */
function fakeApp() {
  const log: string[] = []
  const listeners = new Map<string, (event: { preventDefault(): void }) => void>()
  const app: QuittingApp = {
    on: (name: string, listener: never) => listeners.set(name, listener),
    quit() {
      listeners.get('before-quit')?.({ preventDefault: () => undefined })
      let goesOn = true
      listeners.get('will-quit')?.({ preventDefault: () => (goesOn = false) })
      if (goesOn) log.push('quit')
    },
    exit: () => log.push('exit'),
  }
  return {
    app,
    log,
    closeWindows: () => listeners.get('window-all-closed')?.({ preventDefault: () => undefined }),
  }
}

describe('the end of the app', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('comes after the worker has ended, whoever asks for it', async () => {
    const { app, log } = fakeApp()
    endInOrder(app, async () => void log.push('worker ended'))
    app.quit()
    await vi.runAllTimersAsync()
    expect(log).toEqual(['worker ended', 'exit'])
  })

  it('comes when the last window is closed', async () => {
    const { app, log, closeWindows } = fakeApp()
    endInOrder(app, async () => undefined)
    closeWindows()
    await vi.runAllTimersAsync()
    expect(log).toEqual(['exit'])
  })

  it('does not wait for ever for a worker that will not end', async () => {
    const { app, log } = fakeApp()
    endInOrder(app, () => new Promise(() => undefined))
    app.quit()
    expect(log).toEqual([])
    await vi.advanceTimersByTimeAsync(2000)
    expect(log).toEqual(['exit'])
  })

  it('is known to be under way from when it is asked for', () => {
    const { app } = fakeApp()
    const ending = endInOrder(app, async () => undefined)
    expect(ending.isUnderWay()).toBe(false)
    app.quit()
    expect(ending.isUnderWay()).toBe(true)
  })

  it('comes once, and also when ending the worker fails', async () => {
    const { app, log } = fakeApp()
    endInOrder(app, () => Promise.reject(new Error('no')))
    app.quit()
    app.quit()
    await vi.runAllTimersAsync()
    expect(log).toEqual(['exit'])
  })
})
