/** What can be said of one box of the drawing when somebody points at it, and where it leads. */
import type { Interleaving, LockHistory } from '../../../shared/models/interleaving'
import type { DiagramDetail } from '../detail'
import { functionWords, laneName } from './facts'
import { captionOf } from './words'

export function detailOf(model: Interleaving, key: string): DiagramDetail | undefined {
  const sequence = /^stretch-(\d+)$/.exec(key)?.[1]
  if (sequence !== undefined) return stretchDetail(model, Number(sequence))
  const name = /^lock-(.+)$/.exec(key)?.[1]
  const lock = model.locks.find((each) => each.name === name)
  return lock && { words: lockWords(model, lock) }
}

function stretchDetail(model: Interleaving, sequence: number): DiagramDetail | undefined {
  const at = model.recent.findIndex((each) => each.sequence === sequence)
  const now = model.recent[at]
  if (!now) return undefined
  const { headline, detail } = captionOf(model, now, model.recent[at - 1])
  return {
    words: `${headline} ${detail}`,
    item: sequence,
    moment: { what: 'the switch', instant: now.instant },
  }
}

function lockWords(model: Interleaving, { name, held, waits }: LockHistory): string {
  const owner = held.find(({ to }) => to === undefined)
  const waiter = waits.find(({ to }) => to === undefined)
  const by = owner
    ? `is held by ${laneName(model, owner.lane)}${owner.function === undefined ? '' : `, in \`${functionWords(owner.function)}\``}`
    : 'is open'
  const wait = waiter ? `; ${laneName(model, waiter.lane)} waits for it` : ''
  return `The spin lock \`${name}\` ${by}${wait}.`
}
