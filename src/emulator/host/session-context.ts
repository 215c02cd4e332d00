/** What the commands of a session work on: types alone. `session.ts` makes one. */
import type { Activity } from '../../shared/models/machine'
import type { PageWalk } from '../../shared/models/page-walk'
import type { SpaceLook } from '../../shared/models/space-map'
import type { Command, TimeRange, Update, View } from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import type { Stop } from '../machine/machine-api'
import type { CoreModule } from '../machine/webassembly'
import type { MemoryLook } from './memory/memory-model'
import type { BranchComparison } from './branch-comparison'
import type { FoundEvent } from './found-event'
import type { LoadedMachine } from './loaded-machine'
import type { SearchRunner } from './past-search'
import type { ArmedStops } from './run-stops'
import type { Runner, Timing } from './runner'
import type { VariablesLook } from './variables/variables-model'

/** What the renderer looks at, beside the machine itself. */
export interface Shown {
  views: ReadonlySet<View>
  /** A translation that a person asked for. */
  query: PageWalk | undefined
  /** What a search found last: where the machine stands at it, its translation is shown. */
  found: FoundEvent | undefined
  /** The address spaces that are shown in place of a translation. */
  space: SpaceLook | undefined
  range: TimeRange | 'whole-run'
  /** Where somebody points at the timeline. */
  thumbnailAt: Instant | undefined
  /** Two branches side by side. */
  comparison: BranchComparison | undefined
  /** A frame of the backtrace, as long as the machine stands at this instant. */
  frame: { readonly index: number; readonly instant: Instant } | undefined
  readonly variables: VariablesLook
  readonly memory: MemoryLook
}

export interface SessionContext {
  readonly core: CoreModule
  readonly timing: Timing
  readonly runner: Runner
  readonly searches: SearchRunner
  readonly shown: Shown
  loaded(): LoadedMachine | undefined
  /** The machine; `InvalidCommand` while there is none. */
  present(): LoadedMachine
  activity(): Activity
  /** Why the machine stands still for good, if it does. */
  stop(): Stop | undefined
  /** Notes why the machine stands still, and starts anew after a reset. */
  stand(reason: Stop): void
  /** Stops running and stands at another instant of the run, where `move` leads. */
  standAt(move: () => Stop): void
  /** Goes to an instant and stands there because of breakpoints. */
  standAtBreakpoints(at: Instant, ids: readonly number[]): void
  /** Runs until one of these stops comes, or a breakpoint. */
  runUntil(stops: ArmedStops): void
  /** The breakpoints are others: a machine that runs takes notice. */
  breakpointsChanged(): void
  /** What changes from now on is marked as changed. */
  beginChanges(): void
  /** Puts a machine in the place of the present one, and forgets all that was shown of that. */
  put(fresh: LoadedMachine): void
  restart(then: 'running' | 'paused'): void
  /** A view that was not watched is to be sent whole. */
  forget(view: View): void
  /** Tells that something was deleted, and keeps how to bring it back until the next deletion. */
  offerUndo(words: string, bringBack: () => void): void
  /** Brings back what was deleted last, once. */
  undo(): void
  send(update: Update): void
  /** Something may have changed: answers a renderer that waits for a frame. */
  announce(): void
}

/** One function for each of some commands. */
export type Handlers<Type extends Command['type']> = {
  readonly [Name in Type]: (command: Extract<Command, { type: Name }>) => void
}
