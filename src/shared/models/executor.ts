/**
 * What the executor diagram shows: tasks and the queues between them and the interrupt handlers as they stand, and the
 * way of one interrupt from its device to the text on the screen.
 *
 * What could not be recognised in the program is absent, and `gaps` says what would help.
 */
import type { Instant, LinearAddress, Vector } from '../units'
import type { SourceLocation } from './debug'

/** Where a task's future lies, and which of those that lay there it is. Not the program's own number. */
export type TaskKey = string

/**
 * In the order in which they matter to a reader.
 * `ready`: in the ready queue, or woken since its last poll began. `spawned`: nobody has polled it yet, and it is in no
 * ready queue that was recognised. `waiting`: its last poll returned Pending.
 */
export const TASK_STATUSES = ['running', 'ready', 'spawned', 'waiting', 'done'] as const
export type TaskStatus = (typeof TASK_STATUSES)[number]

/** A type of futures: an `async` function or block, or one that is written by hand. */
export interface FutureKind {
  /** As the source calls it: `converse`; the function around it for a block. */
  readonly name: string
  readonly isBlock: boolean
  /** Its full name, or that of its poll function where no types are known. */
  readonly type: string
  /** In bytes; absent where it is not known. */
  readonly size?: number
  /** The points at which it can stand; none for one that is written by hand, or where no types are known. */
  readonly states: readonly MachineState[]
}

export interface MachineState {
  /** `start`: nothing of it has run. `await`: it waits for another future. */
  readonly kind: 'start' | 'await' | 'end' | 'panicked'
  /** As the compiler calls it: `Unresumed`, `Suspend0`. */
  readonly name: string
  /** What is awaited, as the source calls it: `next_byte`. */
  readonly awaits?: string
  readonly source?: SourceLocation
  /** What is kept while it waits there. */
  readonly saved: readonly SavedLocal[]
}

export interface SavedLocal {
  readonly name: string
  readonly type: string
  /** In bytes. */
  readonly size: number
}

/** A future that stands somewhere. */
export interface AwaitPoint {
  /** Index into the kinds. */
  readonly kind: number
  /** Index into the states of its kind; absent for one that has none. */
  readonly state?: number
}

export interface Poll {
  /** Counts the polls of a run from 1. */
  readonly sequence: number
  readonly startedAt: Instant
  /** In instructions, handlers that ran in between included; absent while it is under way. */
  readonly duration?: number
  readonly result?: 'pending' | 'ready'
}

/** Who called a waker. */
export type WakeCause =
  | { readonly kind: 'interrupt'; readonly vector: Vector; readonly line?: number }
  | { readonly kind: 'task'; readonly task: TaskKey }
  /** Neither a handler nor a poll was under way. */
  | { readonly kind: 'program' }

export interface Wake {
  readonly instant: Instant
  readonly cause: WakeCause
}

export interface Task {
  readonly key: TaskKey
  /** The program's own number, where one was recognised. */
  readonly id?: string
  /** Counted from 1 in the order of first polls; absent before the first. */
  readonly ordinal?: number
  /** Index into the kinds. */
  readonly kind: number
  /** Where its future lies. */
  readonly future: LinearAddress
  readonly status: TaskStatus
  readonly polls: number
  readonly wakes: number
  readonly lastPoll?: Poll
  readonly lastWake?: Wake
  /** Where it stands, the innermost future last; while it runs, where its present poll went on from. */
  readonly awaiting: readonly AwaitPoint[]
}

/** A bounded queue in memory, or a `VecDeque` with the room that it has now. */
export interface QueueContents {
  /** As the program calls it: `READY`, `executor.ready`. */
  readonly name: string
  /** `ready`: of tasks. `input`: of bytes from a device. */
  readonly role: 'ready' | 'input'
  readonly address: LinearAddress
  readonly capacity: number
  readonly length: number
  /** Index of the slot that holds, or will hold, the oldest item. */
  readonly head: number
  /** The oldest first, cut where there are many: numbers of tasks, or bytes. */
  readonly items: readonly QueueItem[]
  /** What the slot before the head still holds: the item that was taken out last. */
  readonly taken?: QueueItem
  /** Items that found no room, where the queue counts them. */
  readonly dropped?: number
}

export interface QueueItem {
  readonly value: bigint
  /** Of a ready queue. */
  readonly task?: TaskKey
}

/** A place where a waker lies until somebody calls it, or could lie. */
export interface WakerPlace {
  /** As the program calls it: `READER`, `SLEEPERS[2]`. */
  readonly place: string
  /** The function on the stack in whose local variable it is; absent for statics and what lies elsewhere. */
  readonly localOf?: string
  /** `noop`: a waker that does nothing. */
  readonly holds: 'waker' | 'noop' | 'nothing'
  /** Whom it wakes, where a poll has shown it. */
  readonly task?: TaskKey
}

/** Tasks and queues at one instant. */
export interface ExecutorMoment {
  readonly instant: Instant
  /** In the order of their statuses, then by their keys; cut where there are many. */
  readonly tasks: readonly Task[]
  /** Of all tasks. */
  readonly counts: Readonly<Record<TaskStatus, number>>
  readonly ready?: QueueContents
  readonly inputs: readonly QueueContents[]
  readonly wakers: readonly WakerPlace[]
}

export type StationKind =
  'device' | 'interrupt' | 'input-queue' | 'wake' | 'ready-queue' | 'poll' | 'output'

interface StationFact {
  /** When it happened, or when it was found to have happened. */
  readonly instant: Instant
  /** False when it happened at some instant after the station before, up to this one. */
  readonly isExact: boolean
  /** Tasks and queues just after it, where they could be read. */
  readonly moment?: ExecutorMoment
}

/** One thing that happened on the way from a device to the screen. */
export type ChainStation =
  | (StationFact & { readonly kind: 'device'; readonly line: number; readonly scanCode?: number })
  | (StationFact & { readonly kind: 'interrupt'; readonly line: number; readonly vector: Vector })
  | (StationFact & {
      readonly kind: 'input-queue'
      readonly queue: string
      /** Those that found room. */
      readonly bytes: readonly number[]
      readonly dropped: number
    })
  | (StationFact & { readonly kind: 'wake'; readonly task?: TaskKey })
  | (StationFact & {
      readonly kind: 'ready-queue'
      readonly queue: string
      readonly task?: TaskKey
      /** Its number was in the queue already, and was not put there twice. */
      readonly wasThere: boolean
    })
  | (StationFact & {
      readonly kind: 'poll'
      readonly task: TaskKey
      /** The handler interrupted it, and it went on. */
      readonly wasUnderWay: boolean
    })
  | (StationFact & {
      readonly kind: 'output'
      readonly device: 'screen' | 'serial'
      readonly text: string
      /** Where on the screen it begins. */
      readonly cell?: { readonly row: number; readonly column: number }
    })

/**
 * `under-way`: more is to come. `complete`: the poll has returned.
 * `nobody-woken`: the handler has returned and called no waker.
 */
export type ChainEnd = 'under-way' | 'complete' | 'nobody-woken'

/** The way of one interrupt, as far as it has come. */
export interface ExecutorChain {
  /** Counts the chains of a run from 1. */
  readonly sequence: number
  readonly stations: readonly ChainStation[]
  readonly end: ChainEnd
  /** From the first instruction of the handler to its IRETQ; absent while it runs. */
  readonly handlerDuration?: number
  readonly poll?: Poll
}

/** A row of the list of recent chains. */
export interface ChainSummary {
  readonly sequence: number
  readonly instant: Instant
  readonly line: number
  readonly scanCode?: number
  readonly task?: TaskKey
  readonly end: ChainEnd
}

/** How the processor was put to sleep, by what is certain of it. */
export interface Sleep {
  readonly isAsleep: boolean
  /** Where HLT stands. */
  readonly rip: LinearAddress
  /** When it was executed last. */
  readonly instant: Instant
  readonly symbol?: string
  /** The instruction before HLT is STI: its shadow holds interrupts off until HLT has begun. */
  readonly isPair: boolean
  /** RFLAGS.IF as STI found it; absent where that was not seen. */
  readonly wasOpen?: boolean
}

/** What is not known of a program. */
export const EXECUTOR_GAPS = [
  'no-symbols', //       nothing names its functions
  'no-futures', //       no boxed future was found in it
  'no-wakers', //        no table of waker functions was found
  'no-types', //         states, queues and numbers of tasks need the types of the debug information
  'no-task-numbers', //  no number of its own was recognised beside the tasks
  'no-ready-queue',
  'no-input-queue',
] as const
export type ExecutorGap = (typeof EXECUTOR_GAPS)[number]

export interface Executor {
  readonly now: ExecutorMoment
  /** The types of the futures that are spoken of; places in it stay the same through a run. */
  readonly kinds: readonly FutureKind[]
  readonly sleep?: Sleep
  readonly polls: { readonly total: number; readonly pending: number; readonly ready: number }
  readonly wakes: number
  readonly gaps: readonly ExecutorGap[]
  /** The recent ones, oldest first. */
  readonly chains: readonly ChainSummary[]
  /** The one that the reader looks at. */
  readonly chain?: ExecutorChain
}
