/** What a row of the table of event kinds says: the types of `event-kinds.ts`. */
import type { MachineEvent } from '../events'
import type { FlagSetName } from './flag-sets'

/** What a field's value is, and so what it can be compared with. */
export type FieldType =
  | 'number' //    a count, an address, any 64 bits
  | 'vector' //    a number that may also be written as an exception's letters: PF
  | 'truth' //     0 or 1, false or true
  | 'text' //      compared with quoted texts or single words
  | 'list'
  | 'structure' // has fields of its own
  | { readonly words: readonly string[] } //         one of these
  | { readonly flags: FlagSetName | 'of the register' } // bits with names

/** What stands between a kind and `where`. */
export type ArgumentShape =
  | 'none'
  | 'symbol' //      a function or variable of the image
  | 'vector' //      PF, or a number
  | 'register' //    cr0, efer …
  | 'instruction' // a mnemonic in lower case
  | 'name' //        of a trace point
  | 'line' //        of an interrupt controller, which may be left out, and then one of `words`
  | 'word' //        one of `words`

/** Where facts come from that are no events of the machine. */
export type FactOrigin =
  | 'the loader'
  | 'the serial port'
  | 'accesses to ports'
  | 'the end of the run'
  | 'code that is reached'
  | 'accesses to memory'
  | 'paging-structure entries'
  | 'the text screen'
  | 'trace points'
  | 'locks'
  | 'requests to the allocator'
  | 'tasks of an executor'
  | 'queues'
  | 'a look every 10,000 instructions'

/** Events of the machine, another origin, or nothing yet: `needs` then says what would have to be reported. */
export type Source =
  | { readonly events: readonly MachineEvent['type'][] }
  | { readonly from: FactOrigin }
  | { readonly needs: string }

export interface EventKind {
  readonly name: string
  readonly argument: ArgumentShape
  /** Of shape `word` or `line`: the words there are, each with the source of such events. */
  readonly words?: Readonly<Record<string, Source>>
  /** Of other shapes; for some arguments another than for the rest. */
  readonly source: Source
  readonly exceptions?: Readonly<Record<string, Source>>
  readonly fields: Readonly<Record<string, FieldType>>
  /** Whether the fact is found by an address or a watched cell of the guest's software. */
  readonly isProbe: boolean
  readonly meaning: string
}

export const isAvailable = (source: Source): boolean => !('needs' in source)

/** The source of the events that these arguments select; of several, one that is missing goes first. */
export function sourcesOf(kind: EventKind, words: readonly string[]): readonly Source[] {
  if (!kind.words)
    return [words.map((word) => kind.exceptions?.[word]).find(Boolean) ?? kind.source]
  const chosen = words.flatMap((word) => kind.words?.[word] ?? [])
  return chosen.length > 0 ? chosen : Object.values(kind.words)
}
