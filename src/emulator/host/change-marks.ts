/**
 * What of the things shown is another than when the machine last stood still.
 * Of what was not shown then nobody knows: that is not marked.
 */

export interface ChangeMarks {
  /** To be called before marks are asked for, with something that is another object once the machine stands elsewhere. */
  standAt(moment: object): void
  /** How often the machine has come to stand elsewhere. */
  epoch(): number
  /** What stood there before; nothing when it was not shown. Notes what stands there now. */
  before(key: string, now: string): string | undefined
  forget(): void
}

/** So much is remembered of what scrolled by. */
const KEY_LIMIT = 20_000

export function createChangeMarks(): ChangeMarks {
  let moment: object | undefined
  let epoch = 0
  let earlier = new Map<string, string>()
  let shown = new Map<string, string>()

  return {
    standAt(now) {
      if (now === moment) return
      moment = now
      epoch += 1
      earlier = shown
      shown = new Map()
    },
    epoch: () => epoch,
    before(key, now) {
      if (shown.size < KEY_LIMIT || shown.has(key)) shown.set(key, now)
      return earlier.get(key)
    },
    forget() {
      moment = undefined
      earlier = new Map()
      shown = new Map()
    },
  }
}
