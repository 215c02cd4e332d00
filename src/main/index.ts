/** The desktop app from start to quit. Everything with a decision in it lives in the files beside this one. */
import { join } from 'node:path'
import { app, dialog, Menu, session, type BrowserWindow } from 'electron'
import { Channel } from '../shared/app/desktop'
import { kernelPath } from './command-line'
import { createChosenFolders } from './chosen-folders'
import { answerErrands, askForSourceFolder } from './errands'
import { createMachineOwner } from './machine'
import { menuTemplate } from './menu-template'
import { endInOrder } from './quit'
import { denyEverythingRemote, lockDown } from './security'
import { createRecoveryFile } from './recovery-file'
import { createSettingsFile } from './settings-file'
import { createSourceFiles } from './source-files'
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

  const machine = createMachineOwner()
  const recovery = createRecoveryFile(join(app.getPath('userData'), 'recovery.ringside'))
  const window = createWindow()
  const menu = menuTemplate(process.platform, (action) =>
    window.webContents.send(Channel.menuAction, action),
  )
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu))
  answerErrands({
    window,
    machine,
    sources: createSourceFiles(
      createChosenFolders(join(app.getPath('userData'), 'source-folders.json')),
      () => askForSourceFolder(window),
    ),
    recovery,
    settings: createSettingsFile(join(app.getPath('userData'), 'settings.json')),
    initialKernel: kernelPath(process.argv, app.isPackaged, process.cwd()),
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (!window.isDestroyed()) void offerReload(window, reason)
  })

  const ending = endInOrder(app, () => Promise.all([machine.close(), recovery.forget()]))
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
