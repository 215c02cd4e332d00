/** The nearest address, up or down, that a page is mapped to: what is not mapped is passed over a table's entry at a time. */
import { linearAddress } from '../../../shared/units'
import { PAGING_LEVEL_NAMES, PAGING_LEVELS } from '../../../shared/x86/paging'
import type { Machine } from '../../machine/machine-api'

const TOP = (1n << 64n) - 1n
/** The addresses between the canonical halves. */
const HOLE = { from: 1n << 47n, to: TOP - (1n << 47n) }

/** More entries than four tables have; a sound space needs fewer. */
const STEP_LIMIT = 2_200

/** `address` itself if it is mapped; nothing where there is none up to the end of the space. */
export function mappedNeighbour(
  machine: Pick<Machine, 'translate'>,
  address: bigint,
  direction: 1 | -1,
): bigint | undefined {
  let here = address
  for (let steps = 0; steps < STEP_LIMIT && here >= 0n && here <= TOP; steps++) {
    if (here >= HOLE.from && here <= HOLE.to) {
      here = direction > 0 ? HOLE.to + 1n : HOLE.from - 1n
      continue
    }
    const { walk } = machine.translate(linearAddress(here), 'read')
    if (walk.outcome === 'mapped') return here
    const level = PAGING_LEVELS[walk.steps.length - 1]
    const size = 1n << BigInt(PAGING_LEVEL_NAMES[level ?? 'pt'].shift)
    const start = here - (here % size)
    here = direction > 0 ? start + size : start - 1n
  }
  return undefined
}
