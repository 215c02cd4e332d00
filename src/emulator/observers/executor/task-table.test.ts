import { describe, expect, it } from 'vitest'
import { instant } from '../../../shared/units'
import { createTaskTable, type TaskTable } from './task-table'
import type { FoundWaker } from './waker-of'

const waker = (data: bigint): FoundWaker => ({
  data,
  table: { address: 0x500n, wake: 0x501n, wakeByRef: 0x502n, isNoop: false },
})
const byInterrupt = { kind: 'program' } as const

function poll(
  table: TaskTable,
  future: bigint,
  at: number,
  more: { waker?: FoundWaker; poll?: bigint } = {},
) {
  const call = { future, poll: 0x900n, instant: instant(at), ...more }
  return table.polled(call, () => Uint8Array.of(7))
}

describe('the table of tasks', () => {
  it('counts polls, and how long each took', () => {
    const table = createTaskTable()
    poll(table, 0x10n, 100)
    expect(table.at(0x10n)).toMatchObject({ ordinal: 1, polls: 1, condition: 'running' })
    const task = table.returned(0x10n, instant(160), false)
    expect(task).toMatchObject({ condition: 'idle', lastPoll: { duration: 60, result: 'pending' } })
    expect(table.state().polls).toEqual({ total: 1, pending: 1, ready: 0 })
  })

  it('remembers what was polled within another future, and counts no task for it', () => {
    const table = createTaskTable()
    poll(table, 0x10n, 100)
    table.polledWithin(0x20n)
    expect([0x10n, 0x20n, 0x30n].map(table.wasPolled)).toEqual([true, true, false])
    expect(table.state().seen).toBe(1)
    const again = createTaskTable()
    again.restore(table.state())
    expect(again.wasPolled(0x20n)).toBe(true)
    expect(again.unpolledKey(0x20n)).toBe('20.1')
  })

  it('lets a task go when its poll returns Ready, and tells another one at the same place', () => {
    const table = createTaskTable()
    const first = poll(table, 0x10n, 1)
    table.returned(0x10n, instant(2), true)
    expect(table.at(0x10n)).toBeUndefined()
    expect(table.byKey(first.key)).toMatchObject({ condition: 'done' })
    expect(table.unpolledKey(0x10n)).toBe(poll(table, 0x10n, 3).key)
    expect(table.byKey(first.key)?.ordinal).toBe(1)
    expect(table.at(0x10n)?.ordinal).toBe(2)
  })

  it('takes another poll function at the same place for another task', () => {
    const table = createTaskTable()
    const first = poll(table, 0x10n, 1)
    const second = poll(table, 0x10n, 2, { poll: 0x901n })
    expect(second.key).not.toBe(first.key)
    expect(second).toMatchObject({ ordinal: 2, polls: 1 })
  })

  it('knows a task by the waker that its last poll was given', () => {
    const table = createTaskTable()
    poll(table, 0x10n, 1, { waker: waker(0xaan) })
    poll(table, 0x20n, 2, { waker: waker(0xbbn) })
    table.returned(0x10n, instant(2), false)
    expect(table.woken(0xaan, { instant: instant(3), cause: byInterrupt })).toMatchObject({
      future: 0x10n,
      wakes: 1,
      isWoken: true,
    })
    expect(table.woken(0xccn, { instant: instant(4), cause: byInterrupt })).toBeUndefined()
    expect(table.state().wakes).toBe(2)
    expect(poll(table, 0x10n, 5).isWoken).toBe(false)
  })

  it('reads what lies behind the first waker once', () => {
    const table = createTaskTable()
    let reads = 0
    const call = { future: 0x10n, poll: 0x900n, instant: instant(1), waker: waker(0xaan) }
    const read = () => Uint8Array.of(++reads)
    table.polled(call, read)
    expect(table.polled(call, read).mark).toEqual(Uint8Array.of(1))
  })

  it('goes on from a saved state as if nothing had happened', () => {
    const table = createTaskTable()
    poll(table, 0x10n, 1, { waker: waker(0xaan) })
    table.returned(0x10n, instant(2), false)
    poll(table, 0x20n, 3)
    table.returned(0x20n, instant(4), true)
    const copy = createTaskTable()
    copy.restore(structuredClone(table.state()))
    for (const one of [table, copy]) {
      one.woken(0xaan, { instant: instant(5), cause: byInterrupt })
      poll(one, 0x20n, 6)
    }
    expect(copy.state()).toEqual(table.state())
  })

  it('bounds what a kernel can make it keep', () => {
    const table = createTaskTable()
    for (let future = 1; future <= 10_000; future++) poll(table, BigInt(future), future)
    expect(table.state().living.length).toBeLessThanOrEqual(4_096)
    for (let future = 9_000; future <= 10_000; future++) {
      table.returned(BigInt(future), instant(20_000), true)
    }
    expect(table.state().done.length).toBeLessThanOrEqual(32)
    expect(table.state().doneCount).toBe(1_001)
  })
})
