/**
 * One machine at the end of a port: carries out commands, paces the machine, and answers requests for frames.
 *
 * Trusts nothing that comes through the port, and lets nothing that a command does end the worker.
 */
import type { Activity, MachineStatus, RunWork } from '../../shared/models/machine'
import { VIEWS, type Command, type Port, type Speed, type Update } from '../../shared/protocol'
import { instant, type Instant } from '../../shared/units'
import { ImageError } from '../boot/image-error'
import type { Stop } from '../machine/machine-api'
import type { ProcessorState } from '../machine/processor-state'
import { compileCore } from '../machine/webassembly'
import { checkCommand, InvalidCommand } from './command-check'
import { bookmarkCommands } from './bookmark-commands'
import { breakpointCommands } from './breakpoint-commands'
import { createBreakpointRun } from './breakpoint-run'
import { comparisonCommands } from './comparison-commands'
import { documentCommands } from './document-commands'
import { forkCommands } from './fork-commands'
import { debugCommands } from './debug-commands'
import { createFrameBuilder } from './frame-builder'
import { foundEvent } from './found-event'
import { foundTranslation } from './found-translation'
import { shownSpace } from './shown-space'
import { loadMachine, type LoadedMachine } from './loaded-machine'
import { createSearchRunner } from './past-search'
import { runCommands } from './run-commands'
import type { ArmedStops } from './run-stops'
import { createRunner, type Timing } from './runner'
import type { Handlers, SessionContext, Shown } from './session-context'
import { showCommands } from './show-commands'
import { stepCommands } from './stepping/step-commands'
import { stopWords } from './stop-words'
import { travelCommands } from './travel-commands'
import { createMemoryLook } from './memory/memory-model'
import { createVariablesLook } from './variables/variables-model'

export interface SessionOptions {
  /** The compiled core's bytes. */
  readonly coreWasm: Uint8Array
  readonly prebuiltImage: Uint8Array
  /** Its sources, by their paths in its debug information. */
  readonly prebuiltSources: Readonly<Record<string, string>>
  readonly timing: Timing
  readonly port: Port<Update, unknown>
}

const INITIAL_SPEED: Speed = 'real-time'
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

export function startSession(options: SessionOptions): void {
  const { coreWasm, prebuiltImage, prebuiltSources, timing, port } = options
  const core = compileCore(coreWasm)
  const frames = createFrameBuilder()
  const shown: Shown = {
    views: new Set(),
    query: undefined,
    space: undefined,
    found: undefined,
    range: 'whole-run',
    thumbnailAt: undefined,
    frame: undefined,
    variables: createVariablesLook(),
    memory: createMemoryLook(),
    comparison: undefined,
  }
  let loaded: LoadedMachine | undefined
  let stop: Stop | undefined
  let before: ProcessorState | undefined
  /** Undoes the last deletion. */
  let bringBack: (() => void) | undefined
  /** The renderer waits for something new. */
  let isFrameWanted = false
  let hasNews = true

  const present = (): LoadedMachine => {
    if (!loaded) throw new InvalidCommand('?', 'There is no machine yet: load a kernel first.')
    return loaded
  }

  /** The machine as the runner drives it: through the timeline, which remembers. */
  function driven() {
    const { machine, timeline } = present()
    return {
      run: (budget: number) => breakpointRun.attend(() => timeline.run(budget)),
      step: (count: number) => breakpointRun.attend(() => timeline.step(count)),
      executed: machine.executed,
      isHalted: machine.isHalted,
    }
  }

  const searches = createSearchRunner(timing, {
    onProgress: announce,
    onEnd({ goTo, answer, record, walk }) {
      if (goTo !== undefined) standAt(() => present().timeline.seek(goTo))
      shown.found = record && foundEvent(present(), record)
      if (walk) shown.query = walk
      if (answer) port.send(answer)
      announce()
    },
    onFailure(command, error) {
      fail(command, error)
      announce()
    },
  })

  const runner = createRunner(driven, timing, INITIAL_SPEED, {
    onProgress: announce,
    onStart: () => breakpointRun.begin(),
    onPause: () => breakpointRun.end(),
    onStop(end) {
      breakpointRun.end()
      if (end.reason === 'reached') announce()
      else stand(end)
    },
  })
  const breakpointRun = createBreakpointRun(present)

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
          ...shown,
          query: shown.query ?? (shown.found && foundTranslation(loaded, shown.found)),
          space: shownSpace(loaded, shown),
          status: status(loaded),
          reached: breakpointRun.reached(),
          before: baseline(loaded),
        })
      : { status: NO_MACHINE, models: {} }
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
    const stoppedAt = breakpointRun.words()
    const exception = lastException()
    const work =
      searches.work() ?? (breakpointRun.isStepping() ? stepWork(machine.instant()) : undefined)
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
      ...(stoppedAt !== undefined && { stoppedAt }),
      ...(stop?.reason === 'exit' && { exitStatus: stop.exitStatus }),
      ...(stop?.reason === 'shutdown' && { shutdown: stop.chain }),
      ...(exception && { lastException: exception }),
      ...(work && { work }),
    }
  }

  function put(fresh: LoadedMachine): void {
    runner.pause()
    breakpointRun.forget()
    loaded = fresh
    stop = undefined
    before = undefined
    bringBack = undefined
    shown.query = undefined
    shown.space = undefined
    shown.found = undefined
    shown.range = 'whole-run'
    shown.thumbnailAt = undefined
    shown.frame = undefined
    shown.variables.forget()
    shown.memory.forget()
    shown.comparison = undefined
    travel.forgetWanted()
    for (const view of VIEWS) frames.forget(view)
  }

  function restart(then: 'running' | 'paused'): void {
    const { name, image, configuration, breakpoints } = present()
    put(loadMachine(core, name, image, configuration))
    present().breakpoints.replace(breakpoints.save())
    if (then === 'running') runner.start()
  }

  function beginChanges(): void {
    before = present().machine.processor()
    breakpointRun.forget()
    shown.query = undefined
  }

  function standAt(move: () => Stop): void {
    runner.pause()
    beginChanges()
    const reason = move()
    stop = reason.reason === 'budget' ? undefined : reason
  }

  function runUntil(stops: ArmedStops): void {
    beginChanges()
    breakpointRun.stepUntil(stops)
    runner.start({ isBrisk: true })
  }

  const context: SessionContext = {
    core,
    timing,
    runner,
    searches,
    shown,
    loaded: () => loaded,
    present,
    activity,
    stop: () => stop,
    stand,
    standAt,
    standAtBreakpoints(at, ids) {
      standAt(() => present().timeline.seek(at))
      breakpointRun.note(ids)
    },
    breakpointsChanged: () => breakpointRun.renew(),
    runUntil,
    beginChanges,
    put,
    restart,
    forget: frames.forget,
    offerUndo(words, how) {
      bringBack = how
      port.send({ type: 'deleted', words })
    },
    undo() {
      bringBack?.()
      bringBack = undefined
    },
    send: port.send,
    announce,
  }
  const travel = travelCommands(context)
  const carryOut: Handlers<Command['type']> = {
    ...documentCommands(context, prebuiltImage),
    ...runCommands(context),
    ...travel,
    ...forkCommands(context),
    ...comparisonCommands(context),
    ...bookmarkCommands(context),
    ...breakpointCommands(context),
    ...showCommands(context),
    ...stepCommands(context),
    ...debugCommands(context, { image: prebuiltImage, texts: prebuiltSources }),
    'request-frame'() {
      isFrameWanted = true
    },
  }

  function perform(message: unknown): void {
    const command = checkCommand(message)
    if (!LEAVES_ALONE.has(command.type)) {
      searches.cancel()
      if (command.type !== 'seek') travel.goToWanted()
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

const stepWork = (at: Instant): RunWork => ({ kind: 'step', at })

/** Commands that only look; all others end a search and come after a wanted instant was gone to. */
const LEAVES_ALONE: ReadonlySet<Command['type']> = new Set([
  'request-frame',
  'watch',
  'show-range',
  'show-thumbnail',
  'align-comparison',
  'set-speed',
  'keep-recovery',
  'read-source',
  'find-source',
  'select-frame',
  'show-variables',
  'show-memory',
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
