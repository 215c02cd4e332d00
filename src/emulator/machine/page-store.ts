/**
 * Copies of RAM pages, shared between snapshots: a page is copied once for each time that it was written between two of them.
 *
 * The core notes written pages in `PAGE_FLAGS`; a page that was never written is zero and takes no space.
 */
import * as L from '../core/layout'
import type { Core } from './core-binding'

/** For each page of RAM its contents, or nothing for zeros. Never changed once made. */
export type PageImage = readonly (Uint8Array | undefined)[]

export interface PageStore {
  /** The contents of RAM now. */
  save(): PageImage
  restore(image: PageImage): void
  /** Tells the store of a write that did not go through the core. */
  markWritten(address: number, length: number): void
}

const PAGE_SIZE = 4096

export function createPageStore(core: Core, memorySize: number): PageStore {
  const pageCount = Math.ceil(memorySize / PAGE_SIZE)
  const ram = new Uint8Array(core.buffer, L.RAM, memorySize)
  const flags = new Uint8Array(core.buffer, L.PAGE_FLAGS, pageCount)
  let saved: (Uint8Array | undefined)[] = new Array<undefined>(pageCount).fill(undefined)

  const isDirty = (page: number) => ((flags[page] ?? 0) & L.PAGE_IS_DIRTY) !== 0
  const clearDirty = (page: number) => void (flags[page] = (flags[page] ?? 0) & ~L.PAGE_IS_DIRTY)
  const contents = (page: number) => ram.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)

  return {
    save() {
      for (let page = 0; page < pageCount; page++) {
        if (!isDirty(page)) continue
        saved[page] = contents(page).slice()
        clearDirty(page)
      }
      core.refreshTlb() // Write tags of the pages that are clean now must look again.
      return saved.slice()
    },

    restore(image) {
      for (let page = 0; page < pageCount; page++) {
        const wanted = image[page]
        if (!isDirty(page) && saved[page] === wanted) continue
        if (wanted) contents(page).set(wanted)
        else contents(page).fill(0)
        clearDirty(page)
      }
      saved = image.slice()
    },

    markWritten(address, length) {
      const last = Math.min(pageCount - 1, Math.floor((address + length - 1) / PAGE_SIZE))
      for (let page = Math.floor(address / PAGE_SIZE); page <= last; page++) {
        flags[page] = (flags[page] ?? 0) | L.PAGE_IS_DIRTY
      }
    },
  }
}
