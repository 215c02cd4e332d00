/**
 * Everything that reached the guest from outside, with its instant: with the image and the configuration it determines a run.
 * Entries that lie ahead are a replay. Keys and bytes given now drop them, for the run leaves the recorded one there;
 * an edit leaves them, so that one thing differs and the rest comes as it came.
 */
import type { StateEdit } from '../../shared/state-edit'
import type { Instant } from '../../shared/units'

export type GuestInput =
  /** Scan codes of set 1. */
  | { readonly type: 'keys'; readonly scanCodes: readonly number[] }
  /** Bytes for the serial port. */
  | { readonly type: 'serial'; readonly bytes: readonly number[] }
  /** A person changes the machine itself. One that is impossible when its instant comes changes nothing. */
  | StateEdit

/** An input that cannot be given as the machine stands; the message says why. */
export class ImpossibleInput extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ImpossibleInput'
  }
}

export interface LoggedInput {
  readonly instant: Instant
  readonly input: GuestInput
}

export interface InputLog {
  /** Notes an input that is given at `now`. */
  record(now: Instant, input: GuestInput): void
  /** When the next recorded input is due. */
  next(): Instant | undefined
  /** Takes the inputs that are due, in order. */
  takeDue(now: Instant): readonly GuestInput[]
  /** How many entries lie behind. */
  position(): number
  /** Goes back (or forth) to a position: entries after it are due again. */
  seek(position: number): void
  entries(): readonly LoggedInput[]
  /** Another run's inputs, of which as many lie behind as did before. */
  replace(entries: readonly LoggedInput[]): void
}

export const isStateEdit = (input: GuestInput): input is StateEdit =>
  input.type !== 'keys' && input.type !== 'serial'

/** `recorded` is in ascending order of instants. */
export function createInputLog(recorded: readonly LoggedInput[] = []): InputLog {
  const entries = [...recorded]
  let position = 0

  return {
    record(now, input) {
      const dropped = isStateEdit(input) ? 0 : entries.length - position
      entries.splice(position, dropped, { instant: now, input })
      position += 1
    },
    next: () => entries[position]?.instant,
    takeDue(now) {
      const due: GuestInput[] = []
      for (;;) {
        const entry = entries[position]
        if (!entry || entry.instant > now) return due
        due.push(entry.input)
        position += 1
      }
    },
    position: () => position,
    seek(target) {
      position = Math.min(Math.max(0, target), entries.length)
    },
    entries: () => [...entries],
    replace(others) {
      entries.length = 0
      for (const entry of others) entries.push(entry)
    },
  }
}
