/** What the machine's worker tells the renderer. */
import type { SourceFile, SourceLocation } from '../models/debug'
import type { MachineStatus } from '../models/machine'
import type { Instant, LinearAddress } from '../units'
import type { WriteTarget } from '../write-target'
import type { ViewModels } from './views'

export interface Frame {
  readonly status: MachineStatus
  /** Those that changed since the last frame, of the views that are watched. */
  readonly models: Partial<ViewModels>
}

export interface FoundWrite {
  readonly instant: Instant
  /** An instruction, or the processor while it served one; or a person, before the instruction. */
  readonly by: 'processor' | 'edit'
  readonly rip: LinearAddress
  /** `symbol+0x12` of RIP, where it is known. */
  readonly symbol?: string
  /** The line of the source that it comes from, where that is known. */
  readonly source?: SourceLocation
  /** Which of the bytes that were asked about it wrote: so many, from there on. */
  readonly offset: number
  readonly size: number
  /** Those bytes before and after, as a number. */
  readonly old: bigint
  readonly new: bigint
}

export type Update =
  | { readonly type: 'ready' }
  | { readonly type: 'frame'; readonly frame: Frame }
  /** A session as a file: everything that determines it. */
  | { readonly type: 'session-saved'; readonly name: string; readonly bytes: Uint8Array }
  /** The same, for the case that this worker or the window is lost. */
  | { readonly type: 'recovery-made'; readonly bytes: Uint8Array }
  /** What `who-wrote` found, and went to; no `write` when nobody has written there since the beginning. */
  | {
      readonly type: 'write-found'
      readonly target: WriteTarget
      readonly write?: FoundWrite
    }
  /** A branch or a bookmark is no more; `undo-delete` brings it back. */
  | { readonly type: 'deleted'; readonly words: string }
  /** What `find` found, and went to; no `instant` when there was nothing. */
  | {
      readonly type: 'query-answered'
      readonly query: string
      readonly count: number
      readonly instant?: Instant
      /** Why the run is not as the query says. */
      readonly problem?: string
    }
  /** What came of `add-breakpoint`; a refusal says why, and of a query where. */
  | {
      readonly type: 'breakpoint-answered'
      readonly text: string
      readonly refusal?: {
        readonly cause: string
        readonly span?: { readonly start: number; readonly end: number }
      }
    }
  | {
      readonly type: 'source-read'
      readonly source: SourceFile
      /** Lines that have code, ascending. */
      readonly lines: readonly number[]
      /** Only of the kernel that comes with the app; all others have their sources where they were built. */
      readonly text?: string
    }
  /** Where the code at an address was written; nothing where the debug information does not say. */
  | {
      readonly type: 'source-found'
      readonly address: LinearAddress
      readonly source?: SourceLocation
      /** `symbol+0x12`. */
      readonly symbol?: string
    }
  /** The kernel of `reload` stands where the one before stood, or as near as it came. */
  | { readonly type: 'reloaded' }
  /** A command could not be carried out; the machine is as it was. */
  | {
      readonly type: 'failed'
      readonly command: string
      readonly cause: string
      readonly cure?: string
    }
