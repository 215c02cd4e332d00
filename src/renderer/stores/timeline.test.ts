// @vitest-environment jsdom
/** What is shown follows the machine, unless the reader has looked away; a branch is told of once. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Timeline } from '../../shared/models/timeline'
import { instant } from '../../shared/units'
import { useMachineStore } from './machine'
import { useNoticesStore } from './notices'
import { useTimelineStore } from './timeline'

const END = 100_000

function model(now: number, from: number, to: number, branches = 1): Timeline {
  return {
    now: instant(now),
    end: instant(END),
    from: instant(from),
    to: instant(to),
    lanes: [],
    branches: Array.from({ length: branches }, (_, id) => ({
      id,
      ...(id > 0 && { parent: 0 }),
      forkedAt: instant(0),
      end: instant(END),
      isPresent: id === branches - 1,
      change: 'first run',
    })),
    bookmarks: [],
  }
}

describe('the timeline store', () => {
  let shown: ReturnType<typeof vi.fn>
  const show = async (timeline: Timeline) => {
    const machine = useMachineStore()
    const { now, end, branches, bookmarks, ...lanes } = timeline
    machine.models.now = { now, end }
    machine.models.timeline = lanes
    machine.models.branches = { branches, bookmarks, inputs: [] }
    await nextTick()
  }

  beforeEach(() => {
    setActivePinia(createPinia())
    shown = vi.fn()
    useMachineStore().showRange = shown as never
    useMachineStore().goToEvent = vi.fn()
    useTimelineStore()
  })

  it('follows the machine out of what is shown', async () => {
    await show(model(1_500, 1_000, 2_000))
    await show(model(50_000, 1_000, 2_000))
    expect(shown).toHaveBeenCalledExactlyOnceWith({ from: 49_500, to: 50_500 })
  })

  it('stays where the reader has looked away to', async () => {
    await show(model(500, 1_000, 2_000))
    await show(model(600, 1_000, 2_000))
    expect(shown).not.toHaveBeenCalled()
  })

  it('comes along when the reader goes to an event', async () => {
    await show(model(500, 1_000, 2_000))
    useTimelineStore().goToEvent('before')
    await show(model(400, 1_000, 2_000))
    expect(shown).toHaveBeenCalledExactlyOnceWith({ from: 0, to: 1_000 })
  })

  it('zooms on from what was asked for, before it is there', async () => {
    await show(model(50_000, 0, END))
    useTimelineStore().zoom(0.5)
    useTimelineStore().zoom(0.5)
    expect(shown).toHaveBeenLastCalledWith({ from: 37_500, to: 62_500 })
  })

  it('tells of the first branch, and of no other', async () => {
    const { notices } = useNoticesStore()
    expect(notices).toEqual([])
    await show(model(500, 0, END))
    await show(model(500, 0, END, 2))
    expect(useNoticesStore().notices.map(({ kind }) => kind)).toEqual(['branch'])
    useNoticesStore().dismiss('branch')
    await show(model(500, 0, END, 3))
    expect(useNoticesStore().notices).toEqual([])
  })

  it('does not take a session that is opened for a branch', async () => {
    await show({ ...model(500, 0, END), end: instant(2_000) })
    await show(model(500, 0, END, 2))
    expect(useNoticesStore().notices).toEqual([])
  })

  it('stops at the first and the last lane', () => {
    const store = useTimelineStore()
    store.selectLane(-1)
    expect(store.lane).toBe('faults')
    for (let i = 0; i < 9; i += 1) store.selectLane(1)
    expect(store.lane).toBe('ports')
  })
})
