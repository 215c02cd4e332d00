/**
 * Random bytes as code, in both sizes of code and both privileges, with system tables that the code may destroy.
 * Whatever the guest does, a run comes back within its budget and nothing outside of the guest's own memory changes.
 */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { createCoreHarness } from './core-harness'
import { createChance } from '../instructions/recorder/chance.mjs'

const CODE = 0x10_0000
const DATA = 0x20_0000
const REGIONS = [
  { start: CODE, size: 0x4000, isWritable: true, isExecutable: true, fill: 'int3' },
  { start: DATA, size: 0x4000, isWritable: true, isExecutable: true, fill: 'pattern' },
]
const PROGRAMS = 400
const SLICES = [1, 7, 500, 3000]
const STOPS = [
  at.STOP_BUDGET,
  at.STOP_HALTED,
  at.STOP_SHUTDOWN,
  at.STOP_RING_FULL,
  at.STOP_REQUESTED,
]

/** First bytes of instructions that reach far: system registers, tables, far branches, strings, long immediates. */
const REACHING = [
  [0x0f, 0x22], [0x0f, 0x20], [0x0f, 0x01], [0x0f, 0x00], [0x0f, 0x30], [0x0f, 0x32], [0x0f, 0xc7], [0x0f, 0x05], [0x0f, 0x07],
  [0x48, 0xcf], [0x48, 0xcb], [0xff], [0xcd], [0xf3, 0xa4], [0xf3, 0x48, 0xab], [0xf2, 0xae], [0x8e], [0x9d], [0xc8], [0xe6], [0xec], [0x6c], [0xf3, 0x6e],
] // prettier-ignore

describe.each([
  { bits: 64, cpl: 0 },
  { bits: 64, cpl: 3 },
  { bits: 32, cpl: 0 },
  { bits: 32, cpl: 3 },
] as const)('random $bits-bit code at CPL $cpl', ({ bits, cpl }) => {
  it('never throws, hangs, overruns its budget or writes outside of the guest', () => {
    const { core, ram, rebuild, mapRegions, enter, run } = createCoreHarness()
    const chance = createChance(`random ${bits} ${cpl}`)
    const outside = () => new Uint8Array(core.buffer, 0, at.STATE)
    const pristine = outside().slice()
    core.setU32(
      at.TOPICS,
      at.TOPIC_PAGE_WALK | at.TOPIC_EXCEPTION | at.TOPIC_INTERRUPT | at.TOPIC_CONTROL,
    )

    for (let program = 0; program < PROGRAMS; program++) {
      rebuild()
      mapRegions(REGIONS)
      const bytes = Array.from({ length: 4096 }, () =>
        chance.below(6) === 0 ? chance.pick(REACHING) : [chance.below(256)],
      ).flat()
      ram.set(bytes.slice(0, 0x4000), CODE)
      const registers = Array.from({ length: 16 }, () =>
        chance.below(2) ? BigInt(DATA + chance.below(0x3000)) : chance.operand(64),
      )
      registers[4] = BigInt(DATA + 0x2000)
      const [CS, data] =
        cpl === 0 ? [bits === 64 ? 0x10 : 0x20, 0x18] : [bits === 64 ? 0x33 : 0x23, 0x2b]
      enter(
        bits,
        {
          registers,
          rip: BigInt(CODE + chance.below(0x1000)),
          rflags: 0n,
          selectors: { CS, SS: data, DS: data, ES: data },
        },
        cpl,
      )
      for (const slice of SLICES) {
        const start = core.getCount(at.INSTANT)
        const stop = run(slice)
        expect(STOPS).toContain(stop)
        expect(core.getCount(at.INSTANT) - start).toBeLessThanOrEqual(slice)
        core.setU32(at.EVENT_COUNT, 0)
      }
    }
    expect(Buffer.compare(outside(), pristine)).toBe(0)
  })
})
