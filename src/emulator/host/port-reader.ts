/** Joins the observer of ports to a machine. */
import { linearAddress } from '../../shared/units'
import { createPortStripObserver, type PortStripObserver } from '../observers/port-strip'
import type { ObserverContext } from './observers'
import { inOwnLines } from './own-lines'

export function followPorts({ machine, debugInfo, lookup }: ObserverContext): PortStripObserver {
  const observer = createPortStripObserver({
    instant: machine.instant,
    instruction: (rip) => inOwnLines(debugInfo, lookup.instruction(rip)),
  })
  machine.onPortAccess((access) =>
    observer.accessed({
      ...access,
      instant: machine.instant(),
      rip: linearAddress(machine.register('RIP')),
    }),
  )
  return observer
}
