/** The sentences that the app owes a person: what went wrong, why, and what can be done. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Notice {
  /** A second notice of the same kind replaces the first. */
  readonly kind: string
  readonly tone: 'problem' | 'done'
  readonly text: string
  readonly cure?: string
  /** Good to know and nothing to act on: goes by itself, and gives its room back. */
  readonly isPassing?: boolean
  readonly action?: NoticeAction
  /** What can be done instead of the action. */
  readonly alternative?: NoticeAction
  /** What dismissing it means, where that is a choice. */
  readonly dismissal?: string
}

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

/** Time to read two sentences twice. */
const PASSING_MS = 10_000

export const useNoticesStore = defineStore('notices', () => {
  const notices = shallowRef<readonly Notice[]>([])

  /** That notice alone: another of its kind may stand there by now. */
  function remove(notice: Notice): void {
    notices.value = notices.value.filter((other) => other !== notice)
  }

  function dismiss(kind: string): void {
    notices.value = notices.value.filter((notice) => notice.kind !== kind)
  }

  function show(notice: Notice): void {
    notices.value = [...notices.value.filter(({ kind }) => kind !== notice.kind), notice]
    if (notice.isPassing) setTimeout(() => remove(notice), PASSING_MS)
  }

  function showProblem(kind: string, text: string, cure?: string): void {
    show({ kind, tone: 'problem', text, ...(cure ? { cure } : {}) })
  }

  return { notices, show, showProblem, dismiss }
})
