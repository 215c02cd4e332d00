/**
 * A machine with all that a session shows of it: names, the last exception, page walks, serial text.
 * One of them is made for each load and each reset, and thrown away whole, so that nothing of a run outlives it.
 */
import type { ExceptionRaised, MachineEvent } from '../../shared/events'
import { DIAGRAM_TOPICS, type MachineConfiguration } from '../../shared/protocol'
import { planBoot } from '../boot/boot'
import { readElf64 } from '../boot/elf64'
import { createDebugInfo, type DebugInfo } from '../debuginfo/debug-info'
import { createMachine } from '../machine/machine'
import type { ElfImage } from '../memory/image'
import type { Machine } from '../machine/machine-api'
import type { CoreModule } from '../machine/webassembly'
import { LANE_TOPICS, PORT_OUT } from '../timeline/event-lanes'
import { createTimeline, type Follower, type Timeline } from '../timeline/timeline'
import type { SavedSession } from '../timeline/session-file'
import type { SavedWays } from '../timeline/ways'
import { createAddressLookup } from './address-lookup'
import { readBootInfoFields } from './boot-info-fields'
import { createObservers, observeAll, type Observers } from './observers'
import { createBookmarks, type Bookmarks } from './bookmarks'
import { createBreakpoints, type Breakpoints } from './breakpoints'
import { createHeapLook, type HeapLook } from './moment-heap'
import { watchPanics, type PanicWatch } from './panic-watch'
import { createRunRecord, type RunRecord } from './run-record'
import { createScout, type Scout } from './scout'
import type { AddressLookup } from '../observers/page-walk-model'

export interface LoadedMachine {
  readonly name: string
  readonly image: Uint8Array
  /** The same, read. */
  readonly elf: ElfImage
  readonly configuration: MachineConfiguration
  readonly machine: Machine
  readonly debugInfo: DebugInfo
  readonly lookup: AddressLookup
  readonly observers: Observers
  readonly timeline: Timeline
  /** Searches the past without moving the machine. */
  readonly scout: Scout
  /** What queries know of the heap. */
  readonly heap: HeapLook
  readonly bookmarks: Bookmarks
  readonly breakpoints: Breakpoints
  /** What is known of the present branch from its beginning to its end. */
  record(): RunRecord
  /** The same of any branch; nothing of one that was saved and not gone through since. */
  recordOf(branch: number): RunRecord | undefined
  /** Another machine of the same making, at the beginning of its run. */
  createMachine(): Machine
  lastException(): ExceptionRaised | undefined
  readonly panics: PanicWatch
}

/**
 * Throws `ImageError` or `RangeError` when the image or the configuration will not do.
 * A saved run stands at its beginning, with all that was recorded ahead of it.
 */
export function loadMachine(
  coreModule: CoreModule,
  name: string,
  image: Uint8Array,
  configuration: MachineConfiguration,
  saved?: SavedWays & Partial<Pick<SavedSession, 'bookmarks' | 'breakpoints'>>,
): LoadedMachine {
  const elf = readElf64(image)
  const bootInfo = readBootInfoFields(elf)
  const boot = { ...configuration, ...(bootInfo && { bootInfo }) }
  const plan = planBoot(image, boot)
  const createOne = () => createMachine(coreModule, { image, ...boot, plan })
  const machine = createOne()
  const debugInfo = createDebugInfo(elf)
  const lookup = createAddressLookup(machine, elf, debugInfo)
  const observers = createObservers({ machine, debugInfo, lookup, elf, plan })
  const panics = watchPanics(machine, debugInfo)
  let record = createRunRecord()
  const records = new Map([[saved?.present ?? 0, record]])
  let lastException: ExceptionRaised | undefined

  machine.listen(LANE_TOPICS, (event: MachineEvent) => {
    record.lanes.observe(event)
    observeAll(observers, event)
    if (event.type === 'exception.raised') lastException = event
  })
  machine.onSerial((byte) => {
    record.serial.add(byte, machine.instant())
    record.lanes.note('serial', machine.instant(), byte)
  })
  machine.onPortAccess(({ direction, port }) => {
    record.lanes.note('ports', machine.instant(), port | (direction === 'out' ? PORT_OUT : 0))
  })

  const facts: Follower = {
    save: () => lastException,
    restore(saved) {
      lastException = saved as ExceptionRaised | undefined
    },
  }
  const timeline = createTimeline(machine, {
    followers: [...DIAGRAM_TOPICS.map((topic) => observers[topic]), facts, panics],
    ...(saved && { saved }),
    onBranch({ id, forkedAt }, isNew) {
      record = records.get(id) ?? (isNew ? record.branch(forkedAt) : createRunRecord())
      records.set(id, record)
      record.serial.forget()
    },
    onForgotten: (from) => record.dropFrom(from),
  })

  return {
    name,
    image,
    elf,
    configuration,
    machine,
    debugInfo,
    lookup,
    observers,
    timeline,
    scout: createScout(timeline, createOne),
    heap: createHeapLook({ createMachine: createOne, debugInfo, timeline }),
    bookmarks: createBookmarks(saved?.bookmarks),
    breakpoints: createBreakpoints(debugInfo, saved?.breakpoints),
    record() {
      record.knowInputs(timeline.revision(), timeline.inputs)
      return record
    },
    recordOf: (branch) => records.get(branch),
    createMachine: createOne,
    lastException: () => lastException,
    panics,
  }
}
