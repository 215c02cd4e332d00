/** Names of lanes and functions, and what becomes of a wait. */
import { formatCount } from '../../../shared/format'
import type { Interleaving, LaneSwitch, LockStretch } from '../../../shared/models/interleaving'

export const laneName = (
  { lanes }: Pick<Interleaving, 'lanes'>,
  index: number | undefined,
): string => (index === undefined ? undefined : lanes[index]?.name) ?? 'main'

/** `IRQ0’s handler`, `the task converse`, `main`. */
export function runnerWords(model: Pick<Interleaving, 'lanes'>, index: number | undefined): string {
  const name = laneName(model, index)
  const kind = index === undefined ? 'main' : model.lanes[index]?.kind
  if (kind === 'handler') return `the handler of ${name}`
  return kind === 'task' ? `the task \`${name}\`` : name
}

/** The last part of a function's path, without the parameters of types: `print_in`. */
export function functionWords(name: string): string {
  const bare = name.replace(/<[^<>]*>/g, '').replace(/<[^<>]*>/g, '')
  const parts = bare.split('::').filter((part) => part !== '' && !part.startsWith('{'))
  return parts.at(-1) ?? name
}

export const instructionsWords = (count: number): string =>
  count === 1 ? '1 instruction' : `${formatCount(count)} instructions`

export const topOf = ({ stack }: LaneSwitch): number => stack.at(-1) ?? 0

/** A wait that has not ended; on one processor it cannot, unless a handler comes that holds the lock. */
export interface OpenWait {
  readonly lock: string
  readonly wait: LockStretch
  readonly holder?: LockStretch
  readonly isDeadlock: boolean
}

/** The last wait that is still open at a moment. */
export function openWaitOf(
  model: Interleaving,
  moment: number = model.instant,
): OpenWait | undefined {
  const isOpen = ({ from, to }: LockStretch) => from <= moment && (to === undefined || to > moment)
  for (const { name, held, waits } of [...model.locks].reverse()) {
    const wait = waits.filter(isOpen).at(-1)
    if (!wait) continue
    const holder = held.filter(isOpen).at(-1)
    const kindOf = (lane: number) => model.lanes[lane]?.kind
    const mayInterrupt =
      holder && kindOf(holder.lane) === 'handler' && kindOf(wait.lane) !== 'handler'
    return {
      lock: name,
      wait,
      ...(holder && { holder }),
      isDeadlock: holder !== undefined && !mayInterrupt,
    }
  }
  return undefined
}
