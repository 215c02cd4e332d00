/** What the renderer tells the machine's worker. Every message is checked against this before use. */
import type { LinearAddress } from '../units'
import type { MemoryAccess } from '../events/page-walk'
import type { BreakpointPlace } from '../models/breakpoints'
import type { SourceFile } from '../models/debug'
import type { Alignment } from '../models/comparison'
import type { Lane } from '../models/timeline'
import type { MemoryWindow } from '../models/memory'
import type { SpaceLook } from '../models/space-map'
import type { VariablesWindow } from '../models/variables'
import type { StateEdit } from '../state-edit'
import type { Instant } from '../units'
import type { WriteTarget } from '../write-target'
import type { DiagramTopic, Selection, View } from './views'

/** Guest instructions per host second; `real-time` follows the guest's clock, `flat-out` knows no brake. */
export type Speed = number | 'real-time' | 'flat-out'

export interface MachineConfiguration {
  readonly commandLine: string
  /** Bytes of guest RAM, a multiple of 4096. */
  readonly memorySize: number
}

export type Command =
  | {
      readonly type: 'load'
      readonly name: string
      readonly image: Uint8Array
      readonly configuration: MachineConfiguration
    }
  | { readonly type: 'load-prebuilt'; readonly configuration: MachineConfiguration }
  | { readonly type: 'run' }
  | { readonly type: 'pause' }
  | { readonly type: 'step'; readonly count: number }
  | { readonly type: 'reset' }
  /** Goes right behind the next or the last event of a topic that is drawn. */
  | {
      readonly type: 'step-event'
      readonly topic: DiagramTopic
      readonly direction: 'forward' | 'back'
    }
  /** Steps to where another source line begins, or to where the last one began. */
  | {
      readonly type: 'step-line'
      readonly depth: StepDepth
      readonly direction: 'forward' | 'back'
    }
  /** Goes to an instant of the run, or to its end if that comes first. Of several that wait only the last is done. */
  | { readonly type: 'seek'; readonly instant: Instant }
  | { readonly type: 'step-back'; readonly count: number }
  /** Goes to the nearest thing of a lane before or after the present instant. */
  | { readonly type: 'go-to-event'; readonly lane: Lane; readonly direction: 'before' | 'after' }
  /** Goes over to another branch of the run. */
  | { readonly type: 'switch-branch'; readonly branch: number }
  /** Without a name it is called again by what it does otherwise. */
  | { readonly type: 'rename-branch'; readonly branch: number; readonly name: string }
  | { readonly type: 'delete-branch'; readonly branch: number }
  /** Brings back the branch or the bookmark that was deleted last. */
  | { readonly type: 'undo-delete' }
  /** Shows two branches side by side, at the instant at which the machine stands, and looks for where they part. */
  | { readonly type: 'compare'; readonly left: number; readonly right: number }
  | { readonly type: 'stop-comparing' }
  | { readonly type: 'align-comparison'; readonly by: Alignment }
  /** Changes the machine as it stands; in the past this begins another branch. */
  | { readonly type: 'edit'; readonly edit: StateEdit }
  /** Begins another branch whose inputs are others. */
  | { readonly type: 'change-inputs'; readonly change: InputChange }
  /** Names the present instant. */
  | { readonly type: 'add-bookmark'; readonly name: string }
  | { readonly type: 'go-to-bookmark'; readonly bookmark: number }
  | { readonly type: 'rename-bookmark'; readonly bookmark: number; readonly name: string }
  | { readonly type: 'delete-bookmark'; readonly bookmark: number }
  /** Goes to the last change of something before the present instant. Answered by `write-found`. */
  | { readonly type: 'who-wrote'; readonly target: WriteTarget }
  /** Goes to the next thing in the run that an event query finds. Answered by `query-answered`. */
  | { readonly type: 'find'; readonly query: string }
  /** Shows the entries of the page tables that code has read by itself last, and stays at the present instant. */
  | { readonly type: 'find-code-walk' }
  /** Sets a breakpoint as it is typed: an address, a function, `main.rs:12`, a query. Answered by `breakpoint-answered`. */
  | { readonly type: 'add-breakpoint'; readonly text: string }
  /** Sets a breakpoint at a place, or takes it away. */
  | { readonly type: 'toggle-breakpoint'; readonly place: BreakpointPlace }
  | { readonly type: 'enable-breakpoint'; readonly breakpoint: number; readonly isEnabled: boolean }
  | { readonly type: 'delete-breakpoint'; readonly breakpoint: number }
  /** Goes back to the last breakpoint that the run has passed before the present instant. */
  | { readonly type: 'run-back' }
  /** Puts a kernel that was built anew in place of the present one: same configuration, same inputs, same instant. */
  | { readonly type: 'reload'; readonly name: string; readonly image: Uint8Array }
  /** Gives up what `who-wrote`, `find` or `find-code-walk` look for; as any command does that needs the machine. */
  | { readonly type: 'cancel-search' }
  /** Answered by `session-saved`. */
  | { readonly type: 'save-session' }
  /** From now on the session is given away so often, when it has changed: by `recovery-made`. 0 to stop. */
  | { readonly type: 'keep-recovery'; readonly milliseconds: number }
  /** Puts a saved machine, where it stood, in place of the present one. */
  | { readonly type: 'open-session'; readonly bytes: Uint8Array }
  /** The part of the run that the timeline shows. */
  | { readonly type: 'show-range'; readonly range: TimeRange | 'whole-run' }
  /** The text screen at this instant of the run is wanted, as the view `thumbnail`. */
  | { readonly type: 'show-thumbnail'; readonly instant: Instant }
  | { readonly type: 'set-speed'; readonly speed: Speed }
  /** Scan codes of set 1, as the 8042 hands them out. */
  | { readonly type: 'press-keys'; readonly scanCodes: readonly number[] }
  | { readonly type: 'type-serial'; readonly text: string }
  | { readonly type: 'watch'; readonly views: readonly View[] }
  /** Shows one of the things that a topic has seen, or follows the latest. */
  | { readonly type: 'select'; readonly topic: DiagramTopic; readonly item: Selection }
  /** Translates without side effects and shows that walk. */
  | { readonly type: 'translate'; readonly address: LinearAddress; readonly access: MemoryAccess }
  /** Shows whole address spaces in place of a walk, or no more. */
  | { readonly type: 'show-space'; readonly look: SpaceLook | undefined }
  /** Answered by `source-read`. */
  | { readonly type: 'read-source'; readonly source: SourceFile }
  /** Answered by `source-found`. */
  | { readonly type: 'find-source'; readonly address: LinearAddress }
  /** Shows the source and the locals of a frame of the backtrace, until the machine stands elsewhere. */
  | { readonly type: 'select-frame'; readonly index: number }
  /** Which rows of the variables are in view, and which are open. While statics are being read it reads more of them. */
  | { readonly type: 'show-variables'; readonly window: VariablesWindow }
  /** Which rows of memory are in view, and which address is asked for. */
  | { readonly type: 'show-memory'; readonly window: MemoryWindow }
  /** Answered by one `frame`, when there is something new: the renderer asks once per animation frame. */
  | { readonly type: 'request-frame' }

/** What another past does with the inputs of the present one; `index` is the place of one among them. */
export type InputChange =
  | { readonly type: 'drop'; readonly index: number }
  /** Gives it so many instants later, or earlier. */
  | { readonly type: 'shift'; readonly index: number; readonly by: number }
  /** Gives keys now, and leaves those that come later as they are. */
  | { readonly type: 'insert'; readonly scanCodes: readonly number[] }

export interface TimeRange {
  readonly from: Instant
  readonly to: Instant
}

/** What a step by source lines does with calls: it goes into them, runs over them, or runs out of the function. */
export const STEP_DEPTHS = ['into', 'over', 'out'] as const
export type StepDepth = (typeof STEP_DEPTHS)[number]

export type CommandType = Command['type']
