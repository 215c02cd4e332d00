/** The desktop app from start to quit. Everything with a decision in it lives in the files beside this one. */
import { join } from 'node:path'
import { app, dialog, Menu, session } from 'electron'
import { Channel } from '../shared/app/desktop'
import { kernelPath } from './command-line'
import { answerErrands } from './errands'
import { createMachineOwner } from './machine'
import { menuTemplate } from './menu-template'
import { denyEverythingRemote, lockDown } from './security'
import { createSettingsFile } from './settings-file'
import { createWindow, developmentServer, loadPage } from './window'

async function start(): Promise<void> {
  await app.whenReady()
  denyEverythingRemote(session.defaultSession, developmentServer())

  const machine = createMachineOwner()
  const window = createWindow()
  const menu = menuTemplate(process.platform, (action) =>
    window.webContents.send(Channel.menuAction, action),
  )
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu))
  answerErrands({
    window,
    machine,
    settings: createSettingsFile(join(app.getPath('userData'), 'settings.json')),
    initialKernel: kernelPath(process.argv, app.isPackaged, process.cwd()),
  })
  window.webContents.on('render-process-gone', () => {
    if (!window.isDestroyed()) window.webContents.reload()
  })

  // The worker must be gone before the process ends, or it would keep it alive.
  app.on('window-all-closed', () => void machine.end().finally(() => app.quit()))
  await loadPage(window)
}

lockDown(app)
start().catch((error: Error) => {
  dialog.showErrorBox('Ringside could not start', error.message)
  app.exit(1)
})
