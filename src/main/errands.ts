/** Answers what the page asks of the desktop. Only the app's own page is heard. */
import {
  app,
  dialog,
  ipcMain,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
} from 'electron'
import {
  Channel,
  DOCUMENT_KINDS,
  type DocumentKind,
  type Errand,
  type KernelFile,
} from '../shared/app/desktop'
import { parseSettings } from '../shared/app/settings'
import { saveDocument } from './document-file'
import { readKernelFile } from './kernel-file'
import type { MachineOwner } from './machine'
import type { SettingsFile } from './settings-file'

const NOTHING: Errand<never> = { outcome: 'cancelled' }

async function openKernel(window: BrowserWindow): Promise<Errand<KernelFile>> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open Kernel or Session',
    properties: ['openFile'],
  })
  const path = filePaths[0]
  return canceled || path === undefined ? NOTHING : readKernelFile(path)
}

async function askForPath(
  window: BrowserWindow,
  kind: DocumentKind,
  name: string,
): Promise<string | undefined> {
  const { extension, filter } = DOCUMENT_KINDS[kind]
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: `Save ${filter}`,
    defaultPath: `${app.getPath('documents')}/${name}`,
    filters: [{ name: filter, extensions: [extension.slice(1)] }],
  })
  return canceled || !filePath ? undefined : filePath
}

export interface ErrandSources {
  readonly window: BrowserWindow
  readonly machine: MachineOwner
  readonly settings: SettingsFile
  readonly initialKernel: string | undefined
}

export function answerErrands({ window, machine, settings, initialKernel }: ErrandSources): void {
  let kernelToTake = initialKernel
  const isOurs = (event: IpcMainEvent | IpcMainInvokeEvent) =>
    event.senderFrame === window.webContents.mainFrame

  const answer = (channel: string, errand: (...values: unknown[]) => Promise<unknown>) => {
    ipcMain.handle(channel, (event, ...values: unknown[]) => {
      if (!isOurs(event)) throw new Error('Only the app’s own page is answered.')
      return errand(...values)
    })
  }

  ipcMain.on(Channel.startMachine, (event) => {
    if (isOurs(event)) void machine.start(event.sender)
  })
  answer(Channel.openKernel, () => openKernel(window))
  answer(Channel.takeInitialKernel, async () => {
    const path = kernelToTake
    kernelToTake = undefined
    return path === undefined ? NOTHING : readKernelFile(path)
  })
  answer(Channel.saveDocument, (kind, name, content) =>
    saveDocument(kind, name, content, (is, suggested) => askForPath(window, is, suggested)),
  )
  answer(Channel.loadSettings, () => settings.load())
  answer(Channel.saveSettings, (value) => settings.save(parseSettings(value)))
}
