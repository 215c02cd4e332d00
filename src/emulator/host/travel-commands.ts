/** Commands that go to another instant or another branch of the run. */
import type { Instant } from '../../shared/units'
import { beginCodeWalkSearch } from './code-walk-search'
import { beginQuerySearch } from './query-search'
import type { Handlers, SessionContext } from './session-context'
import { beginWriteSearch } from './write-search'

type TravelCommand =
  | 'seek'
  | 'step-back'
  | 'go-to-event'
  | 'switch-branch'
  | 'who-wrote'
  | 'find'
  | 'find-code-walk'
  | 'cancel-search'

export interface TravelCommands extends Handlers<TravelCommand> {
  /** Goes where the last of the waiting wishes wants to be. */
  readonly goToWanted: () => void
  /** Drops a wish that waits: it was for another machine. */
  readonly forgetWanted: () => void
}

export function travelCommands(session: SessionContext): TravelCommands {
  /** Where the reader wants to be; while a pointer is dragged many such wishes come, and only the last counts. */
  let wanted: Instant | undefined

  function goToWanted(): void {
    if (wanted === undefined) return
    const target = wanted
    wanted = undefined
    session.standAt(() => session.present().timeline.seek(target))
    session.announce()
  }

  return {
    goToWanted,
    forgetWanted() {
      wanted = undefined
    },
    seek(command) {
      session.present()
      if (wanted === undefined) session.timing.schedule(goToWanted, 0)
      wanted = command.instant
    },
    'step-back': ({ count }) => session.standAt(() => session.present().timeline.stepBack(count)),
    'go-to-event'({ lane, direction }) {
      const { timeline, record } = session.present()
      const target = record().lanes.nearest(lane, timeline.now(), direction)
      if (target !== undefined) session.standAt(() => timeline.seek(target))
    },
    'switch-branch'({ branch }) {
      const { timeline } = session.present()
      session.standAt(() => {
        timeline.switchTo(branch)
        return timeline.run(0)
      })
    },
    'who-wrote'({ target }) {
      session.runner.pause()
      session.searches.begin(beginWriteSearch(session.present(), target))
    },
    // Every command that needs the machine has ended the search by now.
    'cancel-search': () => session.announce(),
    'find-code-walk'() {
      session.runner.pause()
      session.shown.space = undefined
      session.searches.begin(beginCodeWalkSearch(session.present()))
    },
    find({ query }) {
      session.runner.pause()
      session.searches.begin(beginQuerySearch(session.present(), query))
    },
  }
}
