/** Commands that change the run: what the machine holds, what reached it, and the branches that come of it. */
import { formatCount } from '../../shared/format'
import type { InputChange } from '../../shared/protocol'
import { instant, type Instant } from '../../shared/units'
import type { LoggedInput } from '../machine/input-log'
import type { Timeline } from '../timeline/timeline'
import { changeWords, inputWords } from './fork-words'
import { branchesModel } from './timeline-model'
import type { Handlers, SessionContext } from './session-context'

type ForkCommand = 'edit' | 'change-inputs' | 'rename-branch' | 'delete-branch' | 'undo-delete'

export const forkCommands = (session: SessionContext): Handlers<ForkCommand> => ({
  edit({ edit }) {
    const { timeline, machine } = session.present()
    session.standAt(() => {
      timeline.input(edit, changeWords(machine, edit))
      return timeline.run(0)
    })
  },
  'change-inputs'({ change }) {
    const { timeline } = session.present()
    session.standAt(() => {
      changeInputs(timeline, change)
      return timeline.run(0)
    })
  },
  'rename-branch'({ branch, name }) {
    session.present().timeline.rename(branch, name.trim() === '' ? undefined : name.trim())
  },
  'delete-branch'({ branch }) {
    const { timeline, bookmarks } = session.present()
    const words = branchesModel(session.present()).branches.find(({ id }) => id === branch)
    session.standAt(() => {
      const here = timeline.now()
      const isPresent = branch === timeline.present()
      const bringBack = timeline.remove(branch)
      const bringBookmarksBack = bookmarks.removeBranch(branch)
      session.offerUndo(`branch "${words?.name ?? words?.change}"`, () => {
        bringBack()
        bringBookmarksBack()
        if (isPresent) timeline.seek(here)
      })
      return timeline.run(0)
    })
  },
  'undo-delete'() {
    const { timeline } = session.present()
    session.standAt(() => {
      session.undo()
      return timeline.run(0)
    })
  },
})

function changeInputs(timeline: Timeline, change: InputChange): void {
  if (change.type === 'insert') {
    const input = { type: 'keys', scanCodes: change.scanCodes } as const
    const all = timeline.inputs()
    const at = timeline.now()
    const inputs = inOrder([...all, { instant: at, input }])
    timeline.fork({ at, inputs, change: `${inputWords(input)} between` })
    return
  }
  const inputs = timeline.inputs()
  const one = inputs[change.index]
  if (!one) throw new RangeError('There is no such input.')
  /** An input that the run has not come to yet changes nothing before its end. */
  const reached = (at: Instant) => instant(Math.min(at, timeline.end()))
  const others = inputs.filter((input) => input !== one)
  const words = inputWords(one.input)
  if (change.type === 'drop') {
    timeline.fork({ at: reached(one.instant), inputs: others, change: `without ${words}` })
  } else {
    const to = instant(Math.max(0, one.instant + change.by))
    const moved = inOrder([...others, { ...one, instant: to }])
    const distance = to - one.instant
    timeline.fork({
      at: reached(instant(Math.min(one.instant, to))),
      inputs: moved,
      change: `${words} ${formatCount(Math.abs(distance))} ${distance < 0 ? 'earlier' : 'later'}`,
    })
  }
}

/** Those of one instant keep their order; the last in the list comes last. */
const inOrder = (inputs: readonly LoggedInput[]): LoggedInput[] =>
  [...inputs].sort((a, b) => a.instant - b.instant)
