/**
 * How smoothly one goes through a run with ten million events, in Chromium. The figures depend on the host and are a report;
 * that all events are there, and that the page follows each gesture, is tested.
 */
import { writeFileSync } from 'node:fs'
import { expect, type CDPSession, type Page } from '@playwright/test'
import { elfImage } from '../fixtures/page-walk/elf-image'
import { pause, setSpeed, waitForPrompt } from './app'
import { test } from './web-host'

const ENTRY = 0x10_0000
/** `out 0x80, al` and a jump back to it: every second instruction is an event. */
const WRITES_TO_A_PORT = [0xe6, 0x80, 0xeb, 0xfc]
const EVENTS = 10_000_000
const STEPS = 60

const timeline = (page: Page) => page.getByTestId('timeline')
const valueOf = async (page: Page, name: string) =>
  Number(await timeline(page).getAttribute(`aria-${name}`))

/** Milliseconds that the page's main thread has worked: what else the host does does not count. */
async function busy(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN)
}

/** Does a gesture step by step, each seen by an animation frame before the next; what a frame costs, and how far apart they are. */
async function measure(page: Page, devtools: CDPSession, step: (index: number) => Promise<void>) {
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { frameTimes: times })
    const tick = (time: number) => void (times.push(time), requestAnimationFrame(tick))
    requestAnimationFrame(tick)
  })
  const before = await busy(devtools)
  for (let index = 0; index < STEPS; index++) {
    await step(index)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
  const work = (await busy(devtools)) - before
  const gaps = await page.evaluate(() => {
    const { frameTimes } = window as unknown as { frameTimes: number[] }
    return frameTimes.slice(1).map((time, index) => time - (frameTimes[index] ?? time))
  })
  const sorted = gaps.sort((a, b) => a - b)
  return {
    perFrame: work / gaps.length,
    median: sorted[sorted.length >> 1] ?? NaN,
    worst: sorted.at(-1) ?? NaN,
  }
}

test('follows the pointer through ten million events, and reports how smoothly', async ({
  app,
}, info) => {
  test.setTimeout(300_000)
  const { page } = app
  await waitForPrompt(page)
  await pause(page)
  const endOfOther = await valueOf(page, 'valuemax')
  const path = info.outputPath('writes-to-a-port.elf')
  writeFileSync(path, elfImage(ENTRY, [{ address: ENTRY, bytes: WRITES_TO_A_PORT }]))
  await app.openKernel(path)
  await expect.poll(() => valueOf(page, 'valuemax')).not.toBe(endOfOther)
  await setSpeed(page, 'flat-out')
  await expect
    .poll(() => valueOf(page, 'valuemax'), { timeout: 240_000, intervals: [500] })
    .toBeGreaterThan(2 * EVENTS)
  await pause(page)
  const end = await valueOf(page, 'valuemax')
  await expect(timeline(page)).toHaveAttribute('aria-description', /\b\d\d,\d{3},\d{3} port /)

  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' })
  await devtools.send('Performance.enable')
  const box = await timeline(page).boundingBox()
  if (!box) throw new Error('the timeline is not on screen')
  const middle = box.y + box.height / 2
  const across = (share: number) => box.x + 120 + (box.width - 136) * share

  await page.mouse.move(across(0.9), middle)
  await page.mouse.down()
  const drag = await measure(page, devtools, (index) =>
    page.mouse.move(across(0.9 - (0.6 * (index + 1)) / STEPS), middle),
  )
  await page.mouse.up()
  await expect.poll(async () => (await valueOf(page, 'valuenow')) / end).toBeCloseTo(0.3, 1)

  const zoom = await measure(page, devtools, (index) =>
    page.mouse.wheel(0, index < STEPS / 2 ? -120 : 120),
  )
  await expect(page.getByTestId('past')).toBeVisible()

  for (const [what, { perFrame, median, worst }] of Object.entries({ drag, zoom })) {
    console.log(
      `${what}: ${perFrame.toFixed(1)} ms of the main thread a frame, ` +
        `frames ${median.toFixed(0)} ms apart, at most ${worst.toFixed(0)} ms`,
    )
  }
})
