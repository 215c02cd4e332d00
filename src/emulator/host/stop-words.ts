/** Says in sentences why a machine stands still, for windows and terminals alike. */
import { shutdownWords } from '../../shared/x86/shutdown-words'
import type { Stop } from '../machine/machine-api'

/** Nothing to say about a machine that only used up its budget. */
export function stopWords(stop: Stop): string | undefined {
  switch (stop.reason) {
    case 'budget':
      return undefined
    case 'dead':
      return 'The processor halted with interrupts disabled: nothing can wake it.'
    case 'shutdown':
      return ['Triple fault.', ...shutdownWords(stop.chain)].join(' ')
    case 'exit':
      return `The guest ended the machine with status ${stop.exitStatus}.`
    case 'reset':
      return 'The guest asked for a reset.'
  }
}
