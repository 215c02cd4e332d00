/**
 * Copies of RAM pages, shared between snapshots: a page is copied once for each time that it was written between two of them.
 *
 * The core notes written pages in `PAGE_FLAGS`; a page that was never written is zero and takes no space.
 */
import * as L from '../core/layout'
import type { Core } from './core-binding'
import { createWordNotes, type Written } from './written-words'

/** So many neighbouring pages, each with its contents or nothing for zeros. Never changed once made. */
type PageGroup = readonly (Uint8Array | undefined)[]

/** All of RAM. Snapshots share the groups in which nothing was written between them. Never changed once made. */
export type PageImage = readonly PageGroup[]

export interface SavedPages {
  readonly pages: PageImage
  /** Since RAM was last saved or restored. */
  readonly written: Written
}

export interface PageStore {
  /** The contents of RAM now. */
  save(): SavedPages
  restore(saved: SavedPages): void
  /** Tells the store of a write that did not go through the core. */
  markWritten(address: number, length: number): void
}

const PAGE_SIZE = 4096
const GROUP_SIZE = 64

export function createPageStore(core: Core, memorySize: number): PageStore {
  const pageCount = Math.ceil(memorySize / PAGE_SIZE)
  const ram = new Uint8Array(core.buffer, L.RAM, memorySize)
  const flags = new Uint8Array(core.buffer, L.PAGE_FLAGS, pageCount)
  const groupCount = Math.ceil(pageCount / GROUP_SIZE)
  const blank: PageGroup = new Array<undefined>(GROUP_SIZE).fill(undefined)
  let saved: PageImage = new Array<PageGroup>(groupCount).fill(blank)
  /** Tells `saved` from all others. */
  let moment = Symbol()
  const notes = createWordNotes(core, memorySize)

  const isDirty = (page: number) => ((flags[page] ?? 0) & L.PAGE_IS_DIRTY) !== 0
  const clearDirty = (page: number) => void (flags[page] = (flags[page] ?? 0) & ~L.PAGE_IS_DIRTY)
  const contents = (page: number) => ram.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
  const pagesOf = (group: number) => Math.min(GROUP_SIZE, pageCount - group * GROUP_SIZE)

  /** The group as it was saved, with what was written since in place of what it had; `dirty` is told of those pages. */
  function saveGroup(before: PageGroup, group: number, dirty: number[]): PageGroup {
    let after: (Uint8Array | undefined)[] | undefined
    for (let index = 0; index < pagesOf(group); index++) {
      const page = group * GROUP_SIZE + index
      if (!isDirty(page)) continue
      after ??= before.slice()
      after[index] = contents(page).slice()
      clearDirty(page)
      dirty.push(page)
    }
    return after ?? before
  }

  function restoreGroup(wanted: PageGroup, group: number): void {
    for (let index = 0; index < pagesOf(group); index++) {
      const page = group * GROUP_SIZE + index
      if (!isDirty(page) && saved[group]?.[index] === wanted[index]) continue
      const bytes = wanted[index]
      if (bytes) contents(page).set(bytes)
      else contents(page).fill(0)
      if (isDirty(page)) notes.forget(page)
      clearDirty(page)
    }
  }

  return {
    save() {
      const since = moment
      const dirty: number[] = []
      moment = Symbol()
      saved = saved.map((before, group) => saveGroup(before, group, dirty))
      core.refreshTlb() // Write tags of the pages that are clean now must look again.
      return { pages: saved, written: { since, until: moment, words: notes.take(dirty) } }
    },

    restore({ pages, written }) {
      pages.forEach(restoreGroup)
      saved = pages
      moment = written.until
    },

    markWritten(address, length) {
      const last = Math.min(pageCount - 1, Math.floor((address + length - 1) / PAGE_SIZE))
      for (let page = Math.floor(address / PAGE_SIZE); page <= last; page++) {
        flags[page] = (flags[page] ?? 0) | L.PAGE_IS_DIRTY
      }
      notes.note(address, length)
    },
  }
}

/** How many pages an image holds that neither the one before it nor the one after it shares. */
export function pagesHeldAlone(
  image: PageImage,
  before: PageImage | undefined,
  after: PageImage | undefined,
): number {
  let count = 0
  image.forEach((group, index) => {
    const earlier = before?.[index]
    const later = after?.[index]
    if (group === earlier || group === later) return
    group.forEach((page, place) => {
      if (page && page !== earlier?.[place] && page !== later?.[place]) count += 1
    })
  })
  return count
}

/** Whether the page of an address is the very same copy in two images: then nothing was written to it in between. */
export function sharesPage(image: PageImage, other: PageImage, address: number): boolean {
  const page = Math.floor(address / PAGE_SIZE)
  const [group, place] = [Math.floor(page / GROUP_SIZE), page % GROUP_SIZE]
  return image[group]?.[place] === other[group]?.[place]
}
