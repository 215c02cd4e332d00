/**
 * What happens to the queues between interrupt handlers, wakers and tasks: `queue push/pop/full`. They are known by their
 * types, as the diagram of the executor knows them, and looked for again at each poll, wake, spawn and handler: queues
 * on the heap begin, and end, with what they belong to.
 */
import type { MemoryAccessed } from '../../../shared/events'
import { QueryError } from '../../../shared/query/query-error'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { handlerAddresses } from '../../observers/executor/handler-addresses'
import { roleOf } from '../../observers/executor/queue-contents'
import { recognise } from '../../observers/executor/recognition'
import type { FoundPlace, FoundQueue } from '../../observers/executor/survey'
import { readNumber } from '../../observers/executor/words-of-memory'
import type { Fields } from '../../query/event-record'
import { createUnfollowedSight } from '../executor-sight'
import type { LoadedMachine } from '../loaded-machine'
import type { CreateFactSource } from './fact-source'
import {
  createQueueWatch,
  type QueueStep,
  type QueueWatch,
  type QueueWatchState,
} from './queue-watch'
import { spawnFunctions } from './spawns'

/** More would be no program's. */
const QUEUE_LIMIT = 16

interface Followed {
  readonly queue: FoundQueue
  readonly role: 'ready' | 'input'
  readonly name: string
  /** Of the static that it lies in; absent for one on the heap or the stack. */
  readonly module?: string
  readonly watch: QueueWatch
  readonly stop: () => void
}

interface Saved {
  readonly queues: readonly { readonly queue: FoundQueue; readonly state: QueueWatchState }[]
  readonly places: readonly FoundPlace[]
}

export const createQueueFacts: CreateFactSource = ({ loaded, mentions, text, tell }) => {
  const { machine, debugInfo } = loaded
  const readMemory = readerWithImage(loaded)
  const sight = createUnfollowedSight(loaded, readMemory)
  const program = sight.open()
  const mention = mentions.find(({ kind }) => kind === 'queue')
  if (mention && !program.hasTypes()) {
    const sentence =
      'Queues are known by their types, and the image has no debug information about them.'
    throw new QueryError(sentence, { text, span: mention.span })
  }
  const moduleOf = createModuleFinder(loaded)
  const followed = new Map<bigint, Followed>()
  /** Places for wakers, as they were when the handler, or whoever puts in, was entered. */
  let places: readonly FoundPlace[] = []

  function fields({ name, role, module }: Followed, { length, value }: QueueStep): Fields {
    return {
      name,
      len: BigInt(length),
      ...(value !== undefined && { value }),
      ...(role === 'input' && { waker: wakerBeside(module) }),
    }
  }

  function stored(one: Followed, access: MemoryAccessed): void {
    const step = one.watch.stored(access)
    if (!step) return
    const fact = { kind: 'queue', arguments: [step.kind], fields: fields(one, step) }
    tell([fact], access.instant)
  }

  /** The waker that waits in the same module, by the name of its place. */
  function wakerBeside(module: string | undefined): string {
    const waiting = places.find(
      ({ address, waker }) =>
        waker !== undefined &&
        !waker.table.isNoop &&
        (module === undefined || moduleOf(address) === module),
    )
    return waiting ? queryName(waiting.place) : 'none'
  }

  function follow(queue: FoundQueue): void {
    const { ring, address, holdsFutures, isStatic } = queue
    const role = roleOf(ring, holdsFutures)
    if (!role || followed.size >= QUEUE_LIMIT) return
    const watch = createQueueWatch(ring, !holdsFutures, (slot, size) =>
      readNumber(readMemory, ring.slotAddress(slot), size),
    )
    const module = isStatic ? moduleOf(address) : undefined
    const one: Followed = {
      queue,
      role,
      name: queryName(queue.name),
      ...(module !== undefined && { module }),
      watch,
      stop: machine.watchAccesses(watch.ranges, { writes: true }, (access) => stored(one, access)),
    }
    followed.set(address, one)
  }

  function unfollow(address: bigint): void {
    followed.get(address)?.stop()
    followed.delete(address)
  }

  /** The machine stands still. */
  function look(): void {
    sight.atPoll()
    const found = sight.places()
    places = found.places
    followThese(found.queues)
    watchHandlers()
  }

  function followThese(queues: readonly FoundQueue[]): void {
    const present = new Map(queues.map((queue) => [queue.address, queue]))
    for (const [address, { queue }] of followed) {
      const now = present.get(address)
      if (!now || !isSame(queue, now)) unfollow(address)
    }
    for (const [address, queue] of present) if (!followed.has(address)) follow(queue)
  }

  const stops = new Map<LinearAddress, () => void>()
  function watchCode(addresses: readonly LinearAddress[]): void {
    for (const address of addresses) {
      if (!stops.has(address)) stops.set(address, machine.watchCode([address], look))
    }
  }
  const watchHandlers = () => watchCode(handlerAddresses(machine.processor().idtr, readMemory))

  const { futureOfPoll, wakeFunctions } = recognise(debugInfo.tables)
  watchCode([
    ...spawnFunctions(debugInfo.symbols),
    ...[...futureOfPoll.keys(), ...wakeFunctions].map(linearAddress),
  ])
  look()
  return {
    stop() {
      stops.forEach((stop) => stop())
      followed.forEach(({ stop }) => stop())
    },
    save: (): Saved => ({
      queues: [...followed.values()].map(({ queue, watch }) => ({ queue, state: watch.state() })),
      places,
    }),
    restore(taken) {
      const saved = taken as Saved
      places = saved.places
      sight.forget()
      followThese(saved.queues.map(({ queue }) => queue))
      for (const { queue, state } of saved.queues) followed.get(queue.address)?.watch.restore(state)
    },
  }
}

/** Another queue may come to lie at the same place, and a `VecDeque` may get another buffer. */
const isSame = (one: FoundQueue, other: FoundQueue): boolean =>
  one.type === other.type &&
  one.ring.capacity === other.ring.capacity &&
  one.ring.slotAddress(0) === other.ring.slotAddress(0)

/** The module of the static that an address lies in, or behind. */
function createModuleFinder({ debugInfo }: LoadedMachine) {
  const statics = [...debugInfo.statics()].sort((a, b) => (a.address < b.address ? -1 : 1))
  return (address: bigint): string | undefined => {
    const next = statics.findIndex((one) => one.address > address)
    const around = statics.at(next < 0 ? -1 : next - 1)
    return next === 0 ? undefined : around?.name.replace(/::[^:]*$/, '')
  }
}

/** Until a kernel has mapped itself, its statics are read from where the loader has placed them. */
function readerWithImage({ elf, machine }: LoadedMachine): ReadMemory {
  return function read(address, length) {
    const mapped = machine.readLinear(address, length)
    if (mapped.length > 0) return mapped
    const segment = elf.segments.find(
      ({ virtualAddress: from, memorySize }) => address >= from && address < from + memorySize,
    )
    if (!segment) return mapped
    const at = Number(segment.physicalAddress + (address - segment.virtualAddress))
    return machine.memory.bytes.slice(at, at + length)
  }
}

/** As for locks: the last part of the path, in lower case. */
const queryName = (path: string) => (path.split('::').at(-1) ?? path).toLowerCase()
