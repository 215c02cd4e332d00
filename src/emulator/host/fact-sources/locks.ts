/** What happens to the spin locks of an image: `lock take`, `lock spin` and `lock release`. */
import { unknownWord } from '../../../shared/query/query-error'
import { spinLocks, watchLocks, type SpinLock } from '../spin-locks'
import type { CreateFactSource, FactRequest } from './fact-source'

export const createLockFacts: CreateFactSource = (request) =>
  watchLocks(request.loaded, wantedLocks(request), ({ kind, lock, owner, instant }) =>
    request.tell(
      [
        {
          kind: 'lock',
          arguments: [kind],
          fields: owner === undefined ? { name: lock.name } : { name: lock.name, owner },
        },
      ],
      instant,
    ),
  )

/** Those that the conditions name, when each mention names one; a name that no lock has is an error. */
function wantedLocks({ loaded, mentions, text }: FactRequest): readonly SpinLock[] {
  const locks = spinLocks(loaded)
  const known = locks.map(({ name }) => name)
  const names = mentions.map(({ conditions }) => {
    const named = conditions.find(
      ({ left, comparator }) => left.type === 'name' && left.name === 'name' && comparator === '=',
    )?.right
    const word =
      named?.type === 'name' ? named.name : named?.type === 'text' ? named.text : undefined
    if (word !== undefined && named && !known.includes(word)) {
      throw unknownWord(`The image has no spin lock '${word}'.`, word, known, {
        text,
        span: named.span,
      })
    }
    return word
  })
  return names.includes(undefined) ? locks : locks.filter(({ name }) => names.includes(name))
}
