/** The recorded page walks as the models that the machine's observer makes of them. */
import { createPageWalkObserver } from '../../src/emulator/observers/page-walk'
import { pageWalkModel } from '../../src/emulator/observers/page-walk-model'
import type { AddressLookup } from '../../src/emulator/observers/page-walk-model'
import type { PageWalk } from '../../src/shared/models/page-walk'
import type { RecordedWalk } from '../fixtures/page-walk/record'
import { once, readRecorded, recordedNames } from './recorded'

const FOLDER = 'page-walk/recorded'
/** Models as they were shown: the observer has no part in them. */
const SOFTWARE = 'page-walk/software'

export const recordedWalk = once((name): PageWalk => {
  if (!walkNames().includes(name)) return readRecorded(SOFTWARE, name) as PageWalk
  const recorded = readRecorded(FOLDER, name) as RecordedWalk
  const lookup: AddressLookup = {
    instruction: () => recorded.instruction,
    target: () => recorded.target,
  }
  const observer = createPageWalkObserver(lookup)
  recorded.before.forEach(observer.observe)
  if (recorded.kind !== 'walk') {
    const tlb = {
      lookup: recorded.isTlbHit ? 'hit' : 'miss',
      recent: observer.tlb().slice(-3),
    } as const
    const origin = recorded.kind === 'question' ? 'query' : 'processor'
    return pageWalkModel(recorded.walk, { sequence: 0, origin, tlb }, lookup)
  }
  observer.observe(recorded.walk)
  const { selected } = observer.model()
  if (!selected) throw new Error(`${name} records no walk`)
  return selected
})

const walkNames = (): string[] => recordedNames(FOLDER)

export const recordedWalkNames = (): string[] => [...walkNames(), ...recordedNames(SOFTWARE)]
