/**
 * Puts together what a renderer asked for: the models of the views that are watched, and only those that changed
 * since they were last sent.
 */
import type { MachineStatus, TextScreen } from '../../shared/models/machine'
import type { PageWalk, PageWalks } from '../../shared/models/page-walk'
import type { Frame, TimeRange, View } from '../../shared/protocol'
import type { ProcessorState } from '../machine/processor-state'
import { disassemblyModel } from './disassembly-model'
import type { LoadedMachine } from './loaded-machine'
import { registersModel } from './registers-model'
import { timelineModel } from './timeline-model'

/** What a frame shows beside the machine itself. */
export interface Showing {
  readonly status: MachineStatus
  readonly views: ReadonlySet<View>
  /** The registers as they were when the machine last stood still: what differs is marked, once it stands again. */
  readonly before: ProcessorState
  /** A translation that a person asked for, in place of a walk of the processor. */
  readonly query: PageWalk | undefined
  readonly selectedWalk: number | 'latest'
  readonly range: TimeRange | 'whole-run'
}

export interface FrameBuilder {
  build(loaded: LoadedMachine, showing: Showing): Frame
  /** A view that was not watched has missed things: it is to be sent whole. */
  forget(view: View): void
}

export function createFrameBuilder(): FrameBuilder {
  /** What was last sent of each view, in a form that can be compared. */
  const sent = new Map<View, string>()
  let forgetsSerial = true

  /** The model, unless the renderer has it already. */
  function ifChanged<Model>(view: View, key: string, make: () => Model): Model | undefined {
    if (sent.get(view) === key) return undefined
    sent.set(view, key)
    return make()
  }

  function screen({ machine }: LoadedMachine): TextScreen | undefined {
    const { cells, cursor } = machine.screen()
    const key = `${String.fromCharCode(...cells)}${cursor.row},${cursor.column},${cursor.isVisible}`
    return ifChanged('screen', key, () => ({ cells, cursor }))
  }

  function serialOutput({ record, machine }: LoadedMachine) {
    if (forgetsSerial) record().serial.forget()
    forgetsSerial = false
    return record().serial.take(machine.instant())
  }

  function pageWalks({ pageWalks: observer }: LoadedMachine, { query }: Showing): PageWalks {
    const model = observer.model()
    return query ? { ...model, selected: query } : model
  }

  return {
    forget(view) {
      sent.delete(view)
      if (view === 'serial') forgetsSerial = true
    },

    build(loaded, showing) {
      const { status, views, before } = showing
      const state = loaded.machine.processor()
      const moment = `${status.instant},${status.activity}`
      const optional = {
        registers: views.has('registers')
          ? ifChanged('registers', `${moment},${fingerprint(before)}`, () =>
              registersModel(state, status.activity === 'running' ? state : before),
            )
          : undefined,
        disassembly: views.has('disassembly')
          ? ifChanged('disassembly', `${state.rip},${state.mode},${status.activity}`, () =>
              disassemblyModel(loaded.machine, loaded.debugInfo, state),
            )
          : undefined,
        screen: views.has('screen') ? screen(loaded) : undefined,
        serial: views.has('serial') ? serialOutput(loaded) : undefined,
        pageWalks: views.has('page-walk')
          ? ifChanged('page-walk', walksKey(loaded, showing), () => pageWalks(loaded, showing))
          : undefined,
        timeline: views.has('timeline')
          ? ifChanged('timeline', timelineKey(loaded, showing), () =>
              timelineModel(loaded, showing.range),
            )
          : undefined,
      }
      return { status, ...withoutUndefined(optional) }
    },
  }
}

const fingerprint = ({ rip, rflags, general }: ProcessorState) =>
  [rip, rflags, ...general].join(',')

function walksKey({ walkCount }: LoadedMachine, { query, selectedWalk }: Showing): string {
  const asked = query ? `${query.linearAddress},${query.access},${query.instant}` : ''
  return `${walkCount()},${selectedWalk},${asked}`
}

function timelineKey({ timeline }: LoadedMachine, { range, status }: Showing): string {
  const shown = range === 'whole-run' ? range : `${range.from},${range.to}`
  return `${status.instant},${timeline.end()},${timeline.present()},${shown}`
}

type Optional<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

function withoutUndefined<T extends object>(fields: T): Optional<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Optional<T>
}
