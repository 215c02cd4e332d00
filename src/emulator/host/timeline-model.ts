/** The timeline as it is shown: the lanes over the visible range; and the branches with what the reader noted on them. */
import type { RunBranches, RunInput, RunLanes, Thumbnail } from '../../shared/models/timeline'
import type { TimeRange } from '../../shared/protocol'
import { instant, type Instant } from '../../shared/units'
import { isStateEdit } from '../machine/input-log'
import { branchWords, inputWords } from './fork-words'
import type { LoadedMachine } from './loaded-machine'

/** Marks that a lane is given at most: about one for each two pixels of a wide window. */
const ROOM = 800

/** Inputs that are told one by one. */
const MOST_INPUTS = 500

export function lanesModel(
  { timeline, record }: LoadedMachine,
  range: TimeRange | 'whole-run',
): RunLanes {
  const end = instant(Math.max(timeline.now(), timeline.end()))
  const from = range === 'whole-run' ? instant(0) : range.from
  const to = range === 'whole-run' ? end : range.to
  return { from, to, lanes: record().lanes.summary(from, to, ROOM) }
}

const withinRun = ({ timeline }: LoadedMachine, asked: Instant) =>
  instant(Math.min(asked, timeline.end()))

/** Equal for equal pictures: what is given or changed at the end of a run changes no other place of it. */
export function thumbnailKey(loaded: LoadedMachine, asked: Instant): string {
  const { timeline } = loaded
  const at = withinRun(loaded, asked)
  return `${at},${timeline.present()},${at < timeline.end() ? '' : timeline.revision()}`
}

/** Read from a machine that goes there, while the one on screen stays where it is. */
export function thumbnailModel(loaded: LoadedMachine, asked: Instant): Thumbnail {
  const { scout } = loaded
  const at = withinRun(loaded, asked)
  const { cells, cursor } = scout.standAt(at).machine.screen()
  return { instant: at, screen: { cells, cursor } }
}

export function branchesModel({ timeline, bookmarks }: LoadedMachine): RunBranches {
  const present = timeline.present()
  return {
    branches: timeline.branches().map((branch) => ({
      ...branch,
      isPresent: branch.id === present,
      change: branchWords(branch, timeline.inputs(branch.id)),
    })),
    bookmarks: bookmarks.all(),
    inputs: runInputs(timeline.inputs()),
  }
}

function runInputs(inputs: ReturnType<LoadedMachine['timeline']['inputs']>): RunInput[] {
  const skipped = Math.max(0, inputs.length - MOST_INPUTS)
  return inputs.slice(skipped).map(({ instant, input }, place) => ({
    index: skipped + place,
    instant,
    words: inputWords(input),
    isEdit: isStateEdit(input),
  }))
}
