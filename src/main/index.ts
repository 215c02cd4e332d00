/** The desktop app from start to quit. Everything with a decision in it lives in the files beside this one. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, dialog, Menu, session, type BrowserWindow } from 'electron'
import { Channel, type RecentFile } from '../shared/app/desktop'
import { kernelPath } from './command-line'
import { answerErrands, askForSourceFolder } from './errands'
import { createMachineOwner } from './machine'
import { menuTemplate, type RecentMenu } from './menu-template'
import { createOpenedFiles } from './opened-files'
import { createPathList } from './path-list'
import { endInOrder } from './quit'
import { denyEverythingRemote, lockDown } from './security'
import { createRecentFiles, MOST_RECENT_FILES } from './recent-files'
import { createRecoveryFile } from './recovery-file'
import { createSettingsFile } from './settings-file'
import { createSourceFiles, MOST_CHOSEN } from './source-files'
import { createWindow, developmentServer, loadPage } from './window'

/** The machine's worker is not the page's, but without a page there is nobody to see it. */
async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window’s page has ended.',
    detail: `Chromium gives as its reason: ${reason}. A fresh page begins with a fresh machine.`,
    buttons: ['Reload', 'Quit'],
  })
  if (response === 0) window.webContents.reload()
  else app.quit()
}

async function start(): Promise<void> {
  await app.whenReady()
  denyEverythingRemote(session.defaultSession, developmentServer())

  const ownFile = (name: string) => join(app.getPath('userData'), name)
  const recentPaths = createPathList(ownFile('recent-files.json'), MOST_RECENT_FILES)
  // Before there is a window: nothing waits for a disk between its making and the loading of its page.
  await recentPaths.load()

  const machine = createMachineOwner()
  const recovery = createRecoveryFile(ownFile('recovery.ringside'))
  const window = createWindow()
  const tell = (channel: string, value: unknown) => {
    if (!window.isDestroyed()) window.webContents.send(channel, value)
  }
  const sources = createSourceFiles(
    createPathList(ownFile('source-folders.json'), MOST_CHOSEN),
    () => askForSourceFolder(window),
  )
  const recent = createRecentFiles(recentPaths, homedir(), (changed) => {
    tell(Channel.recentChanged, changed)
    showMenu(changed)
  })
  /** Electron's menus do not change: each list of recent files gets a menu of its own. */
  function showMenu(files: readonly RecentFile[]): void {
    const recentMenu: RecentMenu = {
      files,
      open: (id) => tell(Channel.recentChosen, id),
      clear: () => void recent.clear(),
    }
    const send = (action: unknown) => tell(Channel.menuAction, action)
    const menu = menuTemplate(process.platform, send, recentMenu)
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu))
  }
  showMenu(await recent.all())
  const files = createOpenedFiles(recent, sources.allow, (kernel) => tell(Channel.rebuilt, kernel))
  answerErrands({
    window,
    machine,
    sources,
    files,
    recent,
    recovery,
    settings: createSettingsFile(ownFile('settings.json')),
    initialKernel: kernelPath(process.argv, app.isPackaged, process.cwd()),
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (!window.isDestroyed()) void offerReload(window, reason)
  })

  const ending = endInOrder(app, () => {
    files.watch(undefined)
    return Promise.all([machine.close(), recovery.forget()])
  })
  // A window that goes while its page is on the way takes the page with it. An error box would keep the app from ending.
  await loadPage(window).catch((error: Error) => {
    if (!ending.isUnderWay() && !window.isDestroyed()) throw error
  })
}

lockDown(app)
start().catch((error: Error) => {
  dialog.showErrorBox('Ringside could not start', error.message)
  app.exit(1)
})
