/** Which of the recent chains is shown, and how each is told in one row. */
import type { ChainSummary, ExecutorChain } from '../../../shared/models/executor'
import { isRelease } from '../../../shared/scan-codes'
import { instant } from '../../../shared/units'

/** The chosen one, or else the last; but what a reader has just typed matters more than that the key was let go. */
export const shownChain = (
  chains: readonly ExecutorChain[],
  selected: number | undefined,
): ExecutorChain | undefined =>
  chains.find(({ sequence }) => sequence === selected) ??
  chains.filter((chain) => !isOfRelease(chain)).at(-1) ??
  chains.at(-1)

const isOfRelease = (chain: ExecutorChain): boolean => isRelease(scanCodeOf(chain) ?? 0)

function scanCodeOf({ stations }: ExecutorChain): number | undefined {
  const [first] = stations
  return first?.kind === 'device' ? first.scanCode : undefined
}

export function chainSummary(chain: ExecutorChain): ChainSummary {
  const [first] = chain.stations
  const scanCode = scanCodeOf(chain)
  const task = chain.stations.flatMap((station) =>
    station.kind === 'wake' || station.kind === 'poll' ? (station.task ?? []) : [],
  )[0]
  return {
    sequence: chain.sequence,
    instant: first?.instant ?? instant(0),
    line: first?.kind === 'device' || first?.kind === 'interrupt' ? first.line : 0,
    ...(scanCode !== undefined && { scanCode }),
    ...(task !== undefined && { task }),
    end: chain.end,
  }
}
