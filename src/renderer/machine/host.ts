/** What the app needs of the place it runs in; `#host` is the one of the build: desktop or web. */
import type {
  DocumentContent,
  DocumentKind,
  Errand,
  FileId,
  KernelFile,
  MenuAction,
  RecentFile,
} from '../../shared/app/desktop'
import type { SourceFile } from '../../shared/models/debug'
import type { Settings } from '../../shared/app/settings'
import type { Command, Port, Update } from '../../shared/protocol'

export type MachinePort = Port<Command, Update>

export interface Host {
  readonly name: 'desktop' | 'web'
  /** Starts a fresh machine, ending the one before. */
  startMachine(): Promise<MachinePort>
  /** Told in a sentence when the machine's worker ends by itself. */
  onMachineStopped(listener: (cause: string) => void): void
  onMenuAction(listener: (action: MenuAction) => void): void
  /** Lets a person choose an image. */
  openKernel(): Promise<Errand<KernelFile>>
  /** The image that the app was started with, once. */
  takeInitialKernel(): Promise<Errand<KernelFile>>
  /** Reads a file that was dropped on the window; to be called while the drop is dealt with. */
  readDropped(transfer: DataTransfer): Promise<Errand<KernelFile>>
  /** What was opened before, the latest first; none where files cannot be found again. */
  recentFiles(): Promise<readonly RecentFile[]>
  onRecentFiles(listener: (files: readonly RecentFile[]) => void): void
  openRecent(id: FileId): Promise<Errand<KernelFile>>
  /** Told when the menu asks for a file of the list. */
  onRecentChosen(listener: (id: FileId) => void): void
  forgetRecent(id: FileId): Promise<void>
  clearRecent(): Promise<void>
  /** Watches that file and no other; with no id, none. */
  watchFile(id: FileId | undefined): Promise<void>
  /** Told when the watched file has other contents, and all of them. */
  onRebuilt(listener: (kernel: KernelFile) => void): void
  /** The value is where the document went, in words. */
  saveDocument(
    kind: DocumentKind,
    suggestedName: string,
    content: DocumentContent,
  ): Promise<Errand<string>>
  /** The text of a source of the kernel that runs. */
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
