/** Commands that name instants and go to them. */
import { formatCount } from '../../shared/format'
import type { Handlers, SessionContext } from './session-context'

type BookmarkCommand = 'add-bookmark' | 'go-to-bookmark' | 'rename-bookmark' | 'delete-bookmark'

export const bookmarkCommands = (session: SessionContext): Handlers<BookmarkCommand> => ({
  'add-bookmark'({ name }) {
    const { timeline, bookmarks } = session.present()
    const now = timeline.now()
    bookmarks.add(name.trim() || `instr ${formatCount(now)}`, timeline.present(), now)
  },
  'go-to-bookmark'({ bookmark }) {
    const { timeline, bookmarks } = session.present()
    const { branch, instant } = bookmarks.at(bookmark)
    session.standAt(() => {
      timeline.switchTo(branch)
      return timeline.seek(instant)
    })
  },
  'rename-bookmark'({ bookmark, name }) {
    if (name.trim() !== '') session.present().bookmarks.rename(bookmark, name.trim())
  },
  'delete-bookmark'({ bookmark }) {
    const { bookmarks } = session.present()
    const { name } = bookmarks.at(bookmark)
    session.offerUndo(`bookmark "${name}"`, bookmarks.remove(bookmark))
  },
})
