/** The reader's files in a real Electron: opened again, watched while they are rebuilt, dropped, and their sources found. */
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { activity, command, screenText, waitForPrompt } from '../e2e/app'
import { KERNEL, kernelThatSays, NEW_LINE, OLD_LINE } from '../e2e/rebuilt-kernel'
import { launch, newUserData, test } from './desktop'

const newKernel = (): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'ringside-files-')), 'blog_os')
  copyFileSync(KERNEL, path)
  return path
}

/** As cargo does it: a new file is written beside the old one, which it then replaces. */
function rebuild(path: string): void {
  writeFileSync(`${path}.tmp`, kernelThatSays(NEW_LINE))
  rmSync(path)
  renameSync(`${path}.tmp`, path)
}

const recentLabels = (electron: ElectronApplication) =>
  electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.getMenuItemById('open-recent')?.submenu?.items ?? [])
      .filter(({ id }) => id?.startsWith('file-'))
      .map(({ label }) => label),
  )

const clickMenu = (electron: ElectronApplication, id: string) =>
  electron.evaluate(({ Menu }, item) => {
    Menu.getApplicationMenu()?.getMenuItemById(item)?.click()
  }, id)

/** As the system drops a file: the events are trusted, and the file is one of the disk. */
async function drop(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const at = { x: 700, y: 300, data: { items: [], files: [path], dragOperationsMask: 1 } }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, ...at })
  }
  await devtools.detach()
}

test('offers a kernel that was rebuilt, and takes it up at the same place or from boot', async ({
  app: { page, openKernel },
}) => {
  const path = newKernel()
  await waitForPrompt(page)
  await openKernel(path)
  await expect(page.getByRole('contentinfo')).toContainText('blog_os')
  await command(page, 'int 3')
  expect(await screenText(page)).toContain(OLD_LINE)
  const notices = page.getByTestId('notices')
  await expect(notices.locator('[data-kind="rebuilt"]')).toHaveCount(0)

  rebuild(path)
  await expect(notices).toContainText('blog_os was rebuilt.')
  await notices.getByRole('button', { name: 'Reload at the same place' }).press('Enter')
  await expect.poll(() => screenText(page)).toContain(NEW_LINE)
  expect(await screenText(page)).toContain('! #BP')
  await expect(notices.locator('[data-kind="rebuilt"]')).toHaveCount(0)
  // It ran, so it goes on, with the input that it had.
  await expect.poll(() => activity(page)).toBe('running')
  expect(await command(page, 'walk 0x0')).toContain('absent at L1')

  copyFileSync(KERNEL, path)
  await notices.getByRole('button', { name: 'Reload from boot' }).click()
  await expect.poll(() => screenText(page)).toContain(OLD_LINE)
  await waitForPrompt(page)
  expect(await screenText(page)).not.toContain('! #BP')
})

test('says one thing of a kernel that was rebuilt twice, reloads it by the menu, and is not asked again', async ({
  app: { page, electron, openKernel },
}) => {
  const path = newKernel()
  await waitForPrompt(page)
  await openKernel(path)
  await waitForPrompt(page)
  const offers = page.getByTestId('notices').locator('[data-kind="rebuilt"]')
  writeFileSync(path, kernelThatSays('Ringside kernel 0.1.5'))
  await expect(offers).toContainText('was rebuilt')
  rebuild(path)
  await page.waitForTimeout(1500)
  await expect(offers).toHaveCount(1)
  await clickMenu(electron, 'reload-kernel')
  await expect.poll(() => screenText(page)).toContain(NEW_LINE)
  await clickMenu(electron, 'reload-kernel')
  await expect(offers).toContainText('has not been rebuilt')
  rmSync(path)
  writeFileSync(path, readFileSync(KERNEL).subarray(0, 20_000))
  await page.waitForTimeout(1500)
  await expect(offers).not.toContainText('was rebuilt.')
  await waitForPrompt(page)
})

test('opens what was opened before, by the menu and by the list, also after a start', async () => {
  const userData = newUserData()
  const path = newKernel()
  const first = await launch(userData, path)
  await waitForPrompt(await first.firstWindow())
  await expect.poll(() => recentLabels(first)).toEqual([expect.stringMatching(/^blog_os \(/)])
  await first.close()

  const electron = await launch(userData)
  const page = await electron.firstWindow()
  const bar = page.getByRole('contentinfo')
  await waitForPrompt(page)
  await expect(bar).toContainText('ringside-kernel.elf')
  await clickMenu(electron, 'file-1')
  await expect(bar).toContainText('blog_os')
  await waitForPrompt(page)

  rmSync(path)
  await page.getByTestId('recent').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'blog_os' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Clear the list' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('recent-menu')).toBeHidden()
  await expect(page.getByTestId('recent')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const notices = page.getByTestId('notices')
  await expect(notices).toContainText('there is no such file')
  await notices.getByRole('button', { name: 'Remove it from the list' }).click()
  await expect(page.getByTestId('recent')).toHaveCount(0)
  expect(await recentLabels(electron)).toEqual([])
  await electron.close()
  rmSync(userData, { recursive: true, force: true })
})

test('gives the page only what a person opened', async ({ app: { page } }) => {
  const answers = await page.evaluate(async () => {
    const { desktop } = globalThis as unknown as {
      desktop: Record<string, (value: unknown) => Promise<{ outcome: string }>>
    }
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['root'], '/etc/passwd'))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer }))
    return {
      byPath: (await desktop['openRecent']?.('/etc/passwd'))?.outcome,
      byGuess: (await desktop['openRecent']?.('file-1'))?.outcome,
      remembered: await desktop['rememberDropped']?.('/etc/passwd'),
    }
  })
  expect(answers).toEqual({ byPath: 'failed', byGuess: 'failed', remembered: undefined })
})

test('takes a kernel that is dropped, watches it, and says what a bad file is', async ({
  app: { page },
}) => {
  const path = newKernel()
  await waitForPrompt(page)
  await drop(page, path)
  await expect(page.getByRole('contentinfo')).toContainText('blog_os')
  await expect(page.getByTestId('recent')).toBeVisible()
  await waitForPrompt(page)

  const bad = `${path}.png`
  writeFileSync(bad, 'PNG, or so it says')
  await drop(page, bad)
  const notices = page.getByTestId('notices')
  await expect(notices.locator('[data-kind="machine"]')).toContainText('not an ELF file')
  writeFileSync(bad, '')
  await drop(page, bad)
  await expect(notices.locator('[data-kind="kernel-file"]')).toContainText('it is empty')
  expect(await activity(page)).toBe('running')

  rebuild(path)
  await expect(notices).toContainText('blog_os was rebuilt.')
})

test('finds the sources of a kernel where a person says they are', async ({
  app: { page, electron, openKernel },
}) => {
  const path = join(mkdtempSync(join(tmpdir(), 'ringside-files-')), 'values')
  const recorded = resolve(__dirname, '../debuginfo/recorded/debug.elf.gz')
  writeFileSync(path, gunzipSync(readFileSync(recorded)))
  await waitForPrompt(page)
  await openKernel(path)
  await expect.poll(() => activity(page)).toBe('frozen')
  const missing = page.getByTestId('no-source')
  await expect(missing).toContainText('/program/')
  const choose = (folder: string) =>
    electron.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
    }, folder)

  await choose(tmpdir())
  await missing.getByRole('button', { name: 'Locate sources…' }).click()
  await expect(missing).toContainText('was not found')
  await choose(resolve(__dirname, '../debuginfo/program'))
  await missing.getByRole('button', { name: 'Locate sources…' }).click()
  await expect(missing).toHaveCount(0)
  await expect(page.locator('.line.now')).toBeVisible()
})
