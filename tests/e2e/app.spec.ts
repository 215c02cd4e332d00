/** The app in Chromium over the web host. */
import { expect } from '@playwright/test'
import { command, pause, setSpeed, waitForPrompt } from './app'
import { describeApp } from './app-behaviour'
import { test } from './web-host'

describeApp(test)

test('remembers theme, speed and layout over a reload', async ({ app: { page } }) => {
  await waitForPrompt(page)
  await page.getByTestId('theme').selectOption('dark')
  await setSpeed(page, 'flat-out')
  const splitter = page.getByRole('separator', { name: "Width of the screen's column" })
  const width = Number(await splitter.getAttribute('aria-valuenow'))
  await splitter.focus()
  await page.keyboard.press('ArrowLeft')
  await expect(splitter).toHaveAttribute('aria-valuenow', String(width - 16))
  await page.waitForTimeout(600)
  await page.reload()
  await waitForPrompt(page)
  await expect(page.getByTestId('theme')).toHaveValue('dark')
  await expect(page.getByTestId('speed')).toHaveAttribute('aria-valuetext', 'Flat out')
  await expect(splitter).toHaveAttribute('aria-valuenow', String(width - 16))
})

test('steps back on Shift with the keys of the steps, and does not take Shift for an input', async ({
  app: { page },
}) => {
  await command(page, 'int 3')
  await pause(page)
  await page.getByTestId('screen').focus()
  const behind = async () => {
    const [now, end] = (await page.getByTestId('past').locator('.mono').allTextContents()).map(
      (count) => Number(count.replaceAll(',', '')),
    )
    return (end ?? 0) - (now ?? 0)
  }
  await page.keyboard.press('Shift+F10')
  await expect(page.getByTestId('past')).toBeVisible()
  const once = await behind()
  await page.keyboard.press('Shift+F11')
  await expect.poll(behind).toBeGreaterThanOrEqual(once + 1000)
  await page.keyboard.press('F11')
  await expect.poll(behind).toBe(once)
  await page.keyboard.press('F9')
  await expect(page.getByTestId('past')).toHaveCount(0)
  await expect(page.getByTestId('branches')).toHaveCount(0)
})

test('moves nothing under reduced motion', async ({ app: { page } }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.reload()
  await waitForPrompt(page)
  await page.getByTestId('screen').focus()
  const picture = () =>
    page
      .getByTestId('screen')
      .locator('canvas')
      .evaluate((c: HTMLCanvasElement) => c.toDataURL())
  const first = await picture()
  await page.waitForTimeout(700)
  expect(await picture()).toBe(first)
})

test('blinks the cursor otherwise', async ({ app: { page } }) => {
  await waitForPrompt(page)
  await page.getByTestId('screen').focus()
  const pictures = new Set<string>()
  const picture = () =>
    page
      .getByTestId('screen')
      .locator('canvas')
      .evaluate((c: HTMLCanvasElement) => c.toDataURL())
  await expect
    .poll(async () => pictures.add(await picture()).size, { intervals: [60] })
    .toBeGreaterThan(1)
})

test('leaves nothing in the page over many resets', async ({ app: { page } }) => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const measure = async () => {
    // The list of walks comes a moment after the prompt, and its rows count as well.
    await expect(page.getByTestId('walk-list').getByRole('option')).toHaveCount(32)
    await devtools.send('HeapProfiler.collectGarbage')
    const { metrics } = await devtools.send('Performance.getMetrics')
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN
    return {
      nodes: value('Nodes'),
      listeners: value('JSEventListeners'),
      heap: value('JSHeapUsedSize'),
    }
  }
  const reset = async () => {
    await page.getByTestId('reset').click()
    await waitForPrompt(page)
  }
  await waitForPrompt(page)
  for (let i = 0; i < 3; i++) await reset()
  const before = await measure()
  for (let i = 0; i < 12; i++) await reset()
  const after = await measure()
  expect(after.listeners).toBeLessThanOrEqual(before.listeners)
  expect(after.nodes).toBeLessThan(before.nodes + 500)
  expect(after.heap).toBeLessThan(before.heap + 4 * 2 ** 20)
})
