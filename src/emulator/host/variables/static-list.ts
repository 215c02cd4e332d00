/** The statics of an image as the pane lists them: those of the reader's own crates first, then by name. */
import type { DebugInfo } from '../../debuginfo/debug-info'
import { matches } from './variable-items'

export interface StaticList {
  /** Reads a stretch more of the debug information. */
  readMore(): void
  isComplete(): boolean
  /** None before the list is complete. */
  matching(search: string): readonly ListedStatic[]
}

export interface ListedStatic {
  readonly name: string
  readonly type: string
  readonly unit: string
}

/** The compiler is given libraries by where they were put, one's own crates by where they are in the project. */
const isOwn = ({ unit }: ListedStatic): boolean => !/^(\/|[a-z]:|library\/)/i.test(unit)

export function createStaticList(debugInfo: DebugInfo): StaticList {
  let isRead = false
  let all: readonly ListedStatic[] | undefined
  let found: { readonly search: string; readonly list: readonly ListedStatic[] } | undefined

  const everything = () =>
    (all ??= [...debugInfo.statics()].sort(
      (a, b) => Number(isOwn(b)) - Number(isOwn(a)) || compare(a.name, b.name),
    ))

  return {
    readMore() {
      isRead ||= debugInfo.readMoreStatics()
    },
    isComplete: () => isRead,
    matching(search) {
      if (!isRead) return []
      if (found?.search !== search) {
        found = { search, list: everything().filter(({ name }) => matches(name, search)) }
      }
      return found.list
    },
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
