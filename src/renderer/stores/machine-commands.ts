/** The commands that can be given to the machine, by what they are for. */
import type { BreakpointPlace } from '../../shared/models/breakpoints'
import type { Alignment } from '../../shared/models/comparison'
import type { SourceFile } from '../../shared/models/debug'
import type { MemoryWindow } from '../../shared/models/memory'
import type { Lane } from '../../shared/models/timeline'
import type { SpaceLook } from '../../shared/models/space-map'
import type { VariablesWindow } from '../../shared/models/variables'
import type { Command, DiagramTopic, Selection, StepDepth, TimeRange } from '../../shared/protocol'
import {
  bytesOf,
  type AddressSpace,
  type MemoryBits,
  type SettableRegister,
  type StateEdit,
} from '../../shared/state-edit'
import { instant, type Instant, type LinearAddress } from '../../shared/units'
import type { WriteTarget } from '../../shared/write-target'

export interface CommandWays {
  readonly send: (command: Command) => void
  /** Another instant is simply shown: it was not made by the step that led there. */
  readonly travel: (command: Command) => void
  /** What the next command does is told, not just shown; or not. */
  readonly tell: (isStep: boolean) => void
  /** What was said of an earlier command is over. */
  readonly dismiss: (notice: 'machine' | 'query' | 'write') => void
}

export const createMachineCommands = (ways: CommandWays) => ({
  ...createSteps(ways),
  ...createBreakpoints(ways),
  ...createJourneys(ways),
  ...createBranches(ways),
  ...createSearches(ways),
  ...createEdits(ways),
  ...createWindows(ways),
})

const createSteps = ({ send, tell, dismiss }: CommandWays) => ({
  step: (count: number) => {
    tell(true)
    send({ type: 'step', count })
  },
  reset: () => {
    tell(false)
    send({ type: 'reset' })
  },
  /** Forward it is a run until another line begins, backward a search of the past. */
  stepLine: (depth: StepDepth, direction: 'forward' | 'back') => {
    tell(direction === 'forward')
    dismiss('machine')
    send({ type: 'step-line', depth, direction })
  },
  stepEvent: (topic: DiagramTopic, direction: 'forward' | 'back') => {
    tell(true)
    dismiss('machine')
    send({ type: 'step-event', topic, direction })
  },
})

const createBreakpoints = ({ send, travel, dismiss }: CommandWays) => ({
  runBack: () => {
    dismiss('machine')
    travel({ type: 'run-back' })
  },
  toggleBreakpoint: (place: BreakpointPlace) => {
    dismiss('machine')
    send({ type: 'toggle-breakpoint', place })
  },
  addBreakpoint: (text: string) => send({ type: 'add-breakpoint', text }),
  enableBreakpoint: (breakpoint: number, isEnabled: boolean) =>
    send({ type: 'enable-breakpoint', breakpoint, isEnabled }),
  deleteBreakpoint: (breakpoint: number) => send({ type: 'delete-breakpoint', breakpoint }),
})

const createJourneys = ({ send, travel }: CommandWays) => ({
  seek: (target: Instant) => travel({ type: 'seek', instant: target }),
  stepBack: (count: number) => travel({ type: 'step-back', count }),
  goToEvent: (lane: Lane, direction: 'before' | 'after') =>
    travel({ type: 'go-to-event', lane, direction }),
  goToEnd: () => travel({ type: 'seek', instant: instant(Number.MAX_SAFE_INTEGER) }),
  /** Names the present instant; without a name it is called by its number. */
  addBookmark: (name: string) => send({ type: 'add-bookmark', name }),
  goToBookmark: (bookmark: number) => travel({ type: 'go-to-bookmark', bookmark }),
  renameBookmark: (bookmark: number, name: string) =>
    send({ type: 'rename-bookmark', bookmark, name }),
  deleteBookmark: (bookmark: number) => send({ type: 'delete-bookmark', bookmark }),
})

const createBranches = ({ send, travel }: CommandWays) => ({
  switchBranch: (branch: number) => travel({ type: 'switch-branch', branch }),
  renameBranch: (branch: number, name: string) => send({ type: 'rename-branch', branch, name }),
  deleteBranch: (branch: number) => travel({ type: 'delete-branch', branch }),
  undoDelete: () => travel({ type: 'undo-delete' }),
  /** Lays two branches side by side, and looks for where they part. */
  compare: (left: number, right: number) => travel({ type: 'compare', left, right }),
  stopComparing: () => send({ type: 'stop-comparing' }),
  alignComparison: (by: Alignment) => send({ type: 'align-comparison', by }),
})

const createSearches = ({ send, dismiss }: CommandWays) => ({
  find: (query: string) => {
    dismiss('query')
    dismiss('machine')
    send({ type: 'find', query })
  },
  /** Goes to whoever changed something last, and says who it was. */
  whoWrote: (target: WriteTarget) => {
    dismiss('write')
    dismiss('machine')
    send({ type: 'who-wrote', target })
  },
  findCodeWalk: () => send({ type: 'find-code-walk' }),
  cancelSearch: () => send({ type: 'cancel-search' }),
})

/** Each changes the machine as it stands; in the past this begins another branch. */
function createEdits({ travel, dismiss }: CommandWays) {
  function edit(edit: StateEdit): void {
    dismiss('machine')
    travel({ type: 'edit', edit })
  }
  return {
    editRegister: (register: SettableRegister, value: bigint) =>
      edit({ type: 'set-register', register, value }),
    editMemory: (address: bigint, bytes: readonly number[], space: AddressSpace = 'linear') =>
      edit({ type: 'set-memory', space, address, bytes }),
    /** Bits of memory, counted from the lowest of the byte at an address on; those beside them stay as they are. */
    editBits: ({ space, address, low, width }: MemoryBits, value: bigint) => {
      const length = Math.ceil((low + width) / 8)
      edit({
        type: 'set-memory',
        space,
        address,
        bytes: bytesOf(value << BigInt(low), length),
        mask: bytesOf(((1n << BigInt(width)) - 1n) << BigInt(low), length),
      })
    },
  }
}

/** What is shown of it, and what is read for that. */
const createWindows = ({ send }: CommandWays) => ({
  showThumbnail: (at: Instant) => send({ type: 'show-thumbnail', instant: at }),
  showRange: (range: TimeRange | 'whole-run') => send({ type: 'show-range', range }),
  readSource: (source: SourceFile) => send({ type: 'read-source', source }),
  findSource: (address: LinearAddress) => send({ type: 'find-source', address }),
  selectFrame: (index: number) => send({ type: 'select-frame', index }),
  showMemory: (window: MemoryWindow) => send({ type: 'show-memory', window }),
  showVariables: (window: VariablesWindow) => send({ type: 'show-variables', window }),
  saveSession: () => send({ type: 'save-session' }),
  typeSerial: (text: string) => send({ type: 'type-serial', text }),
  select: (topic: DiagramTopic, item: Selection) => send({ type: 'select', topic, item }),
  translate: (query: Omit<Extract<Command, { type: 'translate' }>, 'type'>) =>
    send({ type: 'translate', ...query }),
  showSpace: (look: SpaceLook | undefined) => send({ type: 'show-space', look }),
})
