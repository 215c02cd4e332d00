/** The desktop: the machine is behind a port that Electron's main process hands over. */
import { MACHINE_PORT, type Desktop } from '../../shared/app/desktop'
import type { Command, Update } from '../../shared/protocol'
import type { Host, MachinePort } from './host'
import { readKernelFile } from './kernel-file'

declare global {
  interface Window {
    /** Put here by the preload script. */
    readonly desktop: Desktop
  }
}

function adaptPort(port: MessagePort): MachinePort {
  return {
    send: (command: Command) => port.postMessage(command),
    onMessage(listener) {
      port.onmessage = (event: MessageEvent<Update>) => listener(event.data)
    },
    close: () => port.close(),
  }
}

/** The next port that preload posts to this window. */
function nextPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    const listener = (event: MessageEvent) => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== MACHINE_PORT || port === undefined) return
      window.removeEventListener('message', listener)
      resolve(port)
    }
    window.addEventListener('message', listener)
  })
}

export const host: Host = {
  name: 'desktop',
  async startMachine() {
    const port = nextPort()
    window.desktop.startMachine()
    return adaptPort(await port)
  },
  onMachineStopped: (listener) => window.desktop.onMachineStopped(listener),
  onMenuAction: (listener) => window.desktop.onMenuAction(listener),
  openKernel: () => window.desktop.openKernel(),
  takeInitialKernel: () => window.desktop.takeInitialKernel(),
  async readDropped(transfer) {
    const dropped = transfer.files[0]
    if (dropped === undefined) return { outcome: 'cancelled' }
    const errand = await readKernelFile(dropped)
    if (errand.outcome !== 'done') return errand
    const file = await window.desktop.rememberDropped()
    return { outcome: 'done', value: { ...errand.value, ...(file === undefined ? {} : { file }) } }
  },
  recentFiles: () => window.desktop.recentFiles(),
  onRecentFiles: (listener) => window.desktop.onRecentFiles(listener),
  openRecent: (id) => window.desktop.openRecent(id),
  onRecentChosen: (listener) => window.desktop.onRecentChosen(listener),
  forgetRecent: (id) => window.desktop.forgetRecent(id),
  clearRecent: () => window.desktop.clearRecent(),
  watchFile: (id) => window.desktop.watchFile(id),
  onRebuilt: (listener) => window.desktop.onRebuilt(listener),
  saveDocument: (kind, suggestedName, content) =>
    window.desktop.saveDocument(kind, suggestedName, content),
  readSource: (source) => window.desktop.readSource(source),
  locateSource: (source) => window.desktop.locateSource(source),
  keepRecovery: (bytes) => window.desktop.keepRecovery(bytes),
  takeRecovery: () => window.desktop.takeRecovery(),
  loadSettings: () => window.desktop.loadSettings(),
  saveSettings: (settings) => window.desktop.saveSettings(settings),
}
