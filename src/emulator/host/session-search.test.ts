/** Searches through the past of a run: who wrote something, and what a query finds. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Command } from '../../shared/protocol'
import { instant, linearAddress } from '../../shared/units'
import { bootWithPast, createTestHost, type TestHost } from './session.fixture'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url))
const files = {
  coreWasm: read('build/core/core.wasm'),
  prebuiltImage: read('kernel/prebuilt/ringside-kernel.elf'),
}

const whoWrote = (address: bigint, length = 1): Command => ({
  type: 'who-wrote',
  target: { type: 'memory', space: 'linear', address, length },
})

describe('a session that searches its past', () => {
  let host: TestHost
  let end = instant(0)
  beforeEach(() => {
    host = createTestHost(files)
    end = bootWithPast(host)
  })

  const answer = () => host.updates.find((update) => update.type === 'write-found')

  it('finds who wrote a byte, goes there, and says who it was', () => {
    const third = linearAddress(0xb8000n + 2n * 160n)
    host.updates.length = 0
    host.send(whoWrote(third))
    host.pass(50)
    const found = answer()
    expect(found?.write).toMatchObject({ old: 0x20n, new: 0x72n })
    expect(found?.write?.symbol).toMatch(/console|vga_text/)
    expect(host.frame().status).toMatchObject({ instant: found?.write?.instant, end })
  })

  it('finds who wrote any of some bytes, over the edge of a page', () => {
    host.updates.length = 0
    host.send(whoWrote(0xb7ff8n, 16))
    host.pass(50)
    expect(answer()?.write).toMatchObject({ offset: 14, size: 2 })
    const found = answer()?.write
    expect(host.frame().status.instant).toBe(found?.instant)
  })

  it('finds who wrote a cell of the screen, and a register', () => {
    host.updates.length = 0
    host.send({ type: 'who-wrote', target: { type: 'screen-cell', row: 2, column: 0 } })
    host.pass(50)
    expect((answer()?.write?.new ?? 0n) & 0xffn).toBe(0x72n)
    host.updates.length = 0
    host.send({ type: 'who-wrote', target: { type: 'register', register: 'RSP' } })
    host.pass(50)
    expect(answer()).toMatchObject({ target: { register: 'RSP' }, write: { by: 'processor' } })
    const found = answer()?.write
    expect(host.frame().status.instant).toBe(found?.instant)
  })

  it('finds that the reader did it', () => {
    host.send({ type: 'edit', edit: { type: 'set-register', register: 'R12', value: 99n } })
    host.updates.length = 0
    host.send({ type: 'who-wrote', target: { type: 'register', register: 'R12' } })
    host.pass(50)
    expect(answer()?.write).toMatchObject({ by: 'edit', new: 99n, instant: end })
  })

  it('gives a search up when it is told to', () => {
    host.send(whoWrote(0xffff_8000_0000_8000n))
    host.send({ type: 'cancel-search' })
    host.updates.length = 0
    host.pass(50)
    expect(answer()).toBeUndefined()
    expect(host.frame().status).toMatchObject({ instant: end })
    expect(host.frame).toThrow('no frame')
  })

  it('gives a search up when the machine is needed, and stands where it stood', () => {
    host.send(whoWrote(0xffff_8000_0000_8000n))
    host.send({ type: 'step', count: 1 })
    host.updates.length = 0
    host.pass(50)
    expect(answer()).toBeUndefined()
    expect(host.frame().status.instant).toBeGreaterThanOrEqual(end)
  })

  it('goes from one thing that a query finds to the next, and round', () => {
    const find = (query: string) => {
      host.updates.length = 0
      host.send({ type: 'find', query })
      host.pass(50)
      return host.updates.find((update) => update.type === 'query-answered')
    }
    const first = find('each fault')
    expect(first).toMatchObject({ count: 1, query: 'each fault' })
    expect(host.frame().status).toMatchObject({ instant: first?.instant, end })
    expect(find('last deliver BP')?.instant).toBe(first?.instant)
    expect(find('first fault PF')).toMatchObject({ count: 0 })
  })

  describe('that finds an event about an address', () => {
    const walk = () => host.look('page-walk').models['page-walk']?.selected
    beforeEach(() => {
      host.send({ type: 'find', query: 'first tlb hit where va in vga' })
      host.pass(400)
      host.send({ type: 'pause' })
    })

    it('asks for its translation, and behind it shows that the TLB answered', () => {
      const { instant: at } = host.frame().status
      const there = { linearAddress: 0xb8002n, physicalAddress: 0xb8002n, instant: at }
      expect(walk()).toMatchObject({ ...there, origin: 'query' })
      host.send({ type: 'step', count: 1 })
      expect(walk()).toMatchObject({ ...there, origin: 'processor', tlb: { lookup: 'hit' } })
      host.send({ type: 'step', count: 1 })
      expect(walk()?.linearAddress).not.toBe(0xb8002n)
    })

    it('says nothing of the TLB while paging is off', () => {
      host.send({ type: 'find', query: 'first write where va < 0x100000000' })
      host.pass(400)
      host.send({ type: 'step', count: 1 })
      expect(walk()).toMatchObject({ origin: 'processor', levels: [], tlb: { lookup: 'miss' } })
    })

    it('shows another walk that is chosen, or an address that is asked for', () => {
      host.send({ type: 'translate', address: linearAddress(0x1000n), access: 'read' })
      expect(walk()?.linearAddress).toBe(0x1000n)
      host.send({ type: 'select', topic: 'page-walk', item: 1 })
      expect(walk()).toMatchObject({ sequence: 1, origin: 'processor' })
    })

    it('shows nothing of it on a branch where it has not happened', () => {
      host.send({ type: 'edit', edit: { type: 'set-register', register: 'R12', value: 99n } })
      expect(walk()?.linearAddress).not.toBe(0xb8002n)
    })
  })

  it('shows the last walk that code has made, and stays where it is', () => {
    host.send({ type: 'find-code-walk' })
    host.pass(50)
    const { status, models } = host.look('page-walk')
    expect(status).toMatchObject({ instant: end, activity: 'paused' })
    const reads = models['page-walk']?.selected?.software?.reads ?? []
    expect(reads.length).toBeGreaterThan(0)
    expect(reads.map(({ instant: at }) => at)).toEqual(
      reads.map(({ instant: at }) => at).sort((one, other) => one - other),
    )
  })

  it.each([
    { at: 0, cause: /Paging is off/ },
    { at: 3_000, cause: /no code has read/ },
  ])('says that no code has walked the tables, and why: $cause', ({ at, cause }) => {
    host.send({ type: 'seek', instant: instant(at) })
    host.pass(5)
    host.updates.length = 0
    host.send({ type: 'find-code-walk' })
    host.pass(50)
    expect(host.updates).toContainEqual(
      expect.objectContaining({
        ...{ type: 'failed', command: 'find-code-walk' },
        cause: expect.stringMatching(cause) as unknown,
      }),
    )
  })

  it('says where a query is wrong, and what was meant', () => {
    host.updates.length = 0
    host.send({ type: 'find', query: 'first fualt PF' })
    expect(host.updates.at(-1)).toMatchObject({
      type: 'failed',
      command: 'find',
      cause: expect.stringContaining('fault') as string,
    })
  })

  it('says why nobody can have written where nothing is mapped', () => {
    host.updates.length = 0
    host.send(whoWrote(0xdead_beefn))
    expect(host.updates.at(-1)).toMatchObject({ type: 'failed', command: 'who-wrote' })
  })
})
