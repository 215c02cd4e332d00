/**
 * Looks through a program's memory for boxed futures, stored wakers and queues, by their types.
 *
 * It begins at the statics, at what wakers point at, and at the locals of the functions on the stack: an executor is a
 * local of the function that runs it for ever. What lies on the stack is remembered, so that the stack is
 * walked again only when something is missing.
 */
import { linearAddress } from '../../../shared/units'
import type { StoppedRegisters } from '../../debuginfo/dwarf/frame-registers'
import type { Part, PartNumber } from '../../debuginfo/dwarf/parts'
import type { StoppedProgram } from '../../debuginfo/dwarf/stopped-program'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import { isFuturePointer, WAKER_TYPE, type Program, type Root } from './program'
import { readRing, type Ring } from './queue-layouts'
import type { FutureTable, Recognition } from './recognition'
import { wakerAt, type FoundWaker } from './waker-of'
import { readWord } from './words-of-memory'

export interface FoundFuture {
  readonly address: bigint
  readonly table: FutureTable
  readonly numbers: readonly PartNumber[]
  readonly place: string
  /** A local variable itself is the box: it looks the same when what was in it has been moved away. */
  readonly isVariable: boolean
}

export interface FoundPlace {
  readonly place: string
  /** The function in whose local variable it is. */
  readonly localOf?: string
  readonly address: bigint
  readonly waker?: FoundWaker
}

export interface FoundQueue {
  readonly name: string
  readonly type: string
  readonly address: bigint
  readonly ring: Ring
  readonly holdsFutures: boolean
  /** Of a queue of futures: where the future of a slot lies. */
  readonly futures: ReadonlyMap<number, bigint>
  /** A static, which lies there whether it is used or not. */
  readonly isStatic: boolean
}

export interface Survey {
  readonly futures: readonly FoundFuture[]
  readonly places: readonly FoundPlace[]
  readonly queues: readonly FoundQueue[]
}

export interface SurveySurroundings {
  readonly program: Program
  readonly recognition: Recognition
  readonly stopped: Pick<StoppedProgram, 'backtrace' | 'locals'>
  readonly readMemory: ReadMemory
  readonly registers: () => StoppedRegisters
}

const FRAME_LIMIT = 32
const REFERENCE = /^&(mut )?/

const isReference = ({ type }: Root) => REFERENCE.test(type)

export interface Surveyor {
  /** `wakers`: of the known tasks. */
  survey(wakers: readonly FoundWaker[]): Survey
  /** Walks the stack for more to begin at. */
  lookAtStack(): void
  /** Whether the stack has shown something. */
  hasLocals(): boolean
  /** What lies on the stack is another run's. */
  forget(): void
}

export function createSurveyor(surroundings: SurveySurroundings): Surveyor {
  const { program, recognition, stopped, readMemory, registers } = surroundings
  let locals: readonly Root[] = []

  /** A local that refers to something is followed once: the executor may live elsewhere, and is no local of that function. */
  const referredTo = ({ name, type, address }: Root): Root => ({
    name,
    type: type.replace(REFERENCE, ''),
    address: linearAddress(readWord(readMemory, address) ?? 0n),
  })

  function lookAtStack(): void {
    const here = registers()
    const frames = stopped.backtrace(here, readMemory).slice(0, FRAME_LIMIT)
    const roots = frames.flatMap(({ function: localOf }, index) =>
      stopped
        .locals(here, index, readMemory)
        .flatMap(({ name, type, value }): readonly Root[] =>
          value?.address === undefined
            ? []
            : [{ name, type, address: value.address, ...(localOf !== undefined && { localOf }) }],
        ),
    )
    // What a variable holds has a better name than what another one refers to.
    const [held, referring] = [false, true].map((is) =>
      roots.filter((one) => isReference(one) === is),
    )
    locals = [...(held ?? []), ...(referring ?? []).map(referredTo)].filter(({ type }) =>
      program.parts.mayHold(type),
    )
  }

  const rootsOf = (wakers: readonly FoundWaker[]): readonly Root[] => [
    ...program.roots(),
    ...locals,
    ...wakers.flatMap(({ data, table }) =>
      table.target === undefined || !program.parts.mayHold(table.target)
        ? []
        : [{ name: '', type: table.target, address: linearAddress(data) }],
    ),
  ]

  function futureAt({ address, numbers, path }: Part, root: Root): readonly FoundFuture[] {
    const [first, second] = [readWord(readMemory, address), readWord(readMemory, address + 8n)]
    if (first === undefined || second === undefined) return []
    const [before, behind] = [first, second].map((word) => recognition.futureTableAt.get(word))
    const table = behind ?? before
    if (!table) return []
    const isVariable = root.localOf !== undefined && !path.includes('[')
    const place = placeName(root, path)
    return [{ address: behind ? first : second, table, numbers, place, isVariable }]
  }

  function queueAt(part: Part, root: Root, parts: readonly Part[]): readonly FoundQueue[] {
    const ring = readRing(part.type, part.address, program.layoutOf, readMemory)
    if (!ring) return []
    const futures = new Map<number, bigint>()
    for (const inner of parts) {
      if (!isFuturePointer(inner.type) || !inner.path.startsWith(`${part.path}[`)) continue
      const index = Number(/^\[(\d+)\]/.exec(inner.path.slice(part.path.length))?.[1])
      const [future] = futureAt(inner, root)
      if (future) futures.set((ring.head + index) % ring.capacity, future.address)
    }
    return [
      {
        name: placeName(root, part.path),
        type: part.type,
        address: part.address,
        ring,
        holdsFutures: program.holdsFutures(ring.element),
        futures,
        isStatic: program.roots().includes(root),
      },
    ]
  }

  function surveyRoot(root: Root): Survey {
    const parts = program.parts.find(root.type, root.address, readMemory)
    const futures = parts.filter(({ type }) => isFuturePointer(type))
    const wakers = parts.filter(({ type }) => type === WAKER_TYPE)
    const queues = parts.filter((part) => !futures.includes(part) && !wakers.includes(part))
    return {
      futures: futures.flatMap((part) => futureAt(part, root)),
      places: wakers.flatMap(({ address, path }) => {
        const waker = wakerAt(address, recognition.wakerTableAt, readMemory)
        const { localOf } = root
        const place = placeName(root, path)
        return waker ? [{ place, ...(localOf !== undefined && { localOf }), address, waker }] : []
      }),
      queues: queues.flatMap((part) => queueAt(part, root, parts)),
    }
  }

  /** A static that could hold a waker and holds none is a place that is empty. */
  function emptyPlaces(statics: readonly (readonly [Root, Survey])[]): readonly FoundPlace[] {
    return statics.flatMap(([root, { places, futures, queues }]) =>
      places.length + futures.length + queues.length === 0 && program.holdsWakers(root.type)
        ? [{ place: root.name, address: root.address }]
        : [],
    )
  }

  return {
    survey(wakers) {
      const surveyed = rootsOf(wakers).map((root) => [root, surveyRoot(root)] as const)
      const statics = surveyed.slice(0, program.roots().length)
      return {
        futures: unique(
          // What lies among numbers says which task it is; a reference on the stack does not.
          surveyed
            .flatMap(([, { futures }]) => futures)
            .sort(
              (a, b) =>
                b.numbers.length - a.numbers.length || Number(a.isVariable) - Number(b.isVariable),
            ),
          ({ address }) => address,
        ),
        places: unique(
          [...surveyed.flatMap(([, { places }]) => places), ...emptyPlaces(statics)],
          ({ address }) => address,
        ),
        queues: unique(
          surveyed.flatMap(([, { queues }]) => queues),
          ({ address }) => address,
        ),
      }
    },
    lookAtStack,
    hasLocals: () => locals.length > 0,
    forget() {
      locals = []
    },
  }
}

/** The first of those that are the same; what is named best comes first. */
function unique<Item>(items: readonly Item[], keyOf: (item: Item) => bigint): readonly Item[] {
  const found = new Map<bigint, Item>()
  for (const item of items) if (!found.has(keyOf(item))) found.set(keyOf(item), item)
  return [...found.values()]
}

/** Fields that only wrap what is meant: of locks and cells, and of tuples. */
const WRAPPERS = /\.(0|value|inner|data|waker|future)(?=\.|\[|$)/g

function placeName({ name }: Root, path: string): string {
  const own = name
  const steps = path.replace(WRAPPERS, '')
  return own === '' ? steps.replace(/^\./, '') : own + steps
}
