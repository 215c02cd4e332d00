/** Notes when a Rust program panics, by the function that the compiler makes of `#[panic_handler]`; reads why when asked. */
import type { Panic } from '../../shared/models/situation'
import type { Instant } from '../../shared/units'
import { linearAddress, type LinearAddress } from '../../shared/units'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine } from '../machine/machine-api'
import { REGISTER } from '../probes/call-watch'
import type { Follower } from '../timeline/timeline'
import { panicMessage } from './fact-sources/panic-message'
import type { LoadedMachine } from './loaded-machine'

const PANIC_HANDLER = 'rust_begin_unwind'
const PANIC_INFO = 'core::panic::panic_info::PanicInfo'
const LOCATION = 'core::panic::location::Location'
const POINTER = 8

/** A panic that has happened, by the `PanicInfo` that its handler was given. */
export interface NotedPanic {
  readonly instant: Instant
  readonly info: LinearAddress
}

export interface PanicWatch extends Follower {
  /** The first one: what comes behind is a panic while panicking. */
  noted(): NotedPanic | undefined
}

export function watchPanics(machine: Machine, debugInfo: DebugInfo): PanicWatch {
  let noted: NotedPanic | undefined
  const handlers = debugInfo.symbols
    .named(PANIC_HANDLER)
    .map(({ address }) => linearAddress(address))
  if (handlers.length > 0) {
    machine.watchCode(handlers, ({ instant, general }) => {
      noted ??= { instant, info: linearAddress(general[REGISTER.RDI] ?? 0n) }
    })
  }
  return {
    noted: () => noted,
    save: () => noted,
    restore(saved) {
      noted = saved as NotedPanic | undefined
    },
  }
}

/** What it says. Its handler never returns, so the information still lies where it was given. */
export function panicModel(loaded: LoadedMachine, { instant, info }: NotedPanic): Panic {
  const message = panicMessage(loaded, info)?.replace(/\s+/g, ' ')
  const source = panicSource(loaded, info)
  return {
    instant,
    ...(message !== undefined && { message }),
    ...(source !== undefined && { source }),
  }
}

/** `src/main.rs:42`, from the `Location` that the information points to. */
function panicSource({ debugInfo, machine }: LoadedMachine, info: LinearAddress) {
  const offset = debugInfo.layoutOf(PANIC_INFO)?.members.find(({ name }) => name === 'location')
  if (!offset) return undefined
  const pointer = machine.readLinear(linearAddress(info + BigInt(offset.offset)), POINTER)
  if (pointer.length < POINTER) return undefined
  const at = new DataView(pointer.buffer, pointer.byteOffset).getBigUint64(0, true)
  const location = debugInfo.readValue(LOCATION, linearAddress(at), machine.readLinear)
  const field = (...names: readonly string[]) =>
    location?.children.find(({ name }) => names.includes(name))?.value
  const file = field('file', 'filename')?.text
  const line = field('line')?.text
  const path = /"([^"]+)"/.exec(file ?? '')?.[1]
  return path !== undefined && line !== undefined ? `${path}:${line}` : undefined
}
