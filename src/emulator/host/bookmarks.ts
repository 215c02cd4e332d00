/** Instants of a run that the reader has given names. */
import type { Bookmark } from '../../shared/models/timeline'
import type { Instant } from '../../shared/units'
import type { SavedBookmark } from '../timeline/session-file'

export interface Bookmarks {
  /** Counts what was done to them. */
  revision(): number
  /** In the order of their instants. */
  all(): readonly Bookmark[]
  /** Throws `RangeError` where there is none. */
  at(id: number): Bookmark
  add(name: string, branch: number, instant: Instant): Bookmark
  rename(id: number, name: string): void
  /** Gives how to bring it back. */
  remove(id: number): () => void
  /** Forgets those of a branch that is no more; the same. */
  removeBranch(branch: number): () => void
  save(): readonly SavedBookmark[]
}

export function createBookmarks(saved: readonly SavedBookmark[] = []): Bookmarks {
  let bookmarks: Bookmark[] = []
  let nextId = 1
  let revision = 0

  function put(changed: Bookmark[]): void {
    bookmarks = changed
    revision += 1
  }

  function at(id: number): Bookmark {
    const found = bookmarks.find((bookmark) => bookmark.id === id)
    if (!found) throw new RangeError('There is no such bookmark.')
    return found
  }

  function add(name: string, branch: number, instant: Instant): Bookmark {
    const bookmark = { id: nextId++, name, branch, instant }
    put([...bookmarks, bookmark].sort((a, b) => a.instant - b.instant))
    return bookmark
  }

  function drop(isMeant: (bookmark: Bookmark) => boolean): () => void {
    const dropped = bookmarks.filter(isMeant)
    put(bookmarks.filter((bookmark) => !isMeant(bookmark)))
    return () => put([...bookmarks, ...dropped].sort((a, b) => a.instant - b.instant))
  }

  for (const { name, branch, instant } of saved) add(name, branch, instant)

  return {
    revision: () => revision,
    all: () => bookmarks,
    at,
    add,
    rename(id, name) {
      const old = at(id)
      put(bookmarks.map((bookmark) => (bookmark === old ? { ...old, name } : bookmark)))
    },
    remove(id) {
      const old = at(id)
      return drop((bookmark) => bookmark === old)
    },
    removeBranch: (branch) => drop((bookmark) => bookmark.branch === branch),
    save: () => bookmarks.map(({ name, branch, instant }) => ({ name, branch, instant })),
  }
}
