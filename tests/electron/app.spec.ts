/** The built app in a real Electron, and what only a desktop has: its shell, files, menu and end. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, type ElectronApplication } from '@playwright/test'
import { command, pause, screenText, translate, waitForPrompt } from '../e2e/app'
import { describeApp } from '../e2e/app-behaviour'
import { launch, newUserData, test } from './desktop'

describeApp(test)

test('gives the page neither Node nor more than a narrow bridge', async ({ app: { page } }) => {
  const globals = await page.evaluate(() => ({
    require: typeof (globalThis as Record<string, unknown>)['require'],
    process: typeof (globalThis as Record<string, unknown>)['process'],
    bridge: Object.keys((globalThis as unknown as { desktop: object }).desktop).sort(),
  }))
  expect(globals.require).toBe('undefined')
  expect(globals.process).toBe('undefined')
  expect(globals.bridge).toEqual([
    'clearRecent',
    'forgetRecent',
    'keepRecovery',
    'loadSettings',
    'locateSource',
    'onMachineStopped',
    'onMenuAction',
    'onRebuilt',
    'onRecentChosen',
    'onRecentFiles',
    'openKernel',
    'openRecent',
    'readSource',
    'recentFiles',
    'rememberDropped',
    'saveDocument',
    'saveSettings',
    'startMachine',
    'takeInitialKernel',
    'takeRecovery',
    'watchFile',
  ])
})

test('goes nowhere, opens nothing, evaluates no text', async ({ app: { page, electron } }) => {
  await waitForPrompt(page)
  const before = page.url()
  await page.evaluate(() => {
    window.open('https://example.invalid/')
    location.assign('https://example.invalid/')
  })
  await page.waitForTimeout(300)
  expect(page.url()).toBe(before)
  expect(electron.windows()).toHaveLength(1)
  // Not in the call itself: what a test evaluates is exempt from the page's policy, a timer is not.
  const evaluated = await page.evaluate(
    () =>
      new Promise((resolve) =>
        setTimeout(() => {
          try {
            resolve(new Function('return 1')())
          } catch {
            resolve('refused')
          }
        }),
      ),
  )
  expect(evaluated).toBe('refused')
})

test('does from its menu what its buttons do', async ({ app: { page, electron } }) => {
  await waitForPrompt(page)
  await electron.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('run-or-pause')?.click()
  })
  await expect(page.getByTestId('activity')).toHaveAttribute('data-activity', 'paused')
})

test('is cancelled quietly, and says why when the place cannot be written', async ({
  app: { page, electron, userData },
}) => {
  await waitForPrompt(page)
  await translate(page, '0xb8000')
  await electron.evaluate(({ dialog }) => {
    dialog.showSaveDialog = async () => ({ canceled: true, filePath: '' })
  })
  await page.getByTestId('export-svg').click()
  await page.getByTestId('export-save').click()
  await page.waitForTimeout(200)
  await expect(page.getByTestId('notices').locator('[data-kind="document"]')).toHaveCount(0)

  const taken = join(userData, 'taken.svg')
  mkdirSync(join(taken, 'inside'), { recursive: true })
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, taken)
  await page.getByTestId('export-svg').click()
  await page.getByTestId('export-save').click()
  await expect(page.getByTestId('notices')).toContainText('could not be written')
})

test('restarts the machine when its worker has died', async ({ app: { page, electron } }) => {
  await waitForPrompt(page)
  // The machine's worker shows itself when the next message is sent to it, and is killed there.
  await electron.evaluate(() => {
    const threads = process.mainModule?.require('node:worker_threads') as { Worker: typeof Worker }
    const { prototype } = threads.Worker
    const send = prototype.postMessage
    prototype.postMessage = function (...message) {
      prototype.postMessage = send
      void this.terminate()
      send.apply(this, message)
    }
  })
  const notices = page.getByTestId('notices')
  await expect(notices).toContainText("The machine's worker ended")
  await notices.getByRole('button', { name: /^Restart the machine$|^Restore the session$/ }).click()
  await waitForPrompt(page)
  await expect(notices).not.toContainText('worker')
})

/** Resident memory and threads of the main process, in which the machine's worker lives. */
const footprint = (electron: ElectronApplication) =>
  electron.evaluate(() => {
    const fs = process.mainModule?.require('node:fs') as { readdirSync(path: string): string[] }
    return { bytes: process.memoryUsage().rss, threads: fs.readdirSync('/proc/self/task').length }
  })

/** Less than what one machine more takes for each of the rounds: a thread, and the RAM that it touched. */
const SLACK = { threads: 3, bytes: 40 * 2 ** 20 }

test('leaves one machine after many reloads', async ({ app: { page, electron } }) => {
  const reload = async () => {
    await page.reload()
    await waitForPrompt(page)
  }
  await waitForPrompt(page)
  await reload()
  const before = await footprint(electron)
  for (let i = 0; i < 6; i++) await reload()
  const after = await footprint(electron)
  expect(after.threads).toBeLessThanOrEqual(before.threads + SLACK.threads)
  expect(after.bytes - before.bytes).toBeLessThan(SLACK.bytes)
})

test('keeps the memory of one machine over many resets', async ({ app: { page, electron } }) => {
  const reset = async () => {
    await page.getByTestId('reset').click()
    await waitForPrompt(page)
  }
  await waitForPrompt(page)
  for (let i = 0; i < 3; i++) await reset()
  const before = await footprint(electron)
  for (let i = 0; i < 12; i++) await reset()
  const after = await footprint(electron)
  expect(after.threads).toBeLessThanOrEqual(before.threads + SLACK.threads)
  expect(after.bytes - before.bytes).toBeLessThan(SLACK.bytes)
})

test('ends without a word when it is quit while its page is on the way', async () => {
  for (const delay of [0, 15, 30, 60]) {
    const userData = newUserData()
    const electron = await launch(userData)
    let said = ''
    electron.process().stderr?.on('data', (text: Buffer) => (said += text.toString()))
    // A box would wait for somebody to close it.
    await electron.evaluate(({ dialog }) => {
      dialog.showErrorBox = (title, content) => process.stderr.write(`${title}: ${content}\n`)
    })
    await new Promise((resolve) => setTimeout(resolve, delay))
    await electron.close()
    expect(said).not.toContain('could not start')
    rmSync(userData, { recursive: true, force: true })
  }
})

test('takes up the session of a window that was killed, where it stood a few seconds before', async () => {
  const userData = newUserData()
  const killed = await launch(userData)
  const lost = await killed.firstWindow()
  await command(lost, 'int 3')
  await pause(lost)
  const stoodAt = await lost.getByTestId('instant').textContent()
  // The session is given away every three seconds while it changes, and once more when it has come to stand.
  const file = join(userData, 'recovery.ringside')
  await expect.poll(() => existsSync(file), { timeout: 15_000 }).toBe(true)
  const written = () => statSync(file).mtimeMs
  const before = written()
  await expect
    .poll(written, { timeout: 6_000 })
    .toBeGreaterThan(before)
    .catch(() => undefined)
  const gone = new Promise((resolve) => killed.process().once('exit', resolve))
  killed.process().kill('SIGKILL')
  await gone

  const electron = await launch(userData)
  const page = await electron.firstWindow()
  const notices = page.getByTestId('notices')
  await expect(notices).toContainText('did not end in order')
  await notices.getByRole('button', { name: 'Restore the session' }).click()
  await expect(page.getByTestId('instant')).toHaveText(stoodAt ?? '')
  await expect.poll(() => screenText(page)).toContain('! #BP')
  await electron.close()
  expect(existsSync(file)).toBe(false)
  rmSync(userData, { recursive: true, force: true })
})

test('remembers settings and ends without a process left', async () => {
  const userData = newUserData()
  const first = await launch(userData)
  const page = await first.firstWindow()
  await waitForPrompt(page)
  await page.getByTestId('theme').selectOption('dark')
  await expect
    .poll(() => {
      const file = join(userData, 'settings.json')
      return existsSync(file) ? readFileSync(file, 'utf8') : ''
    })
    .toContain('"dark"')
  await page.close()
  await first.waitForEvent('close')
  await expect
    .poll(() => processesWith(userData), { message: 'processes left after the window closed' })
    .toEqual([])

  const second = await launch(userData)
  await expect((await second.firstWindow()).getByTestId('theme')).toHaveValue('dark')
  await second.close()
  await expect.poll(() => processesWith(userData)).toEqual([])
  rmSync(userData, { recursive: true, force: true })
})

/** Every process of one run carries the folder of its user data on its command line. */
const processesWith = (userData: string): string[] =>
  execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(userData) && !/^\s*\d+\s+Z/.test(line))

test.describe('started with a kernel', () => {
  test.use({ kernel: resolve(__dirname, '../../kernel/prebuilt/ringside-kernel.elf') })
  test('runs that kernel', async ({ app: { page } }) => {
    await waitForPrompt(page)
  })
})

test.describe('started with a file that is not there', () => {
  test.use({ kernel: 'no-such-kernel.elf' })
  test('says so and runs its own', async ({ app: { page } }) => {
    await waitForPrompt(page)
    await expect(page.getByTestId('notices')).toContainText('no-such-kernel.elf')
  })
})
