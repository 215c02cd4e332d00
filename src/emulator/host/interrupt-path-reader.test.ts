/** The interrupts of machines that run: the same way of each request again after going back, and the lines at any instant. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { STANDING_LINES } from '../../shared/models/interrupt-path'
import { instant } from '../../shared/units'
import { compileCore } from '../machine/webassembly'
import { loadMachine, type LoadedMachine } from './loaded-machine'

const file = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const core = compileCore(file('build/core/core.wasm'))
const END = 14_000_000

function started(image: string, commandLine = ''): LoadedMachine {
  const loaded = loadMachine(core, image, file(image), { memorySize: 32 << 20, commandLine })
  while (loaded.machine.instant() < END) loaded.timeline.run(END - loaded.machine.instant())
  return loaded
}

const kernel = (scenario: string) =>
  started('kernel/prebuilt/ringside-kernel.elf', `scenario=${scenario}`)
const pathsOf = ({ observers }: LoadedMachine) => observers['interrupt-path'].model()

describe('the requests of a run', () => {
  it.each(['timer', 'missing-eoi', 'vga-deadlock'])(
    'are told the same after going back and forth: %s',
    (scenario) => {
      const loaded = kernel(scenario)
      const before = pathsOf(loaded)
      expect(before.total).toBeGreaterThan(1)
      for (const place of [2_022_000, 6_000_000, END]) loaded.timeline.seek(instant(place))
      expect(pathsOf(loaded)).toEqual(before)
    },
  )

  it('are fewer at an earlier instant', () => {
    const loaded = kernel('timer')
    const { total } = pathsOf(loaded)
    loaded.timeline.seek(instant(6_000_000))
    expect(pathsOf(loaded).total).toBeLessThan(total)
  })
})

describe('the lines as they stand', () => {
  it('are those of the controllers, with what holds each request back now', () => {
    const loaded = kernel('missing-eoi')
    loaded.observers['interrupt-path'].select?.(STANDING_LINES)
    const { selected, standing } = pathsOf(loaded)
    expect(selected).toBeUndefined()
    expect(standing).toMatchObject(loaded.machine.controllers())
    expect(standing.waiting).toMatchObject([{ line: 0, reasons: ['in-service'], outrankedBy: 0 }])
    expect(standing.inService).toMatchObject([{ line: 0, isUnended: true }])
  })

  it('can be seen at an instant at which nothing had been requested yet', () => {
    const loaded = kernel('timer')
    loaded.timeline.seek(instant(100))
    loaded.observers['interrupt-path'].select?.(STANDING_LINES)
    const { standing } = pathsOf(loaded)
    expect(standing).toMatchObject({ instant: 100, interruptsEnabled: false, inService: [] })
  })
})

describe("a reader's kernel", () => {
  it('is told with the names of its handlers, and the OUT of its EOI', () => {
    const { selected } = pathsOf(started('tests/series/recorded/interrupts-release.elf'))
    expect(selected?.delivery).toMatchObject({ kind: 'entered' })
    expect(selected?.delivery?.kind === 'entered' && selected.delivery.handler.symbol).toBeTruthy()
    expect(selected?.ends).toMatchObject([{ controller: 'master', value: 0x20 }])
    expect(selected?.ends[0]?.instruction.text).toMatch(/^out /)
  })
})
