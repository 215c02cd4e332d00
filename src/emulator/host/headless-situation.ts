/** The situation of a machine without a window, and who made it so: searched for in its past. */
import type { Situation } from '../../shared/models/situation'
import type { FoundWrite } from '../../shared/protocol'
import type { Instant, PhysicalAddress } from '../../shared/units'
import { PageEntry } from '../../shared/x86/paging'
import type { QueryEnding } from './headless-query'
import type { LoadedMachine } from './loaded-machine'
import { situationOf } from './situation'

export function situationAtEnd(loaded: LoadedMachine, ending: QueryEnding): Situation {
  switch (ending.reason) {
    case 'shutdown':
      return situationOf(loaded, { activity: 'frozen' })
    case 'exit':
      return situationOf(loaded, { activity: 'exited', exitStatus: ending.exitStatus })
    default:
      return situationOf(loaded, { activity: 'paused' })
  }
}

const ENTRY_BYTES = 8

/**
 * The last time before an instant that code wrote a paging-structure entry: stores by which the processor set A or D do
 * not count. Needs a machine that keeps its history, which then stands where it stood.
 */
export function lastEntryWriter(
  { timeline, debugInfo }: LoadedMachine,
  address: PhysicalAddress,
  before: Instant,
): Pick<FoundWrite, 'instant' | 'rip' | 'symbol'> | undefined {
  for (;;) {
    const search = timeline.findLastWrite(address, ENTRY_BYTES, before)
    let step = search.next()
    while (!step.done) step = search.next()
    const { value: write } = step
    if (!write) return undefined
    const { instant, rip } = write
    const symbol = debugInfo.symbols.at(rip)?.symbol.name
    const changed = write.old ^ write.new
    const isByProcessor = changed !== 0n && (changed & ~(PageEntry.A | PageEntry.D)) === 0n
    if (!isByProcessor) return { instant, rip, ...(symbol !== undefined && { symbol }) }
    before = instant
  }
}
