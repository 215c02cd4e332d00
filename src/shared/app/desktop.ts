/** The narrow bridge between the sandboxed page and the desktop: what crosses it, and by which names. */
import type { SourceFile } from '../models/debug'
import type { Settings } from './settings'

/** A finished errand, or why it was not done: sentences for people, as errors do not cross processes well. */
export type Errand<T> =
  | { readonly outcome: 'done'; readonly value: T }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly cause: string; readonly cure?: string }

/** Names a file that the host can find again; where it is, the page does not learn. */
export type FileId = string

export interface KernelFile {
  readonly name: string
  readonly image: Uint8Array
  /** None for a file that cannot be found again. */
  readonly file?: FileId
}

/** A kernel or a session that was opened before. */
export interface RecentFile {
  readonly id: FileId
  readonly name: string
  /** Its folder, in words for people. */
  readonly place: string
}

/** What the menu can ask of the page. */
export const MENU_ACTIONS = [
  'open-kernel',
  'reload-kernel',
  'save-session',
  'export-svg',
  'diagram-beside',
  'overview',
  'full-width',
  'pin-diagram',
  'both-branches',
  'run-or-pause',
  'step',
  'step-many',
  'step-back',
  'step-back-many',
  'toggle-breakpoint',
  'run-back',
  'next-event',
  'previous-event',
  'next-sub-step',
  'previous-sub-step',
  'step-into',
  'step-over',
  'step-out',
  'step-into-back',
  'step-over-back',
  'step-out-back',
  'go-to-end',
  'show-places',
  'compare-branches',
  'reset',
  'explain',
  'theme-system',
  'theme-light',
  'theme-dark',
  'show-keys',
] as const
export type MenuAction = (typeof MENU_ACTIONS)[number]

/** What the preload script puts on `window.desktop`. */
export interface Desktop {
  /** Starts a fresh machine, ending the one before. Its port arrives as a window message MACHINE_PORT. */
  startMachine(): void
  onMachineStopped(listener: (cause: string) => void): void
  onMenuAction(listener: (action: MenuAction) => void): void
  openKernel(): Promise<Errand<KernelFile>>
  /** The kernel named on the command line, once. */
  takeInitialKernel(): Promise<Errand<KernelFile>>
  /** Of the file that a person has just dropped on the window, when it is one to be found again; once. */
  rememberDropped(): Promise<FileId | undefined>
  recentFiles(): Promise<readonly RecentFile[]>
  onRecentFiles(listener: (files: readonly RecentFile[]) => void): void
  openRecent(id: FileId): Promise<Errand<KernelFile>>
  /** The menu asks for a file of the list. */
  onRecentChosen(listener: (id: FileId) => void): void
  forgetRecent(id: FileId): Promise<void>
  clearRecent(): Promise<void>
  /** Watches that file and no other; with no id, none. */
  watchFile(id: FileId | undefined): Promise<void>
  onRebuilt(listener: (kernel: KernelFile) => void): void
  saveDocument(
    kind: DocumentKind,
    suggestedName: string,
    content: DocumentContent,
  ): Promise<Errand<string>>
  /** The text of a source of a kernel that was opened from disk. */
  readSource(source: SourceFile): Promise<Errand<string>>
  /** Lets a person choose the folder that has it. */
  locateSource(source: SourceFile): Promise<Errand<string>>
  /** Keeps the session for a start after an end that was none. */
  keepRecovery(bytes: Uint8Array): Promise<void>
  /** The session that such an end left behind, once. */
  takeRecovery(): Promise<Uint8Array | undefined>
  loadSettings(): Promise<Settings>
  saveSettings(settings: Settings): Promise<void>
}

/** The names of the messages between main and preload. */
export const Channel = {
  startMachine: 'machine:start',
  machinePort: 'machine:port',
  machineStopped: 'machine:stopped',
  menuAction: 'menu:action',
  openKernel: 'kernel:open',
  takeInitialKernel: 'kernel:take-initial',
  rememberDropped: 'file:remember-dropped',
  recentFiles: 'recent:list',
  recentChanged: 'recent:changed',
  openRecent: 'recent:open',
  recentChosen: 'recent:chosen',
  forgetRecent: 'recent:forget',
  clearRecent: 'recent:clear',
  watchFile: 'file:watch',
  rebuilt: 'file:rebuilt',
  saveDocument: 'document:save',
  readSource: 'source:read',
  locateSource: 'source:locate',
  keepRecovery: 'recovery:keep',
  takeRecovery: 'recovery:take',
  loadSettings: 'settings:load',
  saveSettings: 'settings:save',
} as const

/** The window message by which preload hands the page its port. */
export const MACHINE_PORT = 'ringside:machine-port'

/** What the app writes. Nothing of a kind is near its limit; a page that asks for more is not ours. */
export const DOCUMENT_KINDS = {
  drawing: { extension: '.svg', filter: 'SVG drawing', limit: 16 * 1024 * 1024 },
  session: { extension: '.ringside', filter: 'Ringside session', limit: 192 * 1024 * 1024 },
} as const
export type DocumentKind = keyof typeof DOCUMENT_KINDS
export type DocumentContent = string | Uint8Array

/** Beyond this an image would not fit into the guest's RAM anyway. */
export const LARGEST_KERNEL = 128 * 1024 * 1024

/** A source of a million lines is not written by hand. */
export const LARGEST_SOURCE = 4 * 1024 * 1024
