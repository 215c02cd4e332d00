/** Answers what the interrupt-path observer asks: the controllers and the processor as they stand, and names of code. */
import { linearAddress } from '../../shared/units'
import type { InterruptPathReader } from '../observers/interrupt-path-model'
import { createDispatchLookup } from './dispatch-lookup'
import type { ObserverContext } from './observers'

const RFLAGS_IF = 1n << 9n

export function createInterruptPathReader(context: ObserverContext): InterruptPathReader {
  const { machine, debugInfo } = context
  const lookup = createDispatchLookup(context)
  return {
    ...lookup,
    functions: (rip) =>
      debugInfo
        .framesAt(rip)
        .flatMap(({ function: name, source }) =>
          name === undefined
            ? []
            : [{ name, ...(source && { source: `${source.file}:${source.line}` }) }],
        ),
    waitingLines: machine.waitingLines,
    standing() {
      const { rip: at, rflags, cr8, isShadowed, isHalted, isShutDown } = machine.processor()
      const rip = linearAddress(at)
      return {
        instant: machine.instant(),
        rip,
        interruptsEnabled: (rflags & RFLAGS_IF) !== 0n,
        isShadowed,
        cr8: Number(cr8),
        activity: isShutDown ? 'shut down' : isHalted ? 'halted' : 'running',
        instruction: lookup.instruction(rip),
        ...machine.controllers(),
      }
    },
  }
}
