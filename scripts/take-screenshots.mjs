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
/** The last character of the screen. */
const ADDRESS = '0xb8f9e'

/**
 * What is typed at the prompt for the picture of a topic, and what is chosen then.
 * Each needs its topic to be shown first: some topics follow the machine only while they are looked at.
 */
const SHOTS = [
  { topic: 'page-walk', type: ['walk 0xb8000', 'touch 0xdeadbeef w'], choose: /dead_beef/ },
  { topic: 'idt-dispatch', type: ['touch 0xdeadbeef w'], choose: /#PF/ },
  { topic: 'stack-switch', type: ['overflow'], halts: true, choose: /#DF/ },
  { topic: 'interrupt-path', press: 'q', choose: /keyboard\s*vector/ },
  { topic: 'heap', type: ['heap use list', 'trace mixed', 'alloc 100', 'alloc 3000'] },
  { topic: 'executor', press: 'q' },
]

async function waitForPrompt(page) {
  await page.waitForFunction(
    () => /ring0>\s*$/.test(document.querySelector('[data-testid=screen-text]')?.textContent ?? ''),
    undefined,
    { timeout: 30_000 },
  )
}

async function runCommand(page, command, halts) {
  await page.getByTestId('screen').focus()
  await page.keyboard.type(command)
  await page.keyboard.press('Enter')
  // The text for screen readers follows the picture a moment later.
  await page.waitForTimeout(800)
  if (!halts) await waitForPrompt(page)
}

/** Shows a topic at what a reader would have typed to see it. */
async function showTopic(page, { topic, type = [], press, halts, choose }) {
  await page.getByTestId(`tab-${topic}`).click()
  await page.waitForTimeout(500)
  for (const command of type) await runCommand(page, command, halts)
  if (press) {
    await page.getByTestId('screen').focus()
    await page.keyboard.press(press)
    await page.waitForTimeout(300)
  }
  await page.getByTestId('run-or-pause').click()
  // A list that still grows moves away under the pointer.
  await page.locator('[data-testid=activity][data-activity=paused]').waitFor()
  await page.waitForTimeout(300)
  if (choose) {
    // The earliest: of a key its press, and not its release.
    const options = page.getByRole('option').filter({ hasText: choose })
    await options.last().click({ timeout: 10_000 })
  }
  await page.waitForTimeout(800)
  await page.getByTestId('screen').focus()
}

/** Window pictures have few colours: a palette keeps them small. */
const picture = (page, name) => page.screenshot({ path: join(IMAGES, `${name}.png`) })

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
    for (const [index, shot] of SHOTS.entries()) {
      if (index > 0) {
        await page.getByTestId('reset').click()
        await page.waitForTimeout(500)
      }
      const button = page.getByTestId('run-or-pause')
      if ((await button.textContent())?.trim() === 'Run') await button.click()
      await waitForPrompt(page)
      await showTopic(page, shot)
      await picture(page, `app-${shot.topic}`)
      if (index > 0) continue
      await page.getByTestId('theme').selectOption('dark')
      await page.getByTestId('screen').focus()
      await page.waitForTimeout(300)
      await picture(page, 'app-dark')
      await page.getByTestId('theme').selectOption('light')
    }
    await page.getByTestId('tab-page-walk').click()
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
