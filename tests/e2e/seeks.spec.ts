/** A thousand random seeks in Chromium: the app's own worker, and its messages. */
import type { Page } from '@playwright/test'
import { seekInApp } from '../determinism/seeks/in-app'
import { SEEK_RUNS } from '../determinism/seeks/runs'
import { pause, waitForPrompt } from './app'
import { test } from './web-host'

/** Another worker of the page's own, beside that of its window. */
async function startMachine(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const script = performance
      .getEntriesByType('resource')
      .find(({ name }) => /worker-web.*\.js$/.test(name))
    if (!script) throw new Error('the page has started no worker')
    const worker = new Worker(script.name, { type: 'module' })
    await new Promise((resolve) => (worker.onmessage = resolve))
    window.machineUnderTest = {
      send: (command) => worker.postMessage(command),
      onMessage: (listener) => (worker.onmessage = ({ data }) => listener(data)),
    }
  })
}

for (const run of SEEK_RUNS) {
  test(`gives the states of the first pass after ${run.seeks} random seeks: ${run.name}`, async ({
    app: { page },
  }) => {
    test.setTimeout(600_000)
    await waitForPrompt(page)
    await pause(page)
    await startMachine(page)
    await seekInApp(page, run)
  })
}
