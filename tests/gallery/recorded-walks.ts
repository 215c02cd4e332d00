/** The recorded page walks as the models that the machine's observer makes of them. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createPageWalkObserver } from '../../src/emulator/observers/page-walk'
import { pageWalkModel } from '../../src/emulator/observers/page-walk-model'
import type { AddressLookup } from '../../src/emulator/observers/page-walk-model'
import type { PageWalk } from '../../src/shared/models/page-walk'
import { parseWithBigints } from '../fixtures/bigint-json'
import type { RecordedWalk } from '../fixtures/page-walk/record'

const FOLDER = resolve(import.meta.dirname, '../fixtures/page-walk/recorded')

export function recordedWalk(name: string): PageWalk {
  const file = readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')
  const recorded = parseWithBigints(file) as RecordedWalk
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
}

export const recordedWalkNames = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()
