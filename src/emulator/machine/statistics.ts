/** What a run met that the machine does not have, and how much it worked: counts, for the reader's information only. */
import type { UnclaimedAccess } from '../devices/port-bus'
import * as L from '../core/layout'
import type { Core } from './core-binding'

export interface MissingInstruction {
  /** Up to fifteen bytes from the instruction on. */
  readonly bytes: Uint8Array
  /** How often it raised #UD; 255 stands for that many or more. */
  readonly count: number
}

export interface MachineStatistics {
  readonly instant: number
  readonly pageWalks: number
  readonly blocksDecoded: number
  /** Instructions that raised #UD because the core lacks them; the first sixteen kinds. */
  readonly missing: readonly MissingInstruction[]
  readonly missingTotal: number
  readonly unclaimedPorts: readonly UnclaimedAccess[]
  /** Accesses to physical addresses where there is neither RAM nor a chip. */
  readonly unclaimedMemory: number
}

const MISSING_SIZE = 16

export function readStatistics(
  core: Core,
  unclaimedPorts: readonly UnclaimedAccess[],
  unclaimedMemory: number,
): MachineStatistics {
  const rows = Array.from({ length: L.MISSING_CAPACITY }, (_, index) =>
    new Uint8Array(core.buffer, L.MISSING + index * MISSING_SIZE, MISSING_SIZE).slice(),
  )
  return {
    instant: core.getCount(L.INSTANT),
    pageWalks: core.getCount(L.WALKS),
    blocksDecoded: core.getCount(L.BLOCKS_DECODED),
    missing: rows
      .map((row) => ({
        bytes: row.subarray(0, MISSING_SIZE - 1),
        count: row[MISSING_SIZE - 1] ?? 0,
      }))
      .filter(({ count }) => count > 0),
    missingTotal: core.getU32(L.MISSING_COUNT),
    unclaimedPorts,
    unclaimedMemory,
  }
}
