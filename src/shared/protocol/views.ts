/** What can be shown of a machine: each view by its name, with the model that a frame carries for it. */
import type { Breakpoints } from '../models/breakpoints'
import type { Backtrace } from '../models/debug'
import type { Comparison } from '../models/comparison'
import type { Disassembly, Registers, SerialOutput, TextScreen } from '../models/machine'
import type { IdtDispatches } from '../models/idt-dispatch'
import type { InterruptPaths } from '../models/interrupt-path'
import type { Executor } from '../models/executor'
import type { Memory } from '../models/memory'
import type { Heap } from '../models/heap'
import type { ImageMap } from '../models/image-map'
import type { Interleaving } from '../models/interleaving'
import type { PageWalks } from '../models/page-walk'
import type { PortStrip } from '../models/port-strip'
import type { ScreenCells } from '../models/screen-cells'
import type { Situation } from '../models/situation'
import type { StackSwitches } from '../models/stack-switch'
import type { Variables } from '../models/variables'
import type { RunBranches, RunLanes, RunPlace, Thumbnail } from '../models/timeline'

export interface ViewModels {
  readonly registers: Registers
  readonly disassembly: Disassembly
  readonly backtrace: Backtrace
  readonly breakpoints: Breakpoints
  readonly variables: Variables
  readonly memory: Memory
  readonly screen: TextScreen
  readonly serial: SerialOutput
  readonly timeline: RunLanes
  readonly branches: RunBranches
  readonly now: RunPlace
  /** Nothing while nobody points at the timeline, or the run is searched. */
  readonly thumbnail: Thumbnail | undefined
  readonly situation: Situation
  /** Nothing while no two branches are compared. */
  readonly comparison: Comparison | undefined
  readonly 'page-walk': PageWalks
  readonly 'idt-dispatch': IdtDispatches
  readonly 'stack-switch': StackSwitches
  readonly 'interrupt-path': InterruptPaths
  readonly heap: Heap
  readonly executor: Executor
  readonly 'screen-cells': ScreenCells
  readonly interleaving: Interleaving
  readonly 'port-strip': PortStrip
  readonly 'image-map': ImageMap
}

export type View = keyof ViewModels

/** The phenomena that are drawn. Each is a view, and may have things of which the reader looks at one. */
export const DIAGRAM_TOPICS = [
  'page-walk',
  'idt-dispatch',
  'stack-switch',
  'interrupt-path',
  'heap',
  'executor',
  'screen-cells',
  'interleaving',
  'port-strip',
  'image-map',
] as const satisfies readonly View[]
export type DiagramTopic = (typeof DIAGRAM_TOPICS)[number]

/** What may be asked for in each frame; only what is on screen is. */
export const VIEWS = [
  'registers',
  'disassembly',
  'backtrace',
  'breakpoints',
  'variables',
  'memory',
  'screen',
  'serial',
  'timeline',
  'branches',
  'now',
  'thumbnail',
  'situation',
  'comparison',
  ...DIAGRAM_TOPICS,
] as const satisfies readonly View[]

/**
 * Which of the things that a topic has seen is shown: one by its number, or always the last. Numbers begin at 1; 0 is none of
 * them, for a topic that has something else to show then.
 */
export type Selection = number | 'latest'
