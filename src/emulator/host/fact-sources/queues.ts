/**
 * What happens to the queues between interrupt handlers, wakers and tasks: `queue push/pop/full`. They are known by their
 * types, as the diagram of the executor knows them, and looked for again at each poll, wake, spawn and handler: queues
 * on the heap begin with the program.
 */
import type { MemoryAccessed } from '../../../shared/events'
import { QueryError } from '../../../shared/query/query-error'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import { readElf64 } from '../../boot/elf64'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { createKinds } from '../../observers/executor/kinds'
import { handlerAddresses } from '../../observers/executor/handler-addresses'
import { roleOf } from '../../observers/executor/queue-contents'
import { recognise } from '../../observers/executor/recognition'
import { createSight } from '../../observers/executor/sight'
import type { FoundPlace, FoundQueue } from '../../observers/executor/survey'
import { createTaskTable } from '../../observers/executor/task-table'
import { readNumber } from '../../observers/executor/words-of-memory'
import type { Fields } from '../../query/event-record'
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
  readonly watch: QueueWatch
  readonly stop: () => void
}

interface Saved {
  readonly states: readonly (readonly [bigint, QueueWatchState])[]
  readonly places: readonly FoundPlace[]
}

export const createQueueFacts: CreateFactSource = ({ loaded, mentions, text, tell }) => {
  const { machine, debugInfo } = loaded
  const readMemory = readerWithImage(loaded)
  const recognition = recognise(debugInfo.tables)
  const sight = createSight({
    debugInfo,
    recognition,
    kinds: createKinds(),
    table: createTaskTable(),
    readMemory,
    registers: machine.processor,
    instant: machine.instant,
  })
  const program = sight.open()
  const mention = mentions.find(({ kind }) => kind === 'queue')
  if (mention && !program.hasTypes()) {
    const sentence =
      'Queues are known by their types, and the image has no debug information about them.'
    throw new QueryError(sentence, { text, span: mention.span })
  }
  const statics = [...debugInfo.statics()].sort((a, b) => (a.address < b.address ? -1 : 1))
  const followed = new Map<bigint, Followed>()
  let places: readonly FoundPlace[] = []

  function fields({ name, role, queue }: Followed, { length, value }: QueueStep): Fields {
    return {
      name,
      len: BigInt(length),
      ...(value !== undefined && { value }),
      ...(role === 'input' && { waker: wakerBeside(queue) }),
    }
  }

  function stored(one: Followed, access: MemoryAccessed): void {
    const step = one.watch.stored(access)
    if (step)
      tell([{ kind: 'queue', arguments: [step.kind], fields: fields(one, step) }], access.instant)
  }

  /** The module of the static that something lies in. */
  function moduleOf(address: bigint): string | undefined {
    const around = statics.filter((one) => one.address <= address).at(-1)
    return around?.name.replace(/::[^:]*$/, '')
  }

  /** As it was when the handler, or whoever puts in, was entered. */
  function wakerBeside({ address, isStatic }: FoundQueue): string {
    const module = isStatic ? moduleOf(address) : undefined
    const beside = places.filter(
      (place) => module === undefined || moduleOf(place.address) === module,
    )
    const holding = beside.find(({ waker }) => waker && !waker.table.isNoop)
    return holding ? queryName(holding.place) : 'none'
  }

  function itemsOf({ ring }: FoundQueue): QueueWatchState['items'] {
    return Array.from(
      { length: ring.length },
      (_, index) => (ring.head + index) % ring.capacity,
    ).flatMap((slot) => {
      const value = readNumber(readMemory, ring.slotAddress(slot), Math.min(ring.itemSize, 8))
      return value === undefined ? [] : [[slot, value] as const]
    })
  }

  function follow(queue: FoundQueue): void {
    const role = roleOf(queue.ring, queue.holdsFutures)
    if (!role || followed.has(queue.address) || followed.size >= QUEUE_LIMIT) return
    const watch = createQueueWatch(queue.ring, itemsOf(queue), !queue.holdsFutures)
    const name = queryName(queue.name)
    const stop = machine.watchAccesses(watch.ranges, { writes: true }, (access) => {
      const one = followed.get(queue.address)
      if (one) stored(one, access)
    })
    followed.set(queue.address, { queue, role, name, watch, stop })
  }

  /** The machine stands still. */
  function look(): void {
    sight.atPoll()
    const found = sight.places()
    places = found.places
    found.queues.forEach(follow)
    watchHandlers()
  }

  const stops = new Map<LinearAddress, () => void>()
  function watchCode(addresses: readonly LinearAddress[]): void {
    for (const address of addresses) {
      if (!stops.has(address)) stops.set(address, machine.watchCode([address], look))
    }
  }
  const watchHandlers = () => watchCode(handlerAddresses(machine.processor().idtr, readMemory))

  watchCode([
    ...spawnFunctions(debugInfo.symbols),
    ...[...recognition.futureOfPoll.keys(), ...recognition.wakeFunctions].map(linearAddress),
  ])
  look()
  return {
    stop() {
      stops.forEach((stop) => stop())
      followed.forEach(({ stop }) => stop())
    },
    save: (): Saved => ({
      states: [...followed].map(([address, { watch }]) => [address, watch.state()]),
      places,
    }),
    restore(taken) {
      const saved = taken as Saved
      places = saved.places
      const states = new Map(saved.states)
      sight.forget()
      for (const [address, { watch, stop }] of followed) {
        const state = states.get(address)
        if (state) watch.restore(state)
        else {
          stop()
          followed.delete(address)
        }
      }
    },
  }
}

/** Until a kernel has mapped itself, its statics are read from where the loader has placed them. */
function readerWithImage({ image, machine }: LoadedMachine): ReadMemory {
  const { segments } = readElf64(image)
  return function read(address, length) {
    const mapped = machine.readLinear(address, length)
    if (mapped.length > 0) return mapped
    const segment = segments.find(
      ({ virtualAddress: from, memorySize }) => address >= from && address < from + memorySize,
    )
    if (!segment) return mapped
    const at = Number(segment.physicalAddress + (address - segment.virtualAddress))
    return machine.memory.bytes.slice(at, at + length)
  }
}

/** As for locks: the last part of the path, in lower case. */
const queryName = (path: string) => (path.split('::').at(-1) ?? path).toLowerCase()
