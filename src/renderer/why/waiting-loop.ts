/** Why a loop never ends: nothing in it can, or it waits for a lock whose owner cannot run. */
import type { FaultStory, Situation, WaitingLoop } from '../../shared/models/situation'
import { formatHex } from '../../shared/format'
import { hogOf } from '../diagrams/executor/facts'
import { eventName } from '../diagrams/stack-switch/names'
import { link, say, type Sentence } from './explanation'
import { functionWords } from './naming'
import type { Answer } from './question'

export function waitsInLoop(situation: Situation): readonly Answer[] {
  const { loop, executor } = situation
  // A poll that never returns is told as such.
  if (!loop || (loop.kind === 'nothing' && hogOf(executor))) return []
  return [loop.kind === 'nothing' ? endless(situation) : locked(situation, loop)]
}

const placeOf = ({ instruction }: Situation): Sentence => {
  const { symbol, source } = instruction
  const line = source === undefined ? '' : ` (\`${source}\`)`
  return symbol === undefined ? [] : say` in \`${functionWords(symbol)}\`${line}`
}

function endless(situation: Situation): Answer {
  return {
    question: 'Why does the program get nowhere?',
    paragraph: [
      say`The processor goes round a loop${placeOf(situation)} that only jumps back: it changes no register, reads no memory and uses no port.`,
      situation.isInterruptible
        ? say`Handlers still run, as RFLAGS.IF = 1, but none of them moves the program on.`
        : say`RFLAGS.IF = 0, so no handler runs either.`,
    ],
    cure: say`A condition that ends the loop, or \`hlt\` in it where there is nothing left to do.`,
    manual: 'SDM Vol. 2A, "JMP—Jump"',
  }
}

function locked(
  situation: Situation,
  { name, word }: Extract<WaitingLoop, { kind: 'lock' }>,
): Answer {
  const handler = innermostInterrupt(situation)
  const { isInterruptible } = situation
  return {
    question: `Why does the lock \`${name}\` never open?`,
    paragraph: [
      say`The processor goes round a loop${placeOf(situation)} that waits for the lock \`${name}\`: its word at ${formatHex(word)} is 1, taken.`,
      handler
        ? say`It does so in the handler of ${eventOf(handler)}, with RFLAGS.IF = ${isInterruptible ? 1 : 0}: what was interrupted cannot run before the handler returns.`
        : say`RFLAGS.IF is ${isInterruptible ? 1 : 0}, and no handler is being served.`,
      handler || !isInterruptible
        ? say`So whoever holds the lock never opens it: a deadlock on one processor.`
        : say`Only a handler could open it now.`,
    ],
    cure: say`CLI before the lock is taken by code that the handler interrupts, STI after it is opened; or a handler that only tries the lock.`,
    manual: 'SDM Vol. 2B, "PAUSE—Spin Loop Hint"',
  }
}

/** The handler that waits, when it is that of an interrupt. */
const innermostInterrupt = ({ underWay }: Situation): FaultStory | undefined =>
  underWay?.story.steps.at(-1)?.source === 'interrupt' ? underWay : undefined

function eventOf({ story }: FaultStory) {
  const step = story.steps.at(-1)
  const name = step ? eventName(step) : 'an interrupt'
  return link(name, { kind: 'diagram', topic: 'stack-switch' })
}
