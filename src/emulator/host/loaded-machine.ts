/**
 * A machine with all that a session shows of it: names, the last exception, page walks, serial text.
 * One of them is made for each load and each reset, and thrown away whole, so that nothing of a run outlives it.
 */
import type { ExceptionRaised, MachineEvent } from '../../shared/events'
import type { MachineConfiguration } from '../../shared/protocol'
import { readElf64 } from '../boot/elf64'
import { createDebugInfo, type DebugInfo } from '../debuginfo/debug-info'
import { createMachine } from '../machine/machine'
import type { Machine } from '../machine/machine-api'
import type { CoreModule } from '../machine/webassembly'
import { createPageWalkObserver, type PageWalkObserver } from '../observers/page-walk'
import { createAddressLookup } from './address-lookup'
import { createSerialText, type SerialText } from './serial-text'
import type { AddressLookup } from '../observers/page-walk-model'

export interface LoadedMachine {
  readonly name: string
  readonly image: Uint8Array
  readonly configuration: MachineConfiguration
  readonly machine: Machine
  readonly debugInfo: DebugInfo
  readonly lookup: AddressLookup
  readonly pageWalks: PageWalkObserver
  readonly serial: SerialText
  lastException(): ExceptionRaised | undefined
  /** How many page walks were seen since the load. */
  walkCount(): number
}

/** Throws `ImageError` or `RangeError` when the image or the configuration will not do. */
export function loadMachine(
  coreModule: CoreModule,
  name: string,
  image: Uint8Array,
  configuration: MachineConfiguration,
): LoadedMachine {
  const machine = createMachine(coreModule, { image, ...configuration })
  const elf = readElf64(image)
  const debugInfo = createDebugInfo(elf)
  const lookup = createAddressLookup(machine, elf, debugInfo)
  const pageWalks = createPageWalkObserver(lookup)
  const serial = createSerialText()
  let lastException: ExceptionRaised | undefined
  let walkCount = 0

  machine.listen(['page-walk', 'exception'], (event: MachineEvent) => {
    if (event.topic === 'page-walk') pageWalks.observe(event)
    if (event.type === 'page-walk.completed') walkCount += 1
    if (event.type === 'exception.raised') lastException = event
  })
  machine.onSerial(serial.add)

  return {
    name,
    image,
    configuration,
    machine,
    debugInfo,
    lookup,
    pageWalks,
    serial,
    lastException: () => lastException,
    walkCount: () => walkCount,
  }
}
