/** Why a Rust kernel gave up: what its panic says, and where it was raised. */
import type { Situation } from '../../shared/models/situation'
import { link, say } from './explanation'
import type { Answer } from './question'

export function panicked({ panic }: Situation): readonly Answer[] {
  if (!panic) return []
  const { instant, message, source } = panic
  const place = source === undefined ? '' : ` at \`${source}\``
  return [
    {
      question: 'Why did the kernel panic?',
      paragraph: [
        say`${link('The program', { kind: 'instant', instant })} panicked${place}${message === undefined ? '' : say`: “${message}”`}.`,
        say`A check in its own code failed, not one of the processor's. The panic handler has type \`!\`: its caller is never resumed, and with \`panic=abort\` no live value is dropped.`,
      ],
      cure: say`The condition that the check asks for. Go to the instant of the panic and look at its callers.`,
      manual: 'The Rust Reference, "Panic"',
    },
  ]
}
