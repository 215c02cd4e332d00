/**
 * A machine without a window: runs an image until it ends, a text is seen, or a limit is reached.
 * Deterministic: reads no clock; equal options give equal runs.
 */
import type { MachineEvent } from '../../shared/events'
import type { MemoryAccess } from '../../shared/events/page-walk'
import type { PageWalk } from '../../shared/models/page-walk'
import type { MachineConfiguration } from '../../shared/protocol'
import type { Topic } from '../../shared/topics'
import type { LinearAddress } from '../../shared/units'
import { decodeUtf8 } from '../memory/byte-reader'
import type { Stop } from '../machine/machine-api'
import type { MachineStatistics } from '../machine/statistics'
import { compileCore } from '../machine/webassembly'
import { loadMachine, type LoadedMachine } from './loaded-machine'
import { queryWalk } from './query-walk'
import { createTypist, TYPIST_INTERVAL } from './typist'

export { ImageError } from '../boot/image-error'
export { stopWords } from './stop-words'
export type { MachineStatistics } from '../machine/statistics'

export interface HeadlessOptions {
  readonly coreWasm: Uint8Array
  readonly name: string
  readonly image: Uint8Array
  readonly configuration: MachineConfiguration
  /** Typed on the keyboard, see `typist`. */
  readonly keys?: string
  /** Ends the run when the serial port has printed this, after the last key if there are keys. */
  readonly untilText?: string
  /** Ends the run when the processor first sleeps in HLT with interrupts enabled, after the last key. */
  readonly untilWaiting?: boolean
  /** Ends the run at this instant. */
  readonly maxInstructions: number
  readonly topics?: readonly Topic[]
  /** Whether one can go back to any instant of the run, through the loaded machine's timeline. */
  readonly keepsHistory?: boolean
  onSerial?(byte: number): void
  onEvent?(event: MachineEvent): void
}

export type Ending =
  Exclude<Stop, { reason: 'budget' }> | { readonly reason: 'text' | 'waiting' | 'limit' }

export interface HeadlessMachine {
  readonly loaded: LoadedMachine
  /** Lets a short while of guest time pass; gives how the run ended, once it has. */
  advance(): Ending | undefined
  /** The 25 lines of the text screen: code points of code page 437. */
  screen(): Uint8Array
  statistics(): MachineStatistics & { readonly missingNames: readonly string[] }
  /** Translates an address as the page tables stand now. */
  translate(address: LinearAddress, access: MemoryAccess): PageWalk
}

/** Throws `ImageError` or `RangeError` when the image or the configuration will not do. */
export function createHeadlessMachine(options: HeadlessOptions): HeadlessMachine {
  const { name, image, configuration, untilText } = options
  const loaded = loadMachine(compileCore(options.coreWasm), name, image, configuration)
  const { machine } = loaded
  const typist = createTypist(machine, options.keys ?? '')
  let isTextSeen = false
  let tail: number[] = []

  if (options.topics?.length && options.onEvent) machine.listen(options.topics, options.onEvent)
  machine.onSerial((byte) => {
    options.onSerial?.(byte)
    if (untilText !== undefined && typist.isDone()) watchFor(untilText, byte)
  })

  function watchFor(text: string, byte: number): void {
    // A character takes up to three bytes for each UTF-16 unit of the text that is looked for.
    tail = [...tail.slice(-3 * text.length), byte]
    if (!decodeUtf8(Uint8Array.from(tail)).endsWith(text)) return
    isTextSeen = true
    machine.interrupt()
  }

  function ending(stop: Stop): Ending | undefined {
    if (isTextSeen) return { reason: 'text' }
    if (stop.reason !== 'budget') return stop
    if (machine.instant() >= options.maxInstructions) return { reason: 'limit' }
    const isWaiting = options.untilWaiting === true && typist.isDone() && machine.isReadyForKey()
    return isWaiting && machine.isHalted() ? { reason: 'waiting' } : undefined
  }

  const { run } = options.keepsHistory ? loaded.timeline : machine

  return {
    loaded,
    advance() {
      const now = machine.instant()
      const nextLook = (Math.floor(now / TYPIST_INTERVAL) + 1) * TYPIST_INTERVAL
      const stop = run(Math.min(nextLook, options.maxInstructions) - now)
      const isDue = stop.reason === 'budget' && machine.instant() % TYPIST_INTERVAL === 0
      if (isDue && !isTextSeen) typist.look()
      return ending(stop)
    },
    screen: () => machine.screen().cells,
    statistics() {
      const statistics = machine.statistics()
      const { mode } = machine.processor()
      const missingNames = statistics.missing.map(
        ({ bytes }) =>
          loaded.debugInfo.disassembler.nameOf(bytes, mode) ?? 'an unknown instruction',
      )
      return { ...statistics, missingNames }
    },
    translate: (address, access) => queryWalk(loaded, address, access),
  }
}
