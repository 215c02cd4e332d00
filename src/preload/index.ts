/** The narrow typed bridge: hands the sandboxed page a few errands and the port to its machine. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import {
  Channel,
  MACHINE_PORT,
  type Desktop,
  type KernelFile,
  type MenuAction,
  type RecentFile,
} from '../shared/app/desktop'

/** Electron before 32 has the path in the file itself, and before 29 nowhere else. */
const pathOf = (file: File): string =>
  (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ??
  (file as File & { readonly path?: string }).path ??
  ''

let droppedPath = ''
// Seen here and not told by the page, which can make files and events of its own, but no trusted ones.
window.addEventListener(
  'drop',
  (event) => {
    const file = event.isTrusted ? event.dataTransfer?.files[0] : undefined
    droppedPath = file ? pathOf(file) : ''
  },
  { capture: true },
)

const desktop: Desktop = {
  startMachine: () => ipcRenderer.send(Channel.startMachine),
  onMachineStopped: (listener) =>
    void ipcRenderer.on(Channel.machineStopped, (_event, cause: string) => listener(cause)),
  onMenuAction: (listener) =>
    void ipcRenderer.on(Channel.menuAction, (_event, action: MenuAction) => listener(action)),
  openKernel: () => ipcRenderer.invoke(Channel.openKernel),
  takeInitialKernel: () => ipcRenderer.invoke(Channel.takeInitialKernel),
  async rememberDropped() {
    const path = droppedPath
    droppedPath = ''
    return ipcRenderer.invoke(Channel.rememberDropped, path)
  },
  recentFiles: () => ipcRenderer.invoke(Channel.recentFiles),
  onRecentFiles: (listener) =>
    void ipcRenderer.on(Channel.recentChanged, (_event, files: readonly RecentFile[]) =>
      listener(files),
    ),
  openRecent: (id) => ipcRenderer.invoke(Channel.openRecent, id),
  onRecentChosen: (listener) =>
    void ipcRenderer.on(Channel.recentChosen, (_event, id: string) => listener(id)),
  forgetRecent: (id) => ipcRenderer.invoke(Channel.forgetRecent, id),
  clearRecent: () => ipcRenderer.invoke(Channel.clearRecent),
  watchFile: (id) => ipcRenderer.invoke(Channel.watchFile, id),
  onRebuilt: (listener) =>
    void ipcRenderer.on(Channel.rebuilt, (_event, kernel: KernelFile) => listener(kernel)),
  saveDocument: (kind, suggestedName, content) =>
    ipcRenderer.invoke(Channel.saveDocument, kind, suggestedName, content),
  readSource: (source) => ipcRenderer.invoke(Channel.readSource, source),
  locateSource: (source) => ipcRenderer.invoke(Channel.locateSource, source),
  keepRecovery: (bytes) => ipcRenderer.invoke(Channel.keepRecovery, bytes),
  takeRecovery: () => ipcRenderer.invoke(Channel.takeRecovery),
  loadSettings: () => ipcRenderer.invoke(Channel.loadSettings),
  saveSettings: (settings) => ipcRenderer.invoke(Channel.saveSettings, settings),
}

contextBridge.exposeInMainWorld('desktop', desktop)

// A port cannot cross the context bridge, but a window message can carry it.
ipcRenderer.on(Channel.machinePort, (event) => {
  window.postMessage(MACHINE_PORT, '*', event.ports)
})
