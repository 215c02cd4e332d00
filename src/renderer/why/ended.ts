/** Why the machine ended: the guest wrote to the exit port. */
import type { Situation } from '../../shared/models/situation'
import { formatShortHex } from '../../shared/format'
import { say } from './explanation'
import { functionWords } from './naming'
import type { Answer } from './question'

const SUCCESS = 33

export function ended({ activity, exitStatus, instruction }: Situation): readonly Answer[] {
  if (activity !== 'exited' || exitStatus === undefined) return []
  const value = exitStatus >> 1
  const place =
    instruction.symbol === undefined ? '' : ` in \`${functionWords(instruction.symbol)}\``
  const meaning =
    exitStatus === SUCCESS
      ? say`By convention 0x10 is success.`
      : say`By convention 0x10 is success, so this is a failure.`
  return [
    {
      question: `Why did the machine end with status ${exitStatus}?`,
      paragraph: [
        say`OUT${place} wrote ${formatShortHex(value)} to port 0xF4, the exit device, which ends the machine with status 2 × ${value} + 1.`,
        meaning,
      ],
      manual: 'isa-debug-exit, as QEMU has it',
    },
  ]
}
