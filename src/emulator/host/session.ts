/**
 * One machine at the end of a port: carries out commands, paces the machine, and answers requests for frames.
 *
 * Trusts nothing that comes through the port, and lets nothing that a command does end the worker.
 */
import type { Activity, MachineStatus } from '../../shared/models/machine'
import type { PageWalk } from '../../shared/models/page-walk'
import {
  VIEWS,
  type Command,
  type MachineConfiguration,
  type Port,
  type Speed,
  type TimeRange,
  type Update,
  type View,
} from '../../shared/protocol'
import { instant, type Instant } from '../../shared/units'
import { ImageError } from '../boot/image-error'
import { encodeUtf8 } from '../memory/byte-reader'
import type { Stop } from '../machine/machine-api'
import type { ProcessorState } from '../machine/processor-state'
import { compileCore } from '../machine/webassembly'
import { checkCommand, InvalidCommand } from './command-check'
import { createFrameBuilder } from './frame-builder'
import { loadMachine, type LoadedMachine } from './loaded-machine'
import { queryWalk } from './query-walk'
import { createSearchRunner } from './past-search'
import { beginQuerySearch } from './query-search'
import { createRunner, type Timing } from './runner'
import { openSession, saveSession } from './saved-session'
import { stopWords } from './stop-words'
import { beginWriteSearch } from './write-search'

export interface SessionOptions {
  /** The compiled core's bytes. */
  readonly coreWasm: Uint8Array
  readonly prebuiltImage: Uint8Array
  readonly timing: Timing
  readonly port: Port<Update, unknown>
}

const PREBUILT_NAME = 'ringside-kernel.elf'
const LONG_MODE_ACTIVE = 1n << 10n

const NO_MACHINE: MachineStatus = {
  activity: 'empty',
  instant: instant(0),
  end: instant(0),
  mips: 0,
  isHalted: false,
  cpl: 0,
  mode: 'protected',
}

export function startSession({ coreWasm, prebuiltImage, timing, port }: SessionOptions): void {
  const core = compileCore(coreWasm)
  const frames = createFrameBuilder()
  let loaded: LoadedMachine | undefined
  let stop: Stop | undefined
  let before: ProcessorState | undefined
  let views: ReadonlySet<View> = new Set()
  let query: PageWalk | undefined
  let selectedWalk: number | 'latest' = 'latest'
  /** The renderer waits for something new. */
  let isFrameWanted = false
  let hasNews = true
  let speed: Speed = 'real-time'
  let range: TimeRange | 'whole-run' = 'whole-run'
  /** Where the reader wants to be; while a pointer is dragged many such wishes come, and only the last counts. */
  let wanted: Instant | undefined

  const present = (): LoadedMachine => {
    if (!loaded) throw new InvalidCommand('?', 'There is no machine yet: load a kernel first.')
    return loaded
  }

  /** The machine as the runner drives it: through the timeline, which remembers. */
  function driven() {
    const { machine, timeline } = present()
    return {
      run: timeline.run,
      step: timeline.step,
      executed: machine.executed,
      isHalted: machine.isHalted,
    }
  }

  const searches = createSearchRunner(timing, {
    onProgress: announce,
    onEnd({ goTo, answer }) {
      if (goTo !== undefined) standAt(() => present().timeline.seek(goTo))
      port.send(answer)
      announce()
    },
    onFailure(error) {
      fail('find', error)
      announce()
    },
  })

  const runner = createRunner(driven, timing, speed, {
    onProgress: announce,
    onStop: stand,
  })

  /** Something may have changed: answers a renderer that waits. */
  function announce(): void {
    hasNews = true
    if (isFrameWanted) sendFrame()
  }

  function stand(reason: Stop): void {
    stop = reason
    if (reason.reason === 'reset') restart('running')
    announce()
  }

  function sendFrame(): void {
    isFrameWanted = false
    hasNews = false
    const frame = loaded
      ? frames.build(loaded, {
          status: status(loaded),
          before: baseline(loaded),
          views,
          query,
          selectedWalk,
          range,
        })
      : { status: NO_MACHINE }
    port.send({ type: 'frame', frame })
  }

  const baseline = ({ machine }: LoadedMachine) => (before ??= machine.processor())

  function activity(): Activity {
    if (stop?.reason === 'shutdown') return 'frozen'
    if (stop?.reason === 'exit') return 'exited'
    return runner.isRunning() ? 'running' : 'paused'
  }

  function status(shown: LoadedMachine): MachineStatus {
    const { machine, timeline, name, configuration, lastException } = shown
    const processor = machine.processor()
    const reason = stop && stopWords(stop)
    const exception = lastException()
    const searchedTo = searches.at()
    return {
      activity: activity(),
      instant: machine.instant(),
      end: instant(Math.max(machine.instant(), timeline.end())),
      mips: runner.mips(),
      isHalted: machine.isHalted(),
      cpl: processor.cpl,
      mode: modeOf(processor),
      imageName: name,
      commandLine: configuration.commandLine,
      ...(reason !== undefined && { reason }),
      ...(stop?.reason === 'exit' && { exitStatus: stop.exitStatus }),
      ...(stop?.reason === 'shutdown' && { shutdown: stop.chain }),
      ...(exception && { lastException: exception }),
      ...(searchedTo !== undefined && { searchedTo }),
    }
  }

  function load(name: string, image: Uint8Array, configuration: MachineConfiguration): void {
    put(loadMachine(core, name, image, configuration))
  }

  /** Puts a machine in the place of the present one, and forgets all that was shown of that. */
  function put(fresh: LoadedMachine): void {
    runner.pause()
    loaded = fresh
    stop = undefined
    before = undefined
    query = undefined
    selectedWalk = 'latest'
    wanted = undefined
    range = 'whole-run'
    for (const view of VIEWS) frames.forget(view)
  }

  function restart(then: 'running' | 'paused'): void {
    const { name, image, configuration } = present()
    load(name, image, configuration)
    if (then === 'running') runner.start()
  }

  /** What changes from now on is marked as changed. */
  function beginChanges(): void {
    before = present().machine.processor()
    query = undefined
  }

  /** Stands still at another instant of the run. */
  function standAt(move: () => Stop): void {
    runner.pause()
    beginChanges()
    const reason = move()
    stop = reason.reason === 'budget' ? undefined : reason
  }

  /** Goes where the last of the waiting wishes wants to be. */
  function goToWanted(): void {
    if (wanted === undefined) return
    const target = wanted
    wanted = undefined
    standAt(() => present().timeline.seek(target))
    announce()
  }

  const carryOut: {
    [Type in Command['type']]: (command: Extract<Command, { type: Type }>) => void
  } = {
    load: ({ name, image, configuration }) => load(name, image, configuration),
    'load-prebuilt': ({ configuration }) => load(PREBUILT_NAME, prebuiltImage, configuration),
    run() {
      if (stop) return
      beginChanges()
      runner.start()
    },
    pause: () => runner.pause(),
    step({ count }) {
      runner.pause()
      beginChanges()
      const reason = present().timeline.step(count)
      if (reason.reason !== 'budget') stand(reason)
    },
    seek(command) {
      present()
      if (wanted === undefined) timing.schedule(goToWanted, 0)
      wanted = command.instant
    },
    'step-back': ({ count }) => standAt(() => present().timeline.stepBack(count)),
    'go-to-event'({ lane, direction }) {
      const { timeline, record } = present()
      const target = record().lanes.nearest(lane, timeline.now(), direction)
      if (target !== undefined) standAt(() => timeline.seek(target))
    },
    'switch-branch'({ branch }) {
      const { timeline } = present()
      standAt(() => {
        timeline.switchTo(branch)
        return timeline.run(0)
      })
    },
    'who-wrote'({ address }) {
      runner.pause()
      searches.begin(beginWriteSearch(present(), address))
    },
    find({ query: text }) {
      runner.pause()
      searches.begin(beginQuerySearch(present(), text))
    },
    'save-session'() {
      const { name } = present()
      port.send({ type: 'session-saved', name, bytes: saveSession(present()) })
    },
    'open-session'({ bytes }) {
      put(openSession(core, bytes))
      const reason = present().machine.run(0)
      if (reason.reason !== 'budget') stop = reason
    },
    'show-range'(command) {
      range = command.range
    },
    reset() {
      const wasPaused = activity() === 'paused' && !stop
      restart(wasPaused ? 'paused' : 'running')
    },
    'set-speed'(command) {
      speed = command.speed
      runner.setSpeed(speed)
    },
    'press-keys': ({ scanCodes }) => present().timeline.input({ type: 'keys', scanCodes }),
    'type-serial': ({ text }) =>
      present().timeline.input({ type: 'serial', bytes: [...encodeUtf8(text)] }),
    watch(command) {
      const added = command.views.filter((view) => !views.has(view))
      views = new Set(command.views)
      for (const view of added) if (view !== 'serial') frames.forget(view)
    },
    'select-walk'({ walk }) {
      query = undefined
      selectedWalk = walk
      present().pageWalks.select(walk === 'latest' ? undefined : walk)
    },
    translate({ address, access }) {
      query = queryWalk(present(), address, access)
    },
    'request-frame'() {
      isFrameWanted = true
    },
  }

  function perform(message: unknown): void {
    const command = checkCommand(message)
    if (!LEAVES_ALONE.has(command.type)) {
      searches.cancel()
      if (command.type !== 'seek') goToWanted()
    }
    ;(carryOut[command.type] as (command: Command) => void)(command)
    if (command.type !== 'request-frame') hasNews = true
  }

  function fail(command: string, error: unknown): void {
    const cause = error instanceof ImageError ? error.finding : messageOf(error)
    const cure = error instanceof ImageError ? { cure: error.cure } : {}
    port.send({ type: 'failed', command, cause, ...cure })
  }

  port.onMessage((message) => {
    try {
      perform(message)
    } catch (error) {
      fail(nameOf(message), error)
    }
    if (isFrameWanted && hasNews) sendFrame()
  })
  port.send({ type: 'ready' })
}

/** Commands that only look; all others end a search and come after a wanted instant was gone to. */
const LEAVES_ALONE: ReadonlySet<Command['type']> = new Set([
  'request-frame',
  'watch',
  'show-range',
  'set-speed',
])

function modeOf({ mode, efer }: ProcessorState): MachineStatus['mode'] {
  if (mode === 64) return 'long'
  return efer & LONG_MODE_ACTIVE ? 'compatibility' : 'protected'
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

const nameOf = (message: unknown): string => {
  const type = (message as { type?: unknown } | null)?.type
  return typeof type === 'string' ? type.slice(0, 40) : '?'
}
