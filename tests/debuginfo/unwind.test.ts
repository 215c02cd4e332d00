/** Backtraces, locals and unwind tables of the recorded program. */
import { describe, expect, it } from 'vitest'
import { createCallFrames } from '../../src/emulator/debuginfo/dwarf/call-frames'
import { rulesAt, type FrameRules } from '../../src/emulator/debuginfo/dwarf/call-frame-rules'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import { createMeter } from '../../src/emulator/debuginfo/dwarf/malformed'
import { createDebugSections } from '../../src/emulator/debuginfo/dwarf/sections'
import { BUILDS, openRecorded, packedLines } from './recorded'

const CALLS = [
  'main::calls::checked',
  'main::calls::twice',
  'main::calls::Wide::sum',
  'main::calls::generic::{{closure}}',
  'main::calls::generic',
  'main::calls::descend',
  'main::run',
  'main::runtime::enter',
  '_start',
]

const INLINED = {
  debug: ['main::calls::checked', 'main::calls::twice'],
  release: ['main::calls::checked', 'main::calls::twice', 'main::calls::generic::{{closure}}'],
  'release-4': ['main::calls::checked', 'main::calls::twice', 'main::calls::generic::{{closure}}'],
}

/** The line of each call in calls.rs, from the innermost out. */
const CALL_LINES = { twice: 49, sum: 40, closure: 20, generic: 21, descend: 12 }

describe.each(BUILDS)('the backtrace of the %s build', (build) => {
  const { debugInfo, registers, readMemory } = openRecorded(build)
  const frames = debugInfo.backtrace(registers, readMemory)
  const localsOf = (name: string) => {
    const index = frames.findIndex((frame) => frame.function?.endsWith(name))
    return debugInfo.locals(registers, index, readMemory)
  }

  it('names all calls from the checkpoint to the entry', () => {
    expect(frames.map((frame) => frame.function)).toEqual(CALLS)
  })

  it('says which were inlined, and which share an activation', () => {
    const inlined = frames.filter(({ isInlined }) => isInlined).map((frame) => frame.function)
    expect(inlined).toEqual(INLINED[build])
    expect(frames[0]?.activation).toBe(frames[2]?.activation)
    expect(frames[2]?.activation).not.toBe(frames[5]?.activation)
  })

  it('gives the line of each call', () => {
    expect(frames.slice(1, 6).map(({ source }) => source?.line)).toEqual(Object.values(CALL_LINES))
  })

  it('knows how each was found', () => {
    expect(new Set(frames.map(({ origin }) => origin))).toEqual(
      new Set(['registers', 'unwind-table']),
    )
  })

  it('reads locals and parameters where they are', () => {
    const shown = localsOf('descend').map(({ name, value }) => [name, value?.text])
    expect(shown).toContainEqual(['label', '"descending"'])
    expect(shown).toContainEqual(['sizes', '[5, 2, 3]'])
    expect(shown).toContainEqual(['maybe', 'Some(5)'])
    expect(shown).toContainEqual(['depth', '5'])
    const sum = localsOf('sum').map(({ name, value }) => [name, value?.text])
    expect(sum).toContainEqual(['shape', 'Rectangle(11, 12)'])
    expect(sum).toContainEqual(['command', 'Say("sum")'])
    expect(sum).toContainEqual(['factor', '3'])
  })

  it('says where each is declared', () => {
    const label = localsOf('descend').find(({ name }) => name === 'label')
    expect(label?.source).toMatchObject({ file: 'calls.rs', line: 9, directory: '/program' })
    expect(localsOf('descend').filter(({ isParameter }) => isParameter).length).toBe(2)
  })

  it('reads the locals of inlined functions as their own', () => {
    const doubled = localsOf('twice').find(({ name }) => name === 'doubled')
    expect(doubled?.value?.text).toBe('-2')
    expect(localsOf('checked').map(({ name }) => name)).toEqual(['value'])
  })
})

describe('the backtrace without unwind tables', () => {
  it('marks what it only guesses', () => {
    const { image, registers, readMemory } = openRecorded('debug')
    const bare = { ...image, sections: image.sections.filter(({ name }) => name !== '.eh_frame') }
    const frames = createDebugInfo(bare).backtrace(registers, readMemory)
    expect(frames[0]?.origin).toBe('registers')
    const guessed = frames.filter(({ activation }) => activation > 0)
    expect(guessed.every(({ origin }) => origin === 'stack-scan')).toBe(true)
    // Words that earlier calls left behind may be among them; the true callers are, and in order.
    const names = guessed.map((frame) => frame.function)
    const places = CALLS.slice(3, 8).map((name) => names.indexOf(name))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
  })
})

/** In the order of LLVM's names for DWARF's numbers. */
const NAMES = ['RAX', 'RDX', 'RCX', 'RBX', 'RSI', 'RDI', 'RBP', 'RSP', 'R8', 'R9', 'R10', 'R11', 'R12', 'R13', 'R14', 'R15', 'RIP'] // prettier-ignore

const signed = (value: bigint) => (value < 0n ? `${value}` : `+${value}`)

/** As llvm-dwarfdump writes a row: `CFA=RSP+16: RBX=[CFA-16], RIP=[CFA-8]`. */
function rowText({ frameAddress, registers }: FrameRules): string {
  const base =
    frameAddress.kind === 'register'
      ? `${NAMES[frameAddress.register]}${frameAddress.offset ? signed(frameAddress.offset) : ''}`
      : 'expression'
  const rules = [...registers]
    .sort(([a], [b]) => a - b)
    .map(([number, rule]) =>
      rule.kind === 'offset' ? `${NAMES[number]}=[CFA${signed(rule.offset)}]` : rule.kind,
    )
  return `CFA=${base}: ${rules.join(', ')}`
}

describe.each(BUILDS)('the unwind tables of the %s build', (build) => {
  it('have the rows that llvm-dwarfdump finds', () => {
    const { image } = openRecorded(build)
    const address = image.sections.find(({ name }) => name === '.eh_frame')?.address ?? 0n
    const callFrames = createCallFrames(createDebugSections(image), address, createMeter())
    const rows = packedLines(`${build}.unwind.txt`)
    expect(rows.length).toBeGreaterThan(500)
    for (const row of rows) {
      const at = BigInt(row.slice(0, row.indexOf(':')))
      const information = callFrames.at(at)
      const text = information && rowText(rulesAt(information, at))
      expect(`0x${at.toString(16)}: ${text}`).toBe(row)
    }
  })
})
