/**
 * Takes the pictures of the README from the app itself, in a real Electron:
 * `ELECTRON_BIN=… node scripts/take-screenshots.mjs`, under Xvfb where there is no display.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron } from '@playwright/test'
import { buildIfStale } from './build-app.mjs'
import { findElectron } from './electron-binary.mjs'

const ROOT = resolve(import.meta.dirname, '..')
const IMAGES = join(ROOT, 'docs/images')
const WINDOW = [1440, 900]
const COMMANDS = ['walk 0xb8000', 'touch 0xdeadbeef w', 'alloc 100']
/** The last character of the screen. */
const ADDRESS = '0xb8f9e'

async function waitForPrompt(page) {
  await page.waitForFunction(
    () => /ring0>\s*$/.test(document.querySelector('[data-testid=screen-text]')?.textContent ?? ''),
    undefined,
    { timeout: 30_000 },
  )
}

async function runCommands(page) {
  await waitForPrompt(page)
  for (const command of COMMANDS) {
    await page.getByTestId('screen').focus()
    await page.keyboard.type(command)
    await page.keyboard.press('Enter')
    // The text for screen readers follows the picture a moment later.
    await page.waitForTimeout(800)
    await waitForPrompt(page)
  }
  await page.getByTestId('run-or-pause').click()
  await page.waitForTimeout(300)
}

async function exportFigure(electron, page, folder) {
  const path = join(folder, 'figure.svg')
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
  await page.getByTestId('address').fill(ADDRESS)
  await page.getByTestId('translate').click()
  await page.waitForTimeout(500)
  await page.getByTestId('export-svg').click()
  await page.getByTestId('export-theme').selectOption('light')
  await page.getByTestId('export-save').click()
  await page.getByText('Saved').waitFor()
  return readFileSync(path)
}

/** Draws an SVG as any viewer would, alone, and gives the PNG. */
async function rasterise(page, svg) {
  const png = await page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/svg+xml;base64,${base64}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    canvas.getContext('2d').drawImage(image, 0, 0)
    return canvas.toDataURL('image/png').split(',')[1]
  }, svg.toString('base64'))
  return Buffer.from(png, 'base64')
}

async function takeScreenshots(binary) {
  const userData = mkdtempSync(join(tmpdir(), 'ringside-screenshots-'))
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const electron = await _electron.launch({
    executablePath: binary,
    args: [...sandbox, '--force-device-scale-factor=1', `--user-data-dir=${userData}`, ROOT],
  })
  try {
    const page = await electron.firstWindow()
    await electron.evaluate(({ BrowserWindow }, [width, height]) => {
      BrowserWindow.getAllWindows()[0].setContentSize(width, height)
    }, WINDOW)
    await runCommands(page)
    await page
      .getByRole('option', { name: /dead_beef/ })
      .first()
      .click()
    for (const theme of ['light', 'dark']) {
      await page.getByTestId('theme').selectOption(theme)
      await page.getByTestId('screen').focus()
      await page.waitForTimeout(300)
      await page.screenshot({ path: join(IMAGES, `app-${theme}.png`) })
    }
    const figure = await exportFigure(electron, page, userData)
    writeFileSync(join(IMAGES, 'page-walk.png'), await rasterise(page, figure))
  } finally {
    await electron.close()
    rmSync(userData, { recursive: true, force: true })
  }
}

const found = findElectron()
if ('reason' in found) throw new Error(`There is no Electron: ${found.reason}.`)
buildIfStale('desktop')
mkdirSync(IMAGES, { recursive: true })
await takeScreenshots(found.binary)
