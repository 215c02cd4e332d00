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
import type { MachineOwner } from './machine'
import type { OpenedFiles } from './opened-files'
import type { RecentFiles } from './recent-files'
import type { SourceFiles } from './source-files'
import type { RecoveryFile } from './recovery-file'
import type { SettingsFile } from './settings-file'

const NOTHING: Errand<never> = { outcome: 'cancelled' }

async function openKernel(window: BrowserWindow, files: OpenedFiles): Promise<Errand<KernelFile>> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open Kernel or Session',
    properties: ['openFile'],
  })
  const path = filePaths[0]
  return canceled || path === undefined ? NOTHING : files.open(path)
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

/** A folder that holds sources; undefined when the person changed their mind. */
export async function askForSourceFolder(window: BrowserWindow): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Locate Sources',
    buttonLabel: 'Read Sources',
    properties: ['openDirectory'],
  })
  return canceled ? undefined : filePaths[0]
}

export interface ErrandSources {
  readonly window: BrowserWindow
  readonly machine: MachineOwner
  readonly settings: SettingsFile
  readonly recovery: RecoveryFile
  readonly sources: SourceFiles
  readonly files: OpenedFiles
  readonly recent: RecentFiles
  readonly initialKernel: string | undefined
}

export function answerErrands(from: ErrandSources): void {
  const { window, machine, settings, recovery, sources, files, recent, initialKernel } = from
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
  answer(Channel.openKernel, () => openKernel(window, files))
  answer(Channel.takeInitialKernel, async () => {
    const path = kernelToTake
    kernelToTake = undefined
    return path === undefined ? NOTHING : files.open(path)
  })
  answer(Channel.rememberDropped, (path) => files.rememberDropped(path))
  answer(Channel.recentFiles, () => recent.all())
  answer(Channel.openRecent, (id) => files.openAgain(id))
  answer(Channel.forgetRecent, (id) => recent.forget(id))
  answer(Channel.clearRecent, () => recent.clear())
  answer(Channel.watchFile, async (id) => files.watch(id))
  answer(Channel.saveDocument, async (kind, name, content) => {
    const saved = await saveDocument(kind, name, content, (is, suggested) =>
      askForPath(window, is, suggested),
    )
    if (saved.outcome === 'done' && kind === 'session') await recent.remember(saved.value)
    return saved
  })
  answer(Channel.readSource, (source) => sources.read(source))
  answer(Channel.locateSource, (source) => sources.locate(source))
  answer(Channel.keepRecovery, async (bytes) => {
    if (bytes instanceof Uint8Array) await recovery.keep(bytes)
  })
  answer(Channel.takeRecovery, () => recovery.take())
  answer(Channel.loadSettings, () => settings.load())
  answer(Channel.saveSettings, (value) => settings.save(parseSettings(value)))
}
