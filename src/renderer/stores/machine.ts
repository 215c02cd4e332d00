/** The machine as the app sees it: its latest models, and the commands that can be given to it. */
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import type { MachineStatus } from '../../shared/models/machine'
import {
  VIEWS,
  type Command,
  type Frame,
  type Speed,
  type Update,
  type View,
  type ViewModels,
} from '../../shared/protocol'
import { instant } from '../../shared/units'
import { runFrameLoop } from '../machine/frame-loop'
import type { Host, MachinePort } from '../machine/host'
import { queryWords } from '../machine/query-words'
import { createViewPacer } from '../machine/view-pacer'
import { writeWords } from '../machine/write-words'
import { useDocumentsStore } from './documents'
import { createLoadedKernel } from './loaded-kernel'
import { createMachineCommands } from './machine-commands'
import { useNoticesStore } from './notices'
import { useSerialLogStore } from './serial-log'
import { RECOVERY_MS, createSessionRecovery } from './session-recovery'
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

type BreakpointAnswered = Extract<Update, { type: 'breakpoint-answered' }>
type SourceRead = Extract<Update, { type: 'source-read' }>
type SourceFound = Extract<Update, { type: 'source-found' }>

/** So many frames may still show where the machine stood before a journey: on their way, or made before it began. */
const OLDER_FRAMES = 3

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
  let speed: Speed = 'real-time'
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

  let tellOfSource: (read: SourceRead) => void = () => {}
  let tellOfPlace: (found: SourceFound) => void = () => {}
  let tellOfBreakpoint: (answer: BreakpointAnswered) => void = () => {}

  const send = (command: Command): void => port?.send(command)

  function travel(command: Command): void {
    isStepping.value = false
    olderFrames = OLDER_FRAMES
    send(command)
  }

  const commands = createMachineCommands({
    send,
    travel,
    tell: (isStep) => (isStepping.value = isStep),
    dismiss: notices.dismiss,
  })
  const kernel = createLoadedKernel(send, travel, () => isRunning.value)
  const recovery = createSessionRecovery(() => host, restoreSession, start)

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
    kernel.onFrame(frame)
    const { serial: output, ...states } = frame.models
    if (output) serial.add(output)
    Object.assign(models, states)
  }

  function restoreSession(bytes: Uint8Array): boolean {
    if (isReady) kernel.restore(bytes)
    return isReady
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
          commands.undoDelete()
        },
      },
    })
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
        kernel.load()
        recovery.restoreWanted()
      },
      onFrame: applyFrame,
      onFailed({ command, cause, cure }) {
        isStepping.value = false
        kernel.onFailed(command)
        notices.showProblem('machine', cause, cure)
      },
      onQueryAnswered(answer) {
        const text = queryWords(answer)
        if (text !== undefined) notices.showProblem('query', text)
      },
      onWriteFound: (found) =>
        notices.show({ kind: 'write', tone: 'done', text: writeWords(found) }),
      onDeleted: offerUndo,
      onRecoveryMade: recovery.keep,
      onReloaded: kernel.onReloaded,
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
    if (initial.outcome === 'done') kernel.kernel.value = initial.value
    to.onMachineStopped((cause) => {
      port = undefined
      status.value = { ...NO_MACHINE, reason: cause }
      recovery.offerAfterStop(cause)
    })
    const lost = await to.takeRecovery()
    await start()
    if (initial.outcome === 'failed') kernel.open(initial)
    if (lost) recovery.offerLost(lost)
  }

  async function openKernel(): Promise<void> {
    if (host) kernel.open(await host.openKernel())
  }

  async function openDropped(transfer: DataTransfer): Promise<void> {
    if (host) kernel.open(await host.readDropped(transfer))
  }

  const keys = createModifierHold((scanCodes) => send({ type: 'press-keys', scanCodes }))

  function setSpeed(value: Speed): void {
    speed = value
    pacer.setSpeed(speed)
    send({ type: 'set-speed', speed })
  }

  return {
    ...commands,
    status,
    models,
    loads: kernel.loads,
    isStepping,
    isRunning,
    canRun,
    isInPast,
    connect,
    start,
    kernel: kernel.kernel,
    open: kernel.open,
    openKernel,
    openDropped,
    reload: kernel.reload,
    setSpeed,
    watchView,
    runOrPause: () => {
      isStepping.value = false
      send({ type: isRunning.value ? 'pause' : 'run' })
    },
    pressKeys: (scanCodes: readonly number[]) =>
      keys.press(scanCodes, isInPast.value || olderFrames > 0 || isAtWork.value),
    onBreakpointAnswered: (listener: (answer: BreakpointAnswered) => void) =>
      (tellOfBreakpoint = listener),
    onSourceRead: (listener: (read: SourceRead) => void) => (tellOfSource = listener),
    onSourceFound: (listener: (found: SourceFound) => void) => (tellOfPlace = listener),
  }
})
