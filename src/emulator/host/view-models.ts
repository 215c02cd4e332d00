/**
 * How each view's model is made of a machine, and by what one knows that it would be another than the last.
 * A new view is a row here.
 */
import type { TextScreen } from '../../shared/models/machine'
import type { PageWalk } from '../../shared/models/page-walk'
import type { SpaceLook } from '../../shared/models/space-map'
import type { MachineStatus } from '../../shared/models/machine'
import {
  DIAGRAM_TOPICS,
  type DiagramTopic,
  type TimeRange,
  type View,
  type ViewModels,
} from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import type { ProcessorState } from '../machine/processor-state'
import { backtraceModel } from './debug-backtrace'
import type { BranchComparison } from './branch-comparison'
import { disassemblyModel } from './disassembly-model'
import type { LoadedMachine } from './loaded-machine'
import type { MemoryLook } from './memory/memory-model'
import { modelOf } from './observers'
import { registersModel } from './registers-model'
import { situationOf } from './situation'
import { spaceMap } from './space-map'
import type { VariablesLook } from './variables/variables-model'
import { branchesModel, lanesModel, thumbnailKey, thumbnailModel } from './timeline-model'

/** What a frame shows beside the machine itself. */
export interface Showing {
  readonly status: MachineStatus
  readonly views: ReadonlySet<View>
  /** The registers as they were when the machine last stood still: what differs is marked, once it stands again. */
  readonly before: ProcessorState
  /** The breakpoints that the machine stands at. */
  readonly reached: readonly number[]
  /** A translation that a person asked for, or of the event that was found, in place of the latest walk. */
  readonly query: PageWalk | undefined
  /** The address spaces that somebody looks at in place of a walk. */
  readonly space: SpaceLook | undefined
  readonly range: TimeRange | 'whole-run'
  readonly thumbnailAt: Instant | undefined
  readonly comparison: BranchComparison | undefined
  readonly frame: { readonly index: number; readonly instant: Instant } | undefined
  readonly variables: VariablesLook
  readonly memory: MemoryLook
}

/** Instructions between two looks at a whole address space. */
const SPACE_PACE = 20_000_000

/** Equal keys, equal models: the renderer has it already. */
interface ViewSource<Model> {
  key(loaded: LoadedMachine, showing: Showing): string
  model(loaded: LoadedMachine, showing: Showing): Model
}

/** Of all views but the serial line, which is a stream and not a state. */
export const VIEW_SOURCES: {
  readonly [Name in Exclude<View, 'serial'>]: ViewSource<ViewModels[Name]>
} = {
  registers: {
    key: ({ machine }, { status, before }) =>
      `${status.instant},${status.activity},${fingerprint(before)},${machine.processor().rip}`,
    model({ machine }, { status, before }) {
      const state = machine.processor()
      return registersModel(state, status.activity === 'running' ? state : before)
    },
  },
  disassembly: {
    key({ machine }, { status }) {
      const { rip, mode } = machine.processor()
      return `${rip},${mode},${status.activity}`
    },
    model: ({ machine, debugInfo }) => disassemblyModel(machine, debugInfo, machine.processor()),
  },
  backtrace: {
    key({ machine }, showing) {
      const { status } = showing
      const at = status.activity === 'running' ? machine.processor().rip : status.instant
      return `${status.activity},${at},${selectedFrame(showing)}`
    },
    model: (loaded, showing) =>
      backtraceModel(loaded, showing.status.activity === 'running', selectedFrame(showing)),
  },
  breakpoints: {
    key: ({ breakpoints }, { reached }) => `${breakpoints.revision()},${reached.join()}`,
    model: ({ breakpoints }, { reached }) => ({ list: breakpoints.all(), reached }),
  },
  variables: {
    key(_loaded, showing) {
      const { status, variables, before } = showing
      const moment = `${status.activity},${status.instant}`
      return `${moment},${selectedFrame(showing)},${variables.key(before)}`
    },
    model: (loaded, showing) =>
      showing.variables.model(
        loaded,
        showing.before,
        selectedFrame(showing),
        showing.status.activity === 'running',
      ),
  },
  memory: {
    key: (_loaded, { status, memory, before }) =>
      `${status.activity},${status.instant},${memory.key(before)}`,
    model: (loaded, { status, memory, before }) =>
      memory.model(loaded, before, status.activity === 'running'),
  },
  screen: {
    key(loaded) {
      const { cells, cursor } = screenModel(loaded)
      return `${String.fromCharCode(...cells)}${cursor.row},${cursor.column},${cursor.isVisible}`
    },
    model: screenModel,
  },
  timeline: {
    key: ({ timeline, record }, { range, status }) =>
      `${range === 'whole-run' ? status.end : rangeKey(range)},${timeline.present()},${record().lanes.revision()}`,
    model: (loaded, { range }) => lanesModel(loaded, range),
  },
  now: {
    key: (_loaded, { status }) => `${status.instant},${status.end}`,
    model: (_loaded, { status }) => ({ now: status.instant, end: status.end }),
  },
  thumbnail: {
    key(loaded, showing) {
      const at = thumbnailInstant(showing)
      return at === undefined ? 'none' : thumbnailKey(loaded, at)
    },
    model(loaded, showing) {
      const at = thumbnailInstant(showing)
      return at === undefined ? undefined : thumbnailModel(loaded, at)
    },
  },
  comparison: {
    key: (loaded, { comparison, status }) =>
      comparison?.key(loaded, status.activity === 'running') ?? 'none',
    model: (loaded, { comparison }) => comparison?.model(loaded),
  },
  branches: {
    key: ({ timeline, bookmarks }) => `${timeline.revision()},${bookmarks.revision()}`,
    model: branchesModel,
  },
  situation: {
    key({ observers }, { status, query }) {
      const revisions = DIAGRAM_TOPICS.map((topic) => observers[topic].revision())
      return `${status.instant},${status.activity},${revisions},${askedKey(query)}`
    },
    model: (loaded, { status, query }) =>
      situationOf(loaded, {
        activity: status.activity,
        ...(status.exitStatus !== undefined && { exitStatus: status.exitStatus }),
        query,
      }),
  },
  'page-walk': {
    key({ observers, timeline }, { query, space, status }) {
      const { instant, activity } = status
      const revision = observers['page-walk'].revision()
      const spaces = space ? `${space.pml4},${space.beside},${timeline.revision()}` : ''
      // All tables are read: of a machine that runs a few times a second.
      if (space && activity === 'running')
        return `${spaces},${Math.floor(instant / SPACE_PACE)},${askedKey(query)}`
      const moment = space ? `${spaces},${instant}` : ''
      return `${revision},${askedKey(query)},${moment}`
    },
    model(loaded, { query, space }) {
      return {
        ...loaded.observers['page-walk'].model(),
        ...(query && { selected: query }),
        ...(space && { space: spaceMap(loaded, space) }),
      }
    },
  },
  'idt-dispatch': topicSource('idt-dispatch', 'events and memory'),
  'stack-switch': topicSource('stack-switch', 'events and memory'),
  'interrupt-path': topicSource('interrupt-path', 'events and memory'),
  heap: topicSource('heap', 'events and memory'),
  executor: topicSource('executor', 'events and memory'),
  'screen-cells': topicSource('screen-cells', 'events and memory'),
  interleaving: topicSource('interleaving', 'events and memory'),
  'port-strip': topicSource('port-strip', 'events and memory'),
  'image-map': topicSource('image-map', 'events and memory'),
}

/** A topic whose model is made of events alone, or also of the machine's memory as it is at this instant. */
export function topicSource<Topic extends DiagramTopic>(
  topic: Topic,
  madeOf: 'events' | 'events and memory',
): ViewSource<ViewModels[Topic]> {
  return {
    key({ observers, timeline }, { status }) {
      const revision = observers[topic].revision()
      // A person changes memory without going to another instant.
      const moment = `${status.instant},${status.activity},${timeline.revision()}`
      return madeOf === 'events' ? `${revision}` : `${revision},${moment}`
    },
    model: ({ observers }) => modelOf(observers, topic),
  }
}

function screenModel({ machine }: LoadedMachine): TextScreen {
  const { cells, cursor } = machine.screen()
  return { cells, cursor }
}

const selectedFrame = ({ frame, status }: Showing) =>
  frame?.instant === status.instant ? frame.index : 0

/** The machine that goes there is the one that searches: it is not led away from what it is at. */
const thumbnailInstant = ({ thumbnailAt, status }: Showing) =>
  status.work === undefined ? thumbnailAt : undefined

const fingerprint = ({ rip, rflags, general }: ProcessorState) =>
  [rip, rflags, ...general].join(',')

const askedKey = (query: Showing['query']) =>
  query ? `${query.origin},${query.linearAddress},${query.access},${query.instant}` : ''

const rangeKey = (range: Showing['range']) =>
  range === 'whole-run' ? range : `${range.from},${range.to}`
