/** The built app in a real Electron: the one of ELECTRON_BIN, else the pinned version. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, expect, test as base, type ElectronApplication } from '@playwright/test'
import { complaintsOf, type App } from '../e2e/app'
import { pressMenuKeys } from './menu-keys'

const ROOT = resolve(__dirname, '../..')

export interface Desktop extends App {
  readonly electron: ElectronApplication
  readonly userData: string
}

async function electronBinary(): Promise<string> {
  const { findElectron } = await import('../../scripts/electron-binary.mjs')
  const found = findElectron()
  if ('reason' in found) throw new Error(`There is no Electron to test in: ${found.reason}.`)
  return found.binary
}

/** Root has no sandbox on Linux; everybody else tests with it. */
const switches = process.getuid?.() === 0 ? ['--no-sandbox'] : []

export async function launch(userData: string, ...args: string[]): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: await electronBinary(),
    args: [...switches, `--user-data-dir=${userData}`, ROOT, ...args],
  })
}

export const newUserData = (): string => mkdtempSync(join(tmpdir(), 'ringside-electron-'))

export const test = base.extend<{ app: Desktop; kernel: string | undefined }>({
  kernel: [undefined, { option: true }],
  async app({ kernel }, use) {
    const userData = newUserData()
    const electron = await launch(userData, ...(kernel === undefined ? [] : [kernel]))
    const page = await electron.firstWindow()
    const complaints = complaintsOf(page)
    await pressMenuKeys(electron, page)
    // As large as the pages of the other host, so that the same is in view.
    await electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900)
    })
    await use({
      electron,
      userData,
      page,
      async exportSvg() {
        const path = join(userData, 'exported.svg')
        await electron.evaluate(({ dialog }, filePath) => {
          dialog.showSaveDialog = async () => ({ canceled: false, filePath })
        }, path)
        await page.getByTestId('export-svg').click()
        await page.getByTestId('export-save').click()
        await expect(page.getByTestId('notices')).toContainText('Saved')
        return readFileSync(path, 'utf8')
      },
      async saveSession(path) {
        await electron.evaluate(({ dialog }, filePath) => {
          dialog.showSaveDialog = async () => ({ canceled: false, filePath })
        }, path)
        await electron.evaluate(({ Menu }) => {
          Menu.getApplicationMenu()?.getMenuItemById('save-session')?.click()
        })
        await expect(page.getByTestId('notices')).toContainText(path)
      },
      async openKernel(path) {
        await electron.evaluate(({ dialog }, filePath) => {
          dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
        }, path)
        await page.getByRole('button', { name: 'Open kernel…' }).click()
      },
      copied: () => electron.evaluate(({ clipboard }) => clipboard.readText()),
      async choose(path, ask) {
        await electron.evaluate(({ dialog }, filePath) => {
          dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
        }, path)
        await ask()
      },
    })
    await electron.close()
    rmSync(userData, { recursive: true, force: true })
    expect(complaints).toEqual([])
  },
})
