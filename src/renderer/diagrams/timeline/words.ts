/** The timeline in words: what a mark is, what lies near an instant, how the lanes are called. */
import { formatCount } from '../../../shared/format'
import type { Bookmark, Branch, Lane, LaneMark, Timeline } from '../../../shared/models/timeline'
import { LANE_STYLES } from './glyphs'

const ONE_AND_MANY: Readonly<Record<Lane, readonly [one: string, many: string]>> = {
  faults: ['fault', 'faults'],
  interrupts: ['interrupt', 'interrupts'],
  'page-walks': ['page walk', 'page walks'],
  inputs: ['input', 'inputs'],
  serial: ['serial byte', 'serial bytes'],
  halts: ['HLT', 'HLTs'],
  ports: ['port access', 'port accesses'],
}

/** `1 fault`, `1,234 page walks`. */
export const countWords = (lane: Lane, count: number): string =>
  `${formatCount(count)} ${ONE_AND_MANY[lane][count === 1 ? 0 : 1]}`

export const laneName = (lane: Lane): string => LANE_STYLES[lane].name

/** `#BP at instr 1,018,537`, `14 interrupts from instr 1,000 to 2,000`. */
export function markWords(lane: Lane, { from, to, count, label }: LaneMark): string {
  if (count > 1) {
    return `${countWords(lane, count)} from instr ${formatCount(from)} to ${formatCount(to)}`
  }
  return `${label ?? ONE_AND_MANY[lane][0]} at instr ${formatCount(from)}`
}

/** Everything of a lane between two instants as one mark; nothing when nothing is there. */
export function markBetween(
  model: Timeline,
  lane: Lane,
  from: number,
  to: number,
): LaneMark | undefined {
  const all = model.lanes.find((candidate) => candidate.lane === lane)?.marks ?? []
  const near = all.filter((mark) => mark.to >= from && mark.from <= to)
  const [first] = near
  const last = near.at(-1)
  if (!first || !last) return undefined
  if (near.length === 1) return first
  const count = near.reduce((sum, mark) => sum + mark.count, 0)
  return { from: first.from, to: last.to, count }
}

/** What the machine's place in the run is, for those who hear it. */
export function nowWords(model: Timeline, lane: Lane): string {
  const here = markBetween(model, lane, model.now, model.now)
  const place = `Instruction ${formatCount(model.now)} of ${formatCount(model.end)}`
  return `${place}. ${laneName(lane)}: ${here ? markWords(lane, here) : 'nothing here'}.`
}

/** What a branch is called: as the reader says, else by what it does otherwise. */
export const branchName = ({ name, change }: Branch): string => name ?? change

/** `RAX = 5, from instr 12,345 to 20,000`. */
export function branchWords(branch: Branch): string {
  const from = branch.parent === undefined ? 0 : branch.forkedAt
  return `${branchName(branch)}, from instr ${formatCount(from)} to ${formatCount(branch.end)}`
}

/** Where other branches leave the present one, and where it left its parent. */
export function forksOf({ branches, end }: Timeline): readonly Branch[] {
  const present = branches.find(({ isPresent }) => isPresent)
  return branches.filter(
    ({ id, parent, forkedAt }) =>
      parent !== undefined && (id === present?.id || parent === present?.id) && forkedAt <= end,
  )
}

/** The bookmarks that lie on the present branch, or on the past that it shares with theirs. */
export function bookmarksOf({ branches, bookmarks }: Timeline): readonly Bookmark[] {
  /** Up to where the present branch is that one. */
  const shared = new Map<number, number>()
  let limit = Infinity
  let branch = branches.find(({ isPresent }) => isPresent)
  while (branch) {
    const { id, parent, forkedAt } = branch
    shared.set(id, limit)
    limit = Math.min(limit, forkedAt)
    branch = shared.has(parent ?? id) ? undefined : branches.find((one) => one.id === parent)
  }
  return bookmarks.filter(({ branch: id, instant }) => instant <= (shared.get(id) ?? -1))
}
