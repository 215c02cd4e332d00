/** Listening changes nothing: the core runs the same with and without, and with no listener leaves no trace. */
import { describe, expect, it } from 'vitest'
import * as at from '../../src/emulator/core/layout'
import { createCoreHarness } from './core-harness'

const CODE = 0x10_0000
const REGIONS = [
  { start: CODE, size: 0x1000, isWritable: false, isExecutable: true, fill: 'int3' },
  { start: 0x20_0000, size: 0x20_0000, isWritable: true, isExecutable: false, fill: 'pattern' },
]
/** Writes to 400 pages in a row and then to one that is not present: 401 walks at least, one #PF. */
const PROGRAM = [
  ...[0xb9, 0x90, 0x01, 0x00, 0x00], //        mov ecx, 400
  ...[0xbf, 0x00, 0x00, 0x20, 0x00], //        mov edi, 0x200000
  ...[0x89, 0x0f], //                       1: mov [rdi], ecx
  ...[0x81, 0xc7, 0x00, 0x10, 0x00, 0x00], //  add edi, 0x1000
  ...[0xff, 0xc9], //                          dec ecx
  ...[0x75, 0xf4], //                          jnz 1b
  ...[0x89, 0x0c, 0x25, 0x00, 0x00, 0x50, 0x00], // mov [0x500000], ecx
]
const selectors = { CS: 0x33, SS: 0x2b, DS: 0x2b, ES: 0x2b }

function runProgram(topics: number) {
  const { core, ram, mapRegions, enter, run, outcome } = createCoreHarness()
  mapRegions(REGIONS)
  ram.set(PROGRAM, CODE)
  const below = () => new Uint8Array(core.buffer, 0, at.STATE).slice()
  const ring = () =>
    new Uint8Array(core.buffer, at.EVENT_RING, at.EVENT_CAPACITY * at.EVENT_SIZE).slice()
  core.setU32(at.TOPICS, topics)
  enter(64, { registers: Array<bigint>(16).fill(0n), rip: BigInt(CODE), rflags: 0n, selectors })
  const before = { bytes: below(), ring: ring(), length: core.buffer.byteLength }
  const stop = run(100_000)
  return {
    core,
    stop,
    before,
    after: { bytes: below(), ring: ring(), length: core.buffer.byteLength },
    end: outcome(64),
  }
}

describe('the core', () => {
  it('writes no event, allocates nothing and grows nothing while nobody listens', () => {
    const { core, before, after, end } = runProgram(0)
    expect(end.delivery?.vector).toBe(14)
    expect(core.getU32(at.EVENT_COUNT)).toBe(0)
    expect(Buffer.compare(after.ring, before.ring)).toBe(0)
    expect(Buffer.compare(after.bytes, before.bytes)).toBe(0) // where the compiler's allocator would put objects
    expect(after.length).toBe(before.length)
  })

  it('records every walk and exception when somebody listens', () => {
    const { core } = runProgram(at.TOPIC_PAGE_WALK | at.TOPIC_EXCEPTION)
    const kinds = Array.from({ length: core.getU32(at.EVENT_COUNT) }, (_, i) =>
      core.getU32(at.EVENT_RING + i * at.EVENT_SIZE + at.EVENT_KIND),
    )
    expect(kinds.filter((kind) => kind === at.EVENT_WALK).length).toBeGreaterThan(400)
    expect(kinds.filter((kind) => kind === at.EVENT_RAISED)).toHaveLength(1)
    expect(kinds.filter((kind) => kind === at.EVENT_DELIVERED)).toHaveLength(1)
  })

  it('reaches the same state at the same instant either way', () => {
    const [quiet, listened] = [runProgram(0), runProgram(at.TOPIC_PAGE_WALK | at.TOPIC_EXCEPTION)]
    expect(listened.stop).toBe(quiet.stop)
    expect(listened.core.getCount(at.INSTANT)).toBe(quiet.core.getCount(at.INSTANT))
    expect(listened.core.hashState()).toBe(quiet.core.hashState())
  })
})
