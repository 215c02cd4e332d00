/** What is left when a browser loses the machine or the page in the middle: all but the last few seconds. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium, expect, type Page } from '@playwright/test'
import { command, pause, screenText, waitForPrompt, instantOf } from './app'
import { test } from './web-host'

/** More is not to be lost. */
const FIVE_SECONDS = 5000

/** What the command line says of a session that the page has saved. */
async function hashOf(page: Page, at?: number): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'ringside-recovery-')), 'saved.ringside')
  const download = page.waitForEvent('download')
  await page.keyboard.press('Control+s')
  await (await download).saveAs(path)
  const when = at === undefined ? [] : ['--at', String(at)]
  const root = resolve(__dirname, '../..')
  return execFileSync('npm', ['run', '-s', 'ringside', '--', 'replay', path, ...when, '--hash'], {
    cwd: root,
    encoding: 'utf8',
  })
}

/** The session is given away every three seconds while it changes. */
async function autosaved(page: Page): Promise<void> {
  await page.waitForFunction(() => localStorage.getItem('ringside.recovery') !== null)
  await page.waitForTimeout(FIVE_SECONDS)
}

async function restore(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Restore the session' }).press('Enter')
}

test('takes the machine up again when its worker has died, and loses five seconds at most', async ({
  app: { page },
}) => {
  test.setTimeout(120_000)
  await command(page, 'int 3')
  await autosaved(page)
  const before = await instantOf(page)
  await page.waitForTimeout(FIVE_SECONDS)
  const [worker] = page.workers()
  await worker
    ?.evaluate(() => (self as unknown as { close(): void }).close())
    .catch(() => undefined)
  await expect(page.getByTestId('notices')).toContainText("The machine's worker ended")
  await restore(page)
  await expect.poll(() => screenText(page)).toContain('! #BP')
  await expect.poll(() => instantOf(page)).toBeGreaterThanOrEqual(before)
  await expect(page.getByTestId('notices')).not.toContainText('worker')
})

test('says what went wrong in a worker that fails, and restores the session', async ({
  app: { page },
}) => {
  test.setTimeout(120_000)
  await command(page, 'int 3')
  await pause(page)
  await autosaved(page)
  const stoodAt = await instantOf(page)
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of luck')
    })
  })
  await expect(page.getByTestId('notices')).toContainText('failed: Uncaught Error: out of luck')
  await restore(page)
  await expect.poll(() => instantOf(page)).toBe(stoodAt)
  await expect.poll(() => screenText(page)).toContain('! #BP')
})

test('opens the session of a page that has crashed at its hash', async ({
  app: { page },
  address,
}) => {
  test.setTimeout(120_000)
  await command(page, 'int 3')
  await pause(page)
  const stoodAt = await instantOf(page)
  const hash = await hashOf(page)
  await autosaved(page)
  await page.goto('chrome://crash').catch(() => undefined)

  const next = await page.context().newPage()
  await next.goto(address)
  await expect(next.getByTestId('notices')).toContainText('did not end in order')
  await restore(next)
  await expect.poll(() => instantOf(next)).toBe(stoodAt)
  await expect.poll(() => screenText(next)).toContain('! #BP')
  expect(await hashOf(next)).toBe(hash)
  await next.close()
})

test('opens the session of a browser that was killed while the machine ran', async ({ address }, {
  project,
}) => {
  test.setTimeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'ringside-browser-'))
  const start = async () => {
    const browser = await chromium.launchPersistentContext(folder, project.use.launchOptions ?? {})
    const page = browser.pages()[0] ?? (await browser.newPage())
    await page.goto(address)
    return { browser, page }
  }
  const lost = await start()
  await waitForPrompt(lost.page)
  await command(lost.page, 'int 3')
  await autosaved(lost.page)
  const before = await instantOf(lost.page)
  await lost.page.waitForTimeout(FIVE_SECONDS)
  const gone = lost.browser.waitForEvent('close')
  const devtools = await lost.browser.newCDPSession(lost.page)
  await devtools.send('Browser.crash').catch(() => undefined)
  await gone

  const { browser, page } = await start()
  await expect(page.getByTestId('notices')).toContainText('did not end in order')
  await restore(page)
  await expect.poll(() => screenText(page)).toContain('! #BP')
  await expect.poll(() => instantOf(page)).toBeGreaterThanOrEqual(before)
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})
