/** The narrow typed bridge: hands the sandboxed page a few errands and the port to its machine. */
import { contextBridge, ipcRenderer } from 'electron'
import { Channel, MACHINE_PORT, type Desktop, type MenuAction } from '../shared/app/desktop'

const desktop: Desktop = {
  startMachine: () => ipcRenderer.send(Channel.startMachine),
  onMachineStopped: (listener) =>
    void ipcRenderer.on(Channel.machineStopped, (_event, cause: string) => listener(cause)),
  onMenuAction: (listener) =>
    void ipcRenderer.on(Channel.menuAction, (_event, action: MenuAction) => listener(action)),
  openKernel: () => ipcRenderer.invoke(Channel.openKernel),
  takeInitialKernel: () => ipcRenderer.invoke(Channel.takeInitialKernel),
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
