/** The reader's files in a browser that lets the page find them again. */
import { expect, type Page } from '@playwright/test'
import { command, screenText, waitForPrompt } from './app'
import { kernelThatSays, NEW_LINE } from './rebuilt-kernel'
import { test } from './web-host'

/** The picker of the browser answers with a file that the page itself may change: one of its own file system. */
async function writeOwnFile(page: Page, line: string): Promise<void> {
  const bytes = kernelThatSays(line).toString('base64')
  await page.evaluate(async (text) => {
    const root = await navigator.storage.getDirectory()
    const handle = await root.getFileHandle('blog_os', { create: true })
    const writing = await handle.createWritable()
    await writing.write(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
    await writing.close()
    Object.assign(window, { showOpenFilePicker: async () => [handle] })
  }, bytes)
}

test('offers a kernel that was rebuilt, and finds it again after a reload of the page', async ({
  app: { page },
}) => {
  await waitForPrompt(page)
  await expect(page.getByTestId('recent')).toHaveCount(0)
  await writeOwnFile(page, 'Ringside kernel 0.1.5')
  await page.getByRole('button', { name: 'Open kernel…' }).click()
  await expect(page.getByRole('contentinfo')).toContainText('blog_os')
  await command(page, 'int 3')

  await writeOwnFile(page, NEW_LINE)
  const notices = page.getByTestId('notices')
  await expect(notices).toContainText('blog_os was rebuilt.')
  await page.keyboard.press('Control+r')
  await expect.poll(() => screenText(page)).toContain(NEW_LINE)
  expect(await screenText(page)).toContain('! #BP')

  await page.reload()
  await waitForPrompt(page)
  await page.getByTestId('recent').click()
  await page.getByRole('menuitem', { name: 'blog_os' }).click()
  await expect(page.getByRole('contentinfo')).toContainText('blog_os')
  await expect.poll(() => screenText(page)).toContain(NEW_LINE)

  await page.getByTestId('recent').press('ArrowDown')
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('recent')).toHaveCount(0)
})
