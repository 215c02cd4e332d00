/** The one window: sandboxed, isolated, without Node, at the place where it was left. */
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { chooseBounds, readBounds, SMALLEST_WINDOW, writeBounds } from './window-bounds'

/** The paper of the two themes, shown until the page has drawn. */
const PAPER = { light: '#ffffff', dark: '#10141a' }

export function createWindow(): BrowserWindow {
  const boundsFile = join(app.getPath('userData'), 'window.json')
  const displays = screen.getAllDisplays().map((display) => display.workArea)
  const window = new BrowserWindow({
    ...chooseBounds(readBounds(boundsFile), displays),
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    title: 'Ringside',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
    webPreferences: {
      preload: join(__dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeBounds(boundsFile, window.getNormalBounds()))
  return window
}

/** Where the page comes from while developing; a packaged app has no such place. */
export const developmentServer = (): string | undefined =>
  app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']

export function loadPage(window: BrowserWindow): Promise<void> {
  const server = developmentServer()
  return server === undefined
    ? window.loadFile(join(__dirname, '../renderer/index.html'))
    : window.loadURL(server)
}
