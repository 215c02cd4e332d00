/** The recorded page walks as the models that the machine's observer makes of them. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PageWalk } from '../../src/shared/models/page-walk'
import { createPageWalkObserver } from '../../src/emulator/observers/page-walk'
import { pageWalkModel } from '../../src/emulator/observers/page-walk-model'
import type { AddressLookup } from '../../src/emulator/observers/page-walk-model'
import { parseWithBigints } from '../fixtures/bigint-json'
import type { RecordedWalk } from '../fixtures/page-walk/situations'

const FOLDER = resolve(import.meta.dirname, '../fixtures/page-walk/recorded')

const TEXT_SCREEN = { start: 0xb_8000n, bytesPerRow: 160n, rows: 25n }

const INSTRUCTIONS = {
  read: 'mov rax, [rdx]',
  write: 'mov [rdx], cl',
  execute: 'call rax',
} as const

/** Debug information as a run would have it, for the addresses of the recorded walks. */
function lookupFor({ walk }: RecordedWalk): AddressLookup {
  const isKernel = walk.cpl === 0
  return {
    instruction: (rip) => ({
      rip,
      text: INSTRUCTIONS[walk.access],
      ...(isKernel ? { symbol: 'vga_text::Writer::put+0x2f', source: 'src/vga_text.rs:64' } : {}),
    }),
    target(address) {
      const offset = address - TEXT_SCREEN.start
      if (offset < 0n || offset >= TEXT_SCREEN.rows * TEXT_SCREEN.bytesPerRow) return undefined
      const row = offset / TEXT_SCREEN.bytesPerRow
      const cell = (offset % TEXT_SCREEN.bytesPerRow) / 2n
      const part = offset % 2n === 0n ? 'character' : 'attribute'
      return `VGA text, row ${row}, column ${cell}, ${part} byte`
    },
  }
}

export function recordedWalk(name: string): PageWalk {
  const file = readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')
  const recorded = parseWithBigints(file) as RecordedWalk
  const lookup = lookupFor(recorded)
  const observer = createPageWalkObserver(lookup)
  recorded.events.forEach(observer.observe)
  if (recorded.as) {
    const tlb = {
      lookup: recorded.as === 'hit' ? 'hit' : 'miss',
      recent: observer.tlb().slice(-3),
    } as const
    const origin = recorded.as === 'query' ? 'query' : 'processor'
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
