// @vitest-environment jsdom
/** The machine of a page: it starts whatever the connection that the page came over. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { host } from './host-web'

const started: string[] = []

class FakeWorker {
  onmessage: unknown
  constructor(_: URL, { name }: { name: string }) {
    started.push(name)
  }
  terminate(): void {}
}

afterEach(() => vi.unstubAllGlobals())

describe('a page that came over plain HTTP', () => {
  it('starts its machine, each time under another name', async () => {
    vi.stubGlobal('Worker', FakeWorker)
    // What a browser leaves of `crypto` there.
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    await host.startMachine()
    await host.startMachine()
    expect(new Set(started).size).toBe(2)
  })
})
