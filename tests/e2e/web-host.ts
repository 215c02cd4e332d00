/** The app in a browser, over the web host that `npm run web` serves. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { complaintsOf, type App } from './app'

const FOLDER = resolve(__dirname, '../../out/web')

export const test = base.extend<{ app: App }, { address: string }>({
  address: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures here
    async ({}, use) => {
      const { addressOf, serve } = await import('../../scripts/static-server.mjs')
      const server = await serve(FOLDER)
      await use(addressOf(server))
      server.close()
    },
    { scope: 'worker' },
  ],
  async app({ page, address }, use) {
    const complaints = complaintsOf(page)
    // A test can answer the dialog of an input, but not the picker of the File System Access standard.
    await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
    // Waiting for a chooser alone would take hold of it some time after the key that opens it.
    page.on('filechooser', () => undefined)
    await page.goto(address)
    await use({
      page,
      async exportSvg() {
        const download = page.waitForEvent('download')
        await page.getByTestId('export-svg').click()
        await page.getByTestId('export-save').click()
        return readFileSync(await (await download).path(), 'utf8')
      },
      async saveSession(path) {
        const download = page.waitForEvent('download')
        await page.keyboard.press('Control+s')
        await (await download).saveAs(path)
      },
      async openKernel(path) {
        const chooser = page.waitForEvent('filechooser')
        await page.getByRole('button', { name: 'Open kernel…' }).click()
        await (await chooser).setFiles(path)
      },
      copied: () => page.evaluate(() => navigator.clipboard.readText()),
      async choose(path, ask) {
        const chooser = page.waitForEvent('filechooser')
        await ask()
        await (await chooser).setFiles(path)
      },
    })
    expect(complaints).toEqual([])
  },
})
