/** The sentences of the drawing: what runs now and why, and what happened at each switch. */
import { formatCount } from '../../../shared/format'
import type { Interleaving, LaneSwitch } from '../../../shared/models/interleaving'
import type { Headline, Caption } from '../primitives/figure-frame'
import { functionWords, instructionsWords, openWaitOf, runnerWords, topOf } from './facts'

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

export function headlineOf(model: Interleaving): Headline {
  return { title: titleOf(model), subtitle: subtitleOf(model) }
}

function titleOf(model: Interleaving): string {
  const { selected } = model
  if (!selected) return 'Nothing has run yet'
  const wait = openWaitOf(model)
  if (wait) {
    const waiter = capital(runnerWords(model, wait.wait.lane))
    const holder = wait.holder ? runnerWords(model, wait.holder.lane) : 'somebody'
    return wait.isDeadlock
      ? `${waiter} waits for what ${holder} holds: neither can go on`
      : `${waiter} waits for the lock \`${wait.lock}\``
  }
  if (selected.isAsleep)
    return areDisabled(model)
      ? 'The processor sleeps, and no interrupt line can wake it'
      : 'The processor sleeps until an interrupt comes'
  const top = topOf(selected)
  const below = selected.stack.at(-2)
  const lane = model.lanes[top]
  if (lane?.kind === 'handler' && below !== undefined)
    return `${capital(runnerWords(model, top))} runs, and ${runnerWords(model, below)} stands still`
  if (lane?.kind === 'task') return `${capital(runnerWords(model, top))} is being polled`
  const handlers = model.lanes.filter(({ kind }) => kind === 'handler').length
  return handlers === 0
    ? 'Main runs, and nothing has interrupted it'
    : 'Main runs; handlers came between'
}

/** Whether IF is 0 at the end of what is drawn. */
const areDisabled = ({ disabled }: Interleaving): boolean =>
  disabled.length > 0 && disabled.at(-1)?.to === undefined

function subtitleOf(model: Interleaving): string {
  const { selected } = model
  const wait = openWaitOf(model)
  if (wait) {
    const taken = wait.holder
      ? `\`${wait.lock}\` was taken${inFunction(wait.holder.function)} at instruction ${formatCount(wait.holder.from)}`
      : `\`${wait.lock}\` is taken`
    const why = wait.isDeadlock
      ? 'and who holds it cannot run before the wait is over'
      : 'and may yet be released'
    return `${taken}, ${why}.`
  }
  if (!selected) return 'Switches are watched from the first look on.'
  const held = model.locks
    .filter((lock) => lock.held.some(({ to }) => to === undefined))
    .map(({ name }) => `\`${name}\``)
  const facts = [
    areDisabled(model)
      ? 'IF is 0: requests of interrupt lines wait'
      : 'IF is 1: interrupts can come',
    held.length === 0
      ? model.hasLocks
        ? 'no lock is held'
        : 'no spin lock was recognised in the image'
      : `held: ${held.join(', ')}`,
  ]
  return `${facts.join('; ')}.`
}

const inFunction = (name: string | undefined): string =>
  name === undefined ? '' : ` in \`${functionWords(name)}\``

/** What happened at a switch, and how long the stretch before it took. */
export function captionOf(
  model: Interleaving,
  now: LaneSwitch,
  before: LaneSwitch | undefined,
): Caption {
  const took = before && instructionsWords(now.instant - before.instant)
  return {
    headline: switchWords(model, now, before),
    detail: detailWords(model, now, before, took),
  }
}

function switchWords(model: Interleaving, now: LaneSwitch, before: LaneSwitch | undefined): string {
  const top = capital(runnerWords(model, topOf(now)))
  const earlier = before && runnerWords(model, topOf(before))
  switch (now.cause) {
    case 'begin':
      return `${top} runs when the watching begins.`
    case 'delivery':
      return `${top} interrupts ${runnerWords(model, now.stack.at(-2))}${inFunction(now.left)}.`
    case 'return':
      return `${capital(earlier ?? 'a handler')} returns to ${runnerWords(model, topOf(now))}.`
    case 'poll':
      return `${top} is polled.`
    case 'poll-end':
      return `${capital(earlier ?? 'the task')} gives the processor back.`
    case 'halt':
      return `HLT${inFunction(now.left)}: the processor sleeps.`
  }
}

function detailWords(
  model: Interleaving,
  now: LaneSwitch,
  before: LaneSwitch | undefined,
  took: string | undefined,
): string {
  const locks = model.locks.flatMap(({ name, held, waits }) => {
    const taken = held.some(({ from, to }) => from < now.instant && (to ?? Infinity) > now.instant)
    const isWaiting = waits.some(({ from, to }) => from >= now.instant && to === undefined)
    return [
      ...(taken ? [`\`${name}\` is held`] : []),
      ...(isWaiting ? [`\`${name}\` is waited for`] : []),
    ]
  })
  const earlier =
    took === undefined || !before
      ? []
      : [
          before.isAsleep
            ? `The sleep took ${took}`
            : `Before it, ${runnerWords(model, topOf(before))} ran ${took}`,
        ]
  const facts = [...earlier, ...locks]
  return facts.length === 0 ? 'No lock is held.' : `${capital(facts.join('; '))}.`
}
