/** What becomes of the tasks of an executor: `task spawn/poll/pending/ready/wake`, and `fsm` as their state machines go on. */
import type { MachineState, Task, TaskKey } from '../../../shared/models/executor'
import { QueryError } from '../../../shared/query/query-error'
import type { Instant } from '../../../shared/units'
import { recognise } from '../../observers/executor/recognition'
import type { TaskStep } from '../../observers/executor/task-calls'
import type { KnownTask } from '../../observers/executor/task-table'
import { createCallWatch } from '../../probes/call-watch'
import type { Fields } from '../../query/event-record'
import type { Fact } from '../../query/recorder'
import { LANE_TOPICS } from '../../timeline/event-lanes'
import { followExecutor } from '../executor-observer'
import type { CreateFactSource } from './fact-source'
import { spawnFunctions } from './spawns'

const KINDS = ['task', 'fsm']

/** As queries call the states that `MachineState` names. */
const STATE_WORDS: Readonly<Record<MachineState['kind'], string>> = {
  start: 'start',
  await: 'waiting',
  end: 'done',
  panicked: 'panicked',
}

/** A kernel that starts tasks without end shall not fill our memory. */
const KNOWN_LIMIT = 8_192

interface Saved {
  readonly observer: unknown
  readonly spawns: unknown
  readonly spawned: readonly TaskKey[]
  readonly ids: readonly (readonly [TaskKey, bigint])[]
  readonly states: readonly (readonly [TaskKey, Standing])[]
}

/** Where a state machine stands: the place in the list of its states, and which that is. */
interface Standing {
  readonly place: number
  readonly state: MachineState
}

export const createTaskFacts: CreateFactSource = ({ loaded, mentions, text, tell }) => {
  const { machine, debugInfo } = loaded
  const mention = mentions.find(({ kind }) => KINDS.includes(kind))
  if (mention && recognise(debugInfo.tables).futures.length === 0) {
    const sentence = 'The image has no boxed future that an executor could poll.'
    throw new QueryError(sentence, { text, span: mention.span })
  }
  let spawned = new Set<TaskKey>()
  let ids = new Map<TaskKey, bigint>()
  let states = new Map<TaskKey, Standing>()
  const observer = followExecutor(machine, debugInfo, step)

  /** The program's own number, or else the place in the order of first polls. */
  function idOf(task: KnownTask): bigint {
    const known = ids.get(task.key)
    if (known !== undefined) return known
    const own = observer.standing(task).id ?? lookFor(task.key)?.id
    return keep(ids, task.key, BigInt(own ?? task.ordinal))
  }

  const lookFor = (key: TaskKey) => observer.look().tasks.find((task) => task.key === key)

  function keep<Value>(map: Map<TaskKey, Value>, key: TaskKey, value: Value): Value {
    if (map.size >= KNOWN_LIMIT) map.clear()
    map.set(key, value)
    return value
  }

  function tellSpawn(task: Pick<Task, 'key' | 'future'>, id: bigint | undefined, at: Instant) {
    if (spawned.has(task.key)) return
    if (spawned.size >= KNOWN_LIMIT) spawned.clear()
    spawned.add(task.key)
    tell([taskFact('spawn', { future: task.future, ...(id !== undefined && { id }) })], at)
  }

  function step({ kind, task, instant }: TaskStep): void {
    const id = idOf(task)
    const fields: Fields = { id, future: task.future }
    if (kind === 'poll') {
      if (task.polls === 1) tellSpawn(observer.standing(task), id, instant)
      const standing = standingOf(task)
      if (standing) keep(states, task.key, standing)
    }
    const by = kind === 'wake' ? wakerWords(task) : undefined
    const facts = [taskFact(kind, by === undefined ? fields : { ...fields, by })]
    if (kind === 'pending' || kind === 'ready') facts.push(...goesOn(task, fields, kind))
    tell(facts, instant)
  }

  function wakerWords({ lastWake }: KnownTask): string | undefined {
    const cause = lastWake?.cause
    if (cause?.kind === 'interrupt') return `irq${cause.line ?? ` vector ${cause.vector}`}`
    if (cause?.kind !== 'task') return cause?.kind
    const id = ids.get(cause.task)
    return id === undefined ? 'task' : `task ${id}`
  }

  /** The outermost state machine: the task's own. */
  function standingOf(task: KnownTask): Standing | undefined {
    const [own] = observer.standing(task).awaiting
    const place = own?.state
    const state = place === undefined ? undefined : kindsOf()[own?.kind ?? 0]?.states[place]
    return state && place !== undefined ? { place, state } : undefined
  }

  const kindsOf = () => observer.kinds()

  function goesOn(task: KnownTask, fields: Fields, kind: 'pending' | 'ready'): readonly Fact[] {
    const before = states.get(task.key)
    const after = kind === 'pending' ? standingOf(task) : undefined
    if (!before || before.place === after?.place) return []
    const to = kind === 'ready' ? 'done' : after && STATE_WORDS[after.state.kind]
    if (to === undefined) return []
    const saved = (after?.state.saved ?? []).map(({ name }) => name)
    const from = STATE_WORDS[before.state.kind]
    return [{ kind: 'fsm', arguments: [], fields: { ...fields, from, to, saved } }]
  }

  /** At the end of a function that spawns, whoever was not polled yet and is new was spawned by it. */
  const spawns = createCallWatch(machine, spawnFunctions(debugInfo.symbols), {
    onReturn({ instant }) {
      for (const task of observer.look().tasks) {
        if (task.polls > 0) continue
        const id = task.id === undefined ? undefined : BigInt(task.id)
        tellSpawn(task, id, instant)
      }
    },
  })
  // Whoever asks looks from now on.
  observer.look()
  const stopListening = machine.listen(LANE_TOPICS, observer.observe)
  return {
    stop() {
      observer.stop()
      spawns.stop()
      stopListening()
    },
    save: (): Saved => ({
      observer: observer.save(),
      spawns: spawns.save(),
      spawned: [...spawned],
      ids: [...ids],
      states: [...states],
    }),
    restore(taken) {
      const saved = taken as Saved
      observer.restore(saved.observer)
      spawns.restore(saved.spawns)
      spawned = new Set(saved.spawned)
      ids = new Map(saved.ids)
      states = new Map(saved.states)
    },
  }
}

const taskFact = (word: string, fields: Fields): Fact => ({
  kind: 'task',
  arguments: [word],
  fields,
})
