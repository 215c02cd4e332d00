/** The whole address space of a machine as it stands, of the value that CR3 has or of another one. */
import type { SpaceLook, SpaceMap } from '../../shared/models/space-map'
import { pml4Address } from '../../shared/x86/paging'
import type { PageTables } from '../observers/page-tree'
import { spaceDifferences } from '../observers/space-differences'
import { readSpace } from '../observers/space-map'
import type { LoadedMachine } from './loaded-machine'
import { createRangeNames } from './range-names'

const PAGING = 1n << 31n
const EXECUTE_DISABLE_ENABLE = 1n << 11n
const TABLE_BYTES = 4096

export function spaceMap(loaded: LoadedMachine, look: SpaceLook): SpaceMap {
  const { machine, observers } = loaded
  const { cr0, cr3 } = machine.processor()
  const current = pml4Address(cr3)
  const isPaged = (cr0 & PAGING) !== 0n
  const pml4 = look.pml4 ?? current
  const tables = tablesOf(loaded)
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

function tablesOf({ machine }: LoadedMachine): PageTables {
  const { bytes } = machine.memory
  return {
    hasExecuteDisable: (machine.processor().efer & EXECUTE_DISABLE_ENABLE) !== 0n,
    read(at) {
      if (at + TABLE_BYTES > bytes.length) return undefined
      return new Uint32Array(bytes.slice(at, at + TABLE_BYTES).buffer)
    },
  }
}
