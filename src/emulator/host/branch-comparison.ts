/**
 * Two branches of a run side by side: the machine on screen goes along one, a second one that nobody follows stands on
 * the other, at the same instant or at the same event.
 */
import type {
  Alignment,
  ComparedMemory,
  ComparedSide,
  Comparison,
  Divergence,
} from '../../shared/models/comparison'
import { instant, linearAddress, type Instant } from '../../shared/units'
import type { Machine, Stop } from '../machine/machine-api'
import { differenceOf } from '../timeline/memory-difference'
import type { Branch } from '../timeline/timeline'
import { branchWords } from './fork-words'
import type { LoadedMachine } from './loaded-machine'
import { compareEvents, sameEventAt } from './compared-events'
import { pageNames } from './compared-pages'
import { registersModel } from './registers-model'
import { createScout, type Scout, type Stand } from './scout'
import { stopWords } from './stop-words'

export interface BranchComparison {
  readonly left: number
  readonly right: number
  readonly forkedAt: Instant
  align(by: Alignment): void
  tell(divergence: Divergence): void
  /** The machine on the branch that is not on screen. */
  readonly twin: Scout
  /** Equal keys, equal models. */
  key(loaded: LoadedMachine, isRunning: boolean): string
  model(loaded: LoadedMachine): Comparison | undefined
}

/** More bytes of the serial port than there is room for. */
const SERIAL_END = 4096

/** Throws `RangeError` when there are no such branches, or only one. */
export function createBranchComparison(
  loaded: LoadedMachine,
  left: number,
  right: number,
): BranchComparison {
  const { timeline } = loaded
  if (left === right) throw new RangeError('A branch cannot be compared with itself.')
  const forkedAt = commonUntil(timeline.branches(), left, right)
  let alignment: Alignment = 'instant'
  let divergence: Divergence | undefined
  let revision = 0

  const otherId = () => (timeline.present() === left ? right : left)

  const twin = createScout(timeline, loaded.createMachine, otherId)

  const isShown = () =>
    [left, right].includes(timeline.present()) && timeline.ways().at(otherId()) !== undefined

  function sideOf(id: number, { machine, timeline: way }: Stand, stop: Stop): ComparedSide {
    const branch = timeline.branches().find((one) => one.id === id)
    if (!branch) throw new RangeError('There is no such branch.')
    const { rip } = machine.processor()
    const symbol = loaded.debugInfo.locate(linearAddress(rip))
    const words = stopWords(stop)
    const { cells, cursor } = machine.screen()
    return {
      branch: id,
      name: branch.name ?? branchWords(branch, timeline.inputs(id)),
      isPresent: id === timeline.present(),
      instant: way.now(),
      end: branch.end,
      rip: linearAddress(rip),
      ...(symbol !== undefined && { symbol }),
      ...(words !== undefined && { stop: words }),
      screen: { cells, cursor },
      serial: loaded.recordOf(id)?.serial.endAt(way.now(), SERIAL_END) ?? '',
    }
  }

  return {
    left,
    right,
    forkedAt,
    twin,
    align(by) {
      alignment = by
      revision += 1
    },
    tell(found) {
      divergence = found
      revision += 1
    },
    key(_loaded, isRunning) {
      const place = isRunning ? 'running' : timeline.now()
      return `${left},${right},${place},${timeline.present()},${timeline.revision()},${revision}`
    },
    model() {
      if (!isShown()) return undefined
      const here: Stand = loaded
      const now = timeline.now()
      const aligned =
        alignment === 'event'
          ? sameEventAt(loaded, timeline.present(), otherId(), forkedAt, now)
          : now
      const there = twin.standAt(instant(aligned))
      const thereStop = there.machine.run(0)
      const hereStop = loaded.machine.run(0)
      const isLeft = timeline.present() === left
      const [a, b] = isLeft ? [here, there] : [there, here]
      const [stopA, stopB] = isLeft ? [hereStop, thereStop] : [thereStop, hereStop]
      return {
        left: sideOf(left, a, stopA),
        right: sideOf(right, b, stopB),
        forkedAt,
        alignment,
        ...(divergence && { divergence }),
        registers: registersModel(a.machine.processor(), b.machine.processor()),
        memory: memoryOf(a.machine, b.machine),
        ...compareEvents(loaded, { left, right, forkedAt, now }),
      }
    },
  }
}

function memoryOf(left: Machine, right: Machine): ComparedMemory {
  const { pages, ...counts } = differenceOf(left.snapshot().pages, right.snapshot().pages)
  const names = pageNames(left, right)
  return {
    ...counts,
    pages: pages.map((page) => {
      const what = names.get(page.address)
      return { ...page, ...(what !== undefined && { what }) }
    }),
  }
}

/** Up to this instant both are one branch; there the inputs may differ. */
function commonUntil(branches: readonly Branch[], left: number, right: number): Instant {
  const lineage = (id: number): readonly Branch[] => {
    const branch = branches.find((one) => one.id === id)
    if (!branch) throw new RangeError('There is no such branch.')
    return branch.parent === undefined ? [branch] : [...lineage(branch.parent), branch]
  }
  const [a, b] = [lineage(left), lineage(right)]
  const common = a.filter((one) => b.some(({ id }) => id === one.id)).length
  const forks = [a[common], b[common]].flatMap((one) => (one ? [one.forkedAt] : []))
  return instant(Math.min(...forks))
}
