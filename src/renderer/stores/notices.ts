/** The sentences that the app owes a person: what went wrong, why, and what can be done. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Notice {
  /** A second notice of the same kind replaces the first. */
  readonly kind: string
  readonly tone: 'problem' | 'done'
  readonly text: string
  readonly cure?: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

export const useNoticesStore = defineStore('notices', () => {
  const notices = shallowRef<readonly Notice[]>([])

  function dismiss(kind: string): void {
    notices.value = notices.value.filter((notice) => notice.kind !== kind)
  }

  function show(notice: Notice): void {
    notices.value = [...notices.value.filter(({ kind }) => kind !== notice.kind), notice]
  }

  return { notices, show, dismiss }
})
