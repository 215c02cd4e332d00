/** A thousand random seeks in Electron: the app's own worker, through its main process and the window's bridge. */
import type { Page } from '@playwright/test'
import type { Desktop } from '../../src/shared/app/desktop'
import { seekInApp } from '../determinism/seeks/in-app'
import { SEEK_RUNS } from '../determinism/seeks/runs'
import { waitForPrompt } from '../e2e/app'
import { test } from './desktop'

/** As the window does it when it begins: the machine before ends, and a port to the new one comes. */
async function startMachine(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const port = await new Promise<MessagePort>((resolve) => {
      addEventListener('message', ({ ports: [first] }) => first && resolve(first), { once: true })
      const { desktop } = window as unknown as { desktop: Desktop }
      desktop.startMachine()
    })
    await new Promise((resolve) => (port.onmessage = resolve))
    window.machineUnderTest = {
      send: (command) => port.postMessage(command),
      onMessage: (listener) => (port.onmessage = ({ data }) => listener(data)),
    }
  })
}

for (const run of SEEK_RUNS) {
  test(`gives the states of the first pass after ${run.seeks} random seeks: ${run.name}`, async ({
    app: { page },
  }) => {
    test.setTimeout(600_000)
    await waitForPrompt(page)
    await startMachine(page)
    await seekInApp(page, run)
  })
}
