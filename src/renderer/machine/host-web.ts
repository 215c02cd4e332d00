/** A browser: the machine is in a Web Worker of the page, files come and go as the browser allows. */
import { DOCUMENT_KINDS, type DocumentContent, type DocumentKind } from '../../shared/app/desktop'
import { parseSettings } from '../../shared/app/settings'
import type { Command, Update } from '../../shared/protocol'
import { readChosenSource } from './chosen-sources'
import { createFileHandles, type FileHandle } from './file-handles'
import type { Host, MachinePort } from './host'
import { readKernelFile } from './kernel-file'
import { keepRecovery, takeRecovery } from './recovery-web'

const SETTINGS_KEY = 'ringside.settings'

/**
 * Pages of one origin share their locks, so no two workers may have one name. A UUID can be asked for over a safe
 * connection only; random numbers over any.
 */
const uniqueName = (): string => `machine-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`

/** A worker holds the lock of its name for as long as it lives. */
const newWorker = (name: string) =>
  new Worker(new URL('../../emulator/host/worker-web.ts', import.meta.url), {
    type: 'module',
    name,
  })

let running: Worker | undefined
let reportStopped: (cause: string) => void = () => {}

/** A worker that is ended from outside, or runs out of memory, raises no event of its own. */
function watchLife(worker: Worker, name: string): void {
  // Without safe connection there are no locks.
  void navigator.locks?.request(name, () => giveUp(worker, "The machine's worker ended"))
}

function giveUp(worker: Worker, cause: string): void {
  if (running !== worker) return
  running = undefined
  worker.terminate()
  reportStopped(cause)
}

function adaptWorker(worker: Worker, name: string): MachinePort {
  let isWatched = false
  return {
    send: (command: Command) => worker.postMessage(command),
    onMessage(listener) {
      worker.onmessage = (event: MessageEvent<Update>) => {
        // Once it speaks it has its lock.
        if (!isWatched) watchLife(worker, name)
        isWatched = true
        listener(event.data)
      }
    },
    close: () => worker.terminate(),
  }
}

const handles = createFileHandles()

/** What browsers have that let a page find files again. */
interface WithPicker {
  showOpenFilePicker(options: { id: string }): Promise<readonly FileHandle[]>
}
interface WithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

/** Nothing when the person changed their mind. */
async function chooseHandle({ showOpenFilePicker }: WithPicker): Promise<FileHandle | undefined> {
  try {
    return (await showOpenFilePicker.call(window, { id: 'kernel' }))[0]
  } catch {
    return undefined
  }
}

/** What asks for files now: what nobody holds could be collected before a person has chosen. */
let asking: HTMLInputElement | undefined

function chooseFiles(isFolder: boolean): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.webkitdirectory = isFolder
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    asking = input
    asking.click()
  })
}

/** The sources that a person has pointed at; they stay at hand as long as the page does. */
let sources: readonly File[] = []

const MEDIA_TYPES: Readonly<Record<DocumentKind, string>> = {
  drawing: 'image/svg+xml',
  session: 'application/zip',
}

function download(kind: DocumentKind, name: string, content: DocumentContent): void {
  const part = typeof content === 'string' ? content : content.slice()
  const address = URL.createObjectURL(new Blob([part], { type: MEDIA_TYPES[kind] }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken the blob over once the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(address), 0)
}

function readSettings(): unknown {
  try {
    return JSON.parse(localStorage.getItem(SETTINGS_KEY) ?? 'null')
  } catch {
    return undefined
  }
}

export const host: Host = {
  name: 'web',
  async startMachine() {
    running?.terminate()
    const name = uniqueName()
    const worker = newWorker(name)
    running = worker
    worker.onerror = (event) => {
      event.preventDefault()
      giveUp(worker, `The machine's worker failed: ${event.message || 'it could not be loaded'}`)
    }
    return adaptWorker(worker, name)
  },
  onMachineStopped(listener) {
    reportStopped = listener
  },
  onMenuAction() {},
  async openKernel() {
    if ('showOpenFilePicker' in window) {
      const handle = await chooseHandle(window as unknown as WithPicker)
      return handle === undefined ? { outcome: 'cancelled' } : handles.open(handle)
    }
    const [file] = await chooseFiles(false)
    return file === undefined ? { outcome: 'cancelled' } : readKernelFile(file)
  },
  takeInitialKernel: async () => ({ outcome: 'cancelled' }),
  async readDropped(transfer) {
    const item = [...transfer.items].find(({ kind }) => kind === 'file') as WithHandle | undefined
    const file = transfer.files[0]
    const handle = await item?.getAsFileSystemHandle?.().catch(() => null)
    if (handle?.kind === 'file') return handles.open(handle as FileHandle)
    return file === undefined ? { outcome: 'cancelled' } : readKernelFile(file)
  },
  recentFiles: () => handles.all(),
  onRecentFiles: (listener) => handles.onChange(listener),
  openRecent: (id) => handles.openAgain(id),
  onRecentChosen() {},
  forgetRecent: (id) => handles.forget(id),
  clearRecent: () => handles.clear(),
  watchFile: async (id) => handles.watch(id),
  onRebuilt: (listener) => handles.onRebuilt(listener),
  async saveDocument(kind, suggestedName, content) {
    const { extension } = DOCUMENT_KINDS[kind]
    const name = suggestedName.endsWith(extension) ? suggestedName : suggestedName + extension
    download(kind, name, content)
    return { outcome: 'done', value: `${name} in the browser's downloads` }
  },
  readSource: (source) => readChosenSource(sources, source),
  async locateSource(source) {
    const files = await chooseFiles(true)
    if (files.length === 0) return { outcome: 'cancelled' }
    const found = await readChosenSource(files, source)
    if (found.outcome === 'done') sources = [...files, ...sources]
    return found
  },
  keepRecovery,
  takeRecovery,
  loadSettings: async () => parseSettings(readSettings()),
  async saveSettings(settings) {
    try {
      localStorage.setItem(SETTINGS_KEY, JSON.stringify(settings))
    } catch {
      // A browser may forbid storage; then nothing is remembered, and nothing else is lost.
    }
  },
}
