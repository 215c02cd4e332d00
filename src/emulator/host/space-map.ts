/** The whole address space of a machine as it stands, of the value that CR3 has or of another one. */
import type { SpaceLook, SpaceMap } from '../../shared/models/space-map'
import { pml4Address } from '../../shared/x86/paging'
import { spaceDifferences } from '../observers/space-differences'
import { readSpace } from '../observers/space-map'
import type { LoadedMachine } from './loaded-machine'
import { pageTablesOf } from './page-tables'
import { createRangeNames } from './range-names'

const PAGING = 1n << 31n

export function spaceMap(loaded: LoadedMachine, look: SpaceLook): SpaceMap {
  const { machine, observers } = loaded
  const { cr0, cr3 } = machine.processor()
  const current = pml4Address(cr3)
  const isPaged = (cr0 & PAGING) !== 0n
  const pml4 = look.pml4 ?? current
  const tables = pageTablesOf(loaded)
  const { slots, isLost } = isPaged ? readSpace(tables, pml4) : { slots: [], isLost: false }
  const named = createRangeNames(loaded, pml4 === current)
  const { beside } = look
  return {
    instant: machine.instant(),
    pml4,
    isCurrent: pml4 === current,
    isPaged,
    isLost,
    slots: slots.map((slot) => ({ ...slot, ranges: slot.ranges.map(named) })),
    known: [current, ...observers['page-walk'].spaces().filter((each) => each !== current)],
    ...(isPaged &&
      beside !== undefined && {
        beside: { pml4: beside, ...spaceDifferences(tables, pml4, beside) },
      }),
  }
}
