/** The machine as the app sees it: its latest models, and the commands that can be given to it. */
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import { DOCUMENT_KINDS, type Errand, type KernelFile } from '../../shared/app/desktop'
import type { BreakpointPlace } from '../../shared/models/breakpoints'
import type { SourceFile } from '../../shared/models/debug'
import type { MachineStatus } from '../../shared/models/machine'
import type { Alignment } from '../../shared/models/comparison'
import type { Lane } from '../../shared/models/timeline'
import type { MemoryWindow } from '../../shared/models/memory'
import type { VariablesWindow } from '../../shared/models/variables'
import {
  VIEWS,
  type Command,
  type DiagramTopic,
  type Frame,
  type MachineConfiguration,
  type Selection,
  type Speed,
  type StepDepth,
  type TimeRange,
  type Update,
  type View,
  type ViewModels,
} from '../../shared/protocol'
import {
  bytesOf,
  type AddressSpace,
  type MemoryBits,
  type SettableRegister,
  type StateEdit,
} from '../../shared/state-edit'
import { instant, type Instant, type LinearAddress } from '../../shared/units'
import type { WriteTarget } from '../../shared/write-target'
import { runFrameLoop } from '../machine/frame-loop'
import type { Host, MachinePort } from '../machine/host'
import { queryWords } from '../machine/query-words'
import { createViewPacer } from '../machine/view-pacer'
import { writeWords } from '../machine/write-words'
import { useDocumentsStore } from './documents'
import { useNoticesStore } from './notices'
import { useSerialLogStore } from './serial-log'
import { createModifierHold } from './timeline-modifiers'

const NO_MACHINE: MachineStatus = {
  activity: 'empty',
  instant: instant(0),
  end: instant(0),
  mips: 0,
  isHalted: false,
  cpl: 0,
  mode: 'protected',
}

const CONFIGURATION: MachineConfiguration = {
  commandLine: '',
  memorySize: 128 * 1024 * 1024,
}

type BreakpointAnswered = Extract<Update, { type: 'breakpoint-answered' }>
type SourceRead = Extract<Update, { type: 'source-read' }>
type SourceFound = Extract<Update, { type: 'source-found' }>

const isSession = ({ name }: KernelFile): boolean =>
  name.toLowerCase().endsWith(DOCUMENT_KINDS.session.extension)

/** So many frames may still show where the machine stood before a journey: on their way, or made before it began. */
const OLDER_FRAMES = 3

/** So often the session is kept for the case that the worker is lost: five seconds of it are the most. */
const RECOVERY_MS = 3000

const RESTORABLE = { cure: 'The session is as it was a few seconds ago.' }
const NOT_RESTORABLE = { cure: 'Nothing of the run is left. A fresh machine begins at reset.' }

/** Commands after which another kernel runs, unless they fail. */
const PUTS_ANOTHER: ReadonlySet<string> = new Set([
  'load',
  'load-prebuilt',
  'reload',
  'open-session',
])

/** How many instructions "step many" retires. */
export const MANY_INSTRUCTIONS = 1000

export const useMachineStore = defineStore('machine', () => {
  const status = shallowRef<MachineStatus>(NO_MACHINE)
  /** The latest of each view that was watched; the serial line, which is a stream, has a log of its own. */
  const models = shallowReactive<{ -readonly [Name in View]?: ViewModels[Name] }>({})
  const notices = useNoticesStore()
  const documents = useDocumentsStore()
  const serial = useSerialLogStore()

  let host: Host | undefined
  let port: MachinePort | undefined
  /** What runs, as far as it came from a file; none for the prebuilt kernel and for sessions. */
  const kernel = shallowRef<KernelFile>()
  /** What ran before it: it still does when the one that was asked for cannot be loaded. */
  let before: KernelFile | undefined
  let speed: Speed = 'real-time'
  /** A kernel was sent; it runs when a frame shows it loaded, and not when it could not be loaded. */
  let isRunPending = false
  /** The kernel before it ran when the one that was built anew was asked for. */
  let isRunWanted = false

  /** The session as the worker last gave it away, and the one that a fresh worker is to take up. */
  let recovery: Uint8Array | undefined
  let restoring: Uint8Array | undefined
  /** The worker is there, and what is sent to it comes after the kernel that it begins with. */
  let isReady = false

  /** The last command was a step: what it does is told, not just shown. */
  const isStepping = ref(false)
  const isRunning = computed(() => status.value.activity === 'running')
  const canRun = computed(() => status.value.activity === 'paused')
  // It says where the machine stands, and that is over.
  watch(isRunning, (now) => now && notices.dismiss('write'))
  /** What comes after this instant has been recorded already. */
  const isInPast = computed(() => status.value.instant < status.value.end)

  /** It searches, or makes another machine ready: the next command ends that, and a modifier alone is none. */
  const isAtWork = computed(() => status.value.work !== undefined)

  /** Frames that may be older than the last journey: until then the machine may be in the past already. */
  let olderFrames = 0

  /** Kernels and sessions that were opened: what belongs to one is worth nothing with the next. */
  const loads = ref(0)
  let tellOfSource: (read: SourceRead) => void = () => {}
  let tellOfPlace: (found: SourceFound) => void = () => {}
  let tellOfBreakpoint: (answer: BreakpointAnswered) => void = () => {}

  const send = (command: Command): void => port?.send(command)

  function showProblem(kind: 'machine' | 'kernel-file', text: string, cure?: string): void {
    notices.show({ kind, tone: 'problem', text, ...(cure ? { cure } : {}) })
  }

  const pacer = createViewPacer(send)
  /** How many parts of the window show a view. */
  const watchers = new Map<View, number>()

  /** The machine makes a view as long as somebody shows it: until the returned function is called. */
  function watchView(view: View): () => void {
    const count = (distance: 1 | -1) => {
      watchers.set(view, (watchers.get(view) ?? 0) + distance)
      pacer.want(VIEWS.filter((one) => (watchers.get(one) ?? 0) > 0))
    }
    count(1)
    return () => count(-1)
  }

  function applyFrame(frame: Frame): void {
    status.value = frame.status
    olderFrames = Math.max(0, olderFrames - 1)
    pacer.onFrame(frame)
    if (isRunPending && frame.status.activity === 'paused') {
      isRunPending = false
      send({ type: 'run' })
    }
    const { serial: output, ...states } = frame.models
    if (output) serial.add(output)
    Object.assign(models, states)
  }

  function loadKernel(): void {
    notices.dismiss('machine')
    if (kernel.value === undefined) {
      send({ type: 'load-prebuilt', configuration: CONFIGURATION })
    } else {
      const { name, image } = kernel.value
      send({ type: 'load', name, image, configuration: CONFIGURATION })
    }
    isRunPending = true
    loads.value += 1
  }

  function keepRecovery(bytes: Uint8Array): void {
    recovery = bytes
    void host?.keepRecovery(bytes)
  }

  function offerUndo(words: string): void {
    notices.show({
      kind: 'deleted',
      tone: 'done',
      text: `Deleted: ${words}.`,
      isPassing: true,
      action: {
        label: 'Bring it back',
        run() {
          notices.dismiss('deleted')
          travel({ type: 'undo-delete' })
        },
      },
    })
  }

  /** An earlier window ended without saying so: the reader decides whether its session is wanted. */
  function offerLost(bytes: Uint8Array): void {
    notices.show({
      kind: 'recovery',
      tone: 'problem',
      text: 'Ringside did not end in order the last time.',
      cure: 'Its session is as it was a few seconds before.',
      action: {
        label: 'Restore the session',
        run() {
          notices.dismiss('recovery')
          restoring = bytes
          restoreSession()
        },
      },
    })
  }

  /** Takes up in a fresh worker what the last one gave away before it was lost. */
  function restoreSession(): void {
    if (restoring === undefined || !isReady) return
    isRunPending = false
    send({ type: 'open-session', bytes: restoring })
    restoring = undefined
  }

  /** Starts a fresh worker with the kernel that was last asked for. */
  async function start(): Promise<void> {
    if (host === undefined) return
    port?.close()
    port = undefined
    isReady = false
    notices.dismiss('worker')
    const opened = await host.startMachine()
    port = opened
    runFrameLoop(opened, {
      onReady() {
        isReady = true
        pacer.startOver()
        send({ type: 'set-speed', speed })
        send({ type: 'keep-recovery', milliseconds: RECOVERY_MS })
        loadKernel()
        restoreSession()
      },
      onFrame: applyFrame,
      onFailed({ command, cause, cure }) {
        isStepping.value = false
        if (PUTS_ANOTHER.has(command)) {
          isRunPending = false
          kernel.value = before
        }
        showProblem('machine', cause, cure)
      },
      onQueryAnswered(answer) {
        const text = queryWords(answer)
        if (text !== undefined) notices.show({ kind: 'query', tone: 'problem', text })
      },
      onWriteFound: (found) =>
        notices.show({ kind: 'write', tone: 'done', text: writeWords(found) }),
      onDeleted: offerUndo,
      onRecoveryMade: keepRecovery,
      onReloaded() {
        loads.value += 1
        if (isRunWanted) send({ type: 'run' })
      },
      onBreakpointAnswered: (answer) => tellOfBreakpoint(answer),
      onSourceRead: (read) => tellOfSource(read),
      onSourceFound: (found) => tellOfPlace(found),
      onSessionSaved: ({ name, bytes }) => void documents.save('session', name, bytes),
    })
  }

  /** Runs the kernel that the app was started with, else the prebuilt one. */
  async function connect(to: Host): Promise<void> {
    host = to
    const initial = await to.takeInitialKernel()
    if (initial.outcome === 'done') kernel.value = initial.value
    to.onMachineStopped((cause) => {
      port = undefined
      status.value = { ...NO_MACHINE, reason: cause }
      notices.show({
        kind: 'worker',
        tone: 'problem',
        text: cause,
        ...(recovery ? RESTORABLE : NOT_RESTORABLE),
        action: {
          label: recovery ? 'Restore the session' : 'Restart the machine',
          run() {
            restoring = recovery
            void start()
          },
        },
      })
    })
    const lost = await to.takeRecovery()
    await start()
    if (initial.outcome === 'failed') open(initial)
    if (lost) offerLost(lost)
  }

  function open(opened: Errand<KernelFile>): void {
    if (opened.outcome === 'done') before = kernel.value
    if (opened.outcome === 'done' && isSession(opened.value)) {
      notices.dismiss('kernel-file')
      notices.dismiss('machine')
      kernel.value = undefined
      send({ type: 'open-session', bytes: opened.value.image })
      loads.value += 1
    } else if (opened.outcome === 'done') {
      kernel.value = opened.value
      notices.dismiss('kernel-file')
      loadKernel()
    } else if (opened.outcome === 'failed') {
      showProblem('kernel-file', opened.cause, opened.cure)
    }
  }

  async function openKernel(): Promise<void> {
    if (host) open(await host.openKernel())
  }

  async function openDropped(transfer: DataTransfer): Promise<void> {
    if (host) open(await host.readDropped(transfer))
  }

  /** Puts a kernel that was built anew where the present one stands; then it goes on, if that one ran. */
  function reload(next: KernelFile): void {
    before = kernel.value
    kernel.value = next
    isRunWanted = isRunning.value || isRunPending
    isRunPending = false
    notices.dismiss('machine')
    travel({ type: 'reload', name: next.name, image: next.image })
  }

  const keys = createModifierHold((scanCodes) => send({ type: 'press-keys', scanCodes }))

  /** Another instant is simply shown: it was not made by the step that led there. */
  function travel(command: Command): void {
    isStepping.value = false
    olderFrames = OLDER_FRAMES
    send(command)
  }

  /** Goes to whoever changed something last, and says who it was. */
  function whoWrote(target: WriteTarget): void {
    notices.dismiss('write')
    notices.dismiss('machine')
    send({ type: 'who-wrote', target })
  }

  /** Changes the machine as it stands; in the past this begins another branch. */
  function edit(edit: StateEdit): void {
    notices.dismiss('machine')
    travel({ type: 'edit', edit })
  }

  function setSpeed(value: Speed): void {
    speed = value
    pacer.setSpeed(speed)
    send({ type: 'set-speed', speed })
  }

  return {
    status,
    models,
    loads,
    isRunning,
    canRun,
    isInPast,
    connect,
    start,
    kernel,
    open,
    openKernel,
    openDropped,
    reload,
    setSpeed,
    watchView,
    isStepping,
    runOrPause: () => {
      isStepping.value = false
      send({ type: isRunning.value ? 'pause' : 'run' })
    },
    step: (count: number) => {
      isStepping.value = true
      send({ type: 'step', count })
    },
    reset: () => {
      isStepping.value = false
      send({ type: 'reset' })
    },
    /** Forward it is a run until another line begins, backward a search of the past. */
    stepLine: (depth: StepDepth, direction: 'forward' | 'back') => {
      isStepping.value = direction === 'forward'
      notices.dismiss('machine')
      send({ type: 'step-line', depth, direction })
    },
    stepEvent: (topic: DiagramTopic, direction: 'forward' | 'back') => {
      isStepping.value = true
      notices.dismiss('machine')
      send({ type: 'step-event', topic, direction })
    },
    runBack: () => {
      notices.dismiss('machine')
      travel({ type: 'run-back' })
    },
    toggleBreakpoint: (place: BreakpointPlace) => {
      notices.dismiss('machine')
      send({ type: 'toggle-breakpoint', place })
    },
    addBreakpoint: (text: string) => send({ type: 'add-breakpoint', text }),
    enableBreakpoint: (breakpoint: number, isEnabled: boolean) =>
      send({ type: 'enable-breakpoint', breakpoint, isEnabled }),
    deleteBreakpoint: (breakpoint: number) => send({ type: 'delete-breakpoint', breakpoint }),
    onBreakpointAnswered: (listener: (answer: BreakpointAnswered) => void) =>
      (tellOfBreakpoint = listener),
    seek: (target: Instant) => travel({ type: 'seek', instant: target }),
    stepBack: (count: number) => travel({ type: 'step-back', count }),
    goToEvent: (lane: Lane, direction: 'before' | 'after') =>
      travel({ type: 'go-to-event', lane, direction }),
    goToEnd: () => travel({ type: 'seek', instant: instant(Number.MAX_SAFE_INTEGER) }),
    switchBranch: (branch: number) => travel({ type: 'switch-branch', branch }),
    /** Names the present instant; without a name it is called by its number. */
    addBookmark: (name: string) => send({ type: 'add-bookmark', name }),
    goToBookmark: (bookmark: number) => travel({ type: 'go-to-bookmark', bookmark }),
    renameBookmark: (bookmark: number, name: string) =>
      send({ type: 'rename-bookmark', bookmark, name }),
    deleteBookmark: (bookmark: number) => send({ type: 'delete-bookmark', bookmark }),
    renameBranch: (branch: number, name: string) => send({ type: 'rename-branch', branch, name }),
    /** Lays two branches side by side, and looks for where they part. */
    compare: (left: number, right: number) => travel({ type: 'compare', left, right }),
    stopComparing: () => send({ type: 'stop-comparing' }),
    alignComparison: (by: Alignment) => send({ type: 'align-comparison', by }),
    deleteBranch: (branch: number) => travel({ type: 'delete-branch', branch }),
    showThumbnail: (at: Instant) => send({ type: 'show-thumbnail', instant: at }),
    showRange: (range: TimeRange | 'whole-run') => send({ type: 'show-range', range }),
    pressKeys: (scanCodes: readonly number[]) =>
      keys.press(scanCodes, isInPast.value || olderFrames > 0 || isAtWork.value),
    find: (query: string) => {
      notices.dismiss('query')
      notices.dismiss('machine')
      send({ type: 'find', query })
    },
    whoWrote,
    cancelSearch: () => send({ type: 'cancel-search' }),
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
    readSource: (source: SourceFile) => send({ type: 'read-source', source }),
    onSourceRead: (listener: (read: SourceRead) => void) => (tellOfSource = listener),
    findSource: (address: LinearAddress) => send({ type: 'find-source', address }),
    onSourceFound: (listener: (found: SourceFound) => void) => (tellOfPlace = listener),
    selectFrame: (index: number) => send({ type: 'select-frame', index }),
    showMemory: (window: MemoryWindow) => send({ type: 'show-memory', window }),
    showVariables: (window: VariablesWindow) => send({ type: 'show-variables', window }),
    saveSession: () => send({ type: 'save-session' }),
    typeSerial: (text: string) => send({ type: 'type-serial', text }),
    select: (topic: DiagramTopic, item: Selection) => send({ type: 'select', topic, item }),
    translate: (query: Omit<Extract<Command, { type: 'translate' }>, 'type'>) =>
      send({ type: 'translate', ...query }),
  }
})
