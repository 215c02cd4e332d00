/** Memory that makes no sense: whatever a guest has written where tasks and queues should be, a model comes back in time. */
import { describe, expect, it } from 'vitest'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createExecutorObserver } from '../../src/emulator/observers/executor'
import type { CodeReached } from '../../src/shared/events'
import { instant, linearAddress, type LinearAddress } from '../../src/shared/units'
import { kernelImage } from '../boot/ringside'
import { createRandom } from '../fixtures/random'

const debugInfo = createDebugInfo(readElf64(kernelImage))
const RDI = 7
const RSI = 6
const RSP = 4

/** An observer of a machine whose memory is `word` of each aligned address. */
function observerOf(word: (address: bigint) => bigint, random: (bound: number) => number) {
  const probes = new Map<LinearAddress, (reached: CodeReached) => void>()
  let now = 0
  const readLinear = (address: LinearAddress, length: number) => {
    const first = address & ~7n
    const words = new BigUint64Array(Math.ceil(length / 8) + 1)
    words.forEach((_, index) => (words[index] = word(first + 8n * BigInt(index))))
    const from = Number(address - first)
    return new Uint8Array(words.buffer).slice(from, from + length)
  }
  const general = () =>
    Array.from({ length: 16 }, () => BigInt(random(0xffff)) * 8n + 0xffff_ffff_8013_0000n)
  const observer = createExecutorObserver({
    debugInfo,
    readLinear,
    instant: () => instant(now),
    processor: () => ({
      general: general(),
      rip: [...probes.keys()][0] ?? 0n,
      rflags: 2n,
      idtr: { base: 0xffff_ffff_8013_0000n, limit: 4095 },
    }),
    isHalted: () => random(2) === 0,
    screenCells: () => new Uint8Array(4000).fill(random(256)),
    watchMemory: () => () => undefined,
    watchScreen: () => () => undefined,
    watchCode(addresses, listener) {
      for (const address of addresses) probes.set(address, listener)
      return () => undefined
    },
  })
  return {
    observer,
    /** The processor comes by one of the watched addresses. */
    reach() {
      const known = [...probes]
      const [rip, listener] = known[random(known.length)] ?? []
      const registers = general()
      registers[RDI] = word(0xffff_ffff_8013_0000n)
      registers[RSI] = linearAddress(0xffff_ffff_8013_0100n)
      registers[RSP] = BigInt(random(4)) * 0x1000n + 0x1000n
      if (rip !== undefined) listener?.({ instant: instant((now += 100)), rip, general: registers })
    },
  }
}

const MEMORIES: readonly (readonly [
  string,
  (random: (bound: number) => number) => (address: bigint) => bigint,
])[] = [
  ['nothing but zeros', () => () => 0n],
  ['nothing but ones', () => () => 0xffff_ffff_ffff_ffffn],
  ['pointers that lead back to themselves', () => (address) => address],
  ['pointers into the next words, without end', () => (address) => address + 8n],
  ['chance', (random) => () => (BigInt(random(0x10000)) << 48n) | BigInt(random(0x7fff_ffff))],
  ['small numbers', (random) => () => BigInt(random(12))],
]

describe.each(MEMORIES)('%s', (_, memory) => {
  it('gives a model each time', () => {
    const random = createRandom(7)
    const { observer, reach } = observerOf(memory(random), random)
    for (let round = 0; round < 8; round++) {
      const { now } = observer.model()
      expect(now.tasks.length).toBeLessThanOrEqual(1_024)
      for (const { length, capacity, items } of now.inputs) {
        expect(length).toBeLessThanOrEqual(capacity)
        expect(items.length).toBeLessThanOrEqual(64)
      }
      for (let call = 0; call < 10; call++) reach()
    }
    observer.restore(structuredClone(observer.save()))
    expect(observer.model().now.tasks.length).toBeLessThanOrEqual(1_024)
  })
})
