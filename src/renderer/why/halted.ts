/** Why nothing runs any more: HLT with interrupts off. */
import type { Situation } from '../../shared/models/situation'
import { say, type Sentence } from './explanation'
import { functionWords } from './naming'
import type { Answer } from './question'

export function halted(situation: Situation): readonly Answer[] {
  const { isHalted, isInterruptible, executor, instruction } = situation
  if (!isHalted || isInterruptible) return []
  const symbol = executor.sleep?.symbol ?? instruction.symbol
  const place = symbol === undefined ? '' : ` in \`${functionWords(symbol)}\``
  return [
    {
      question: 'Why does nothing run any more?',
      paragraph: [
        say`The processor executed HLT${place} with RFLAGS.IF = 0.`,
        say`HLT ends with an interrupt, an NMI or a reset, and with IF = 0 no maskable interrupt is taken.`,
        ...reason(situation),
      ],
      cure: say`STI right before HLT, as one pair, where the kernel is to wait; none where it has given up.`,
      manual: 'SDM Vol. 2A, "HLT—Halt"',
    },
  ]
}

/** What the kernel had come to before. */
function reason({ panic, underWay }: Situation): readonly Sentence[] {
  if (panic) return [say`That is how its panic ended.`]
  return underWay?.story.steps.some(({ source }) => source === 'exception')
    ? [say`The handler of the exception did so: it does not return.`]
    : []
}
