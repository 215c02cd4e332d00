import { expect, it } from 'vitest'
import { instant, linearAddress } from '../../shared/units'
import { createPortStripObserver } from './port-strip'

function createBus(limit = 16) {
  let now = 0
  const observer = createPortStripObserver(
    { instant: () => instant(now), instruction: (rip) => ({ rip, text: 'out dx, al' }) },
    { limit },
  )
  const access = (direction: 'in' | 'out', port: number, value: number) =>
    observer.accessed({
      ...{ direction, port, value, width: 1 },
      instant: instant((now += 1)),
      rip: linearAddress(BigInt(now)),
    })
  return { observer, access }
}

it('says of each access what it means to the chip', () => {
  const { observer, access } = createBus()
  access('out', 0x20, 0x11)
  access('out', 0x21, 0x20)
  const { selected, devices } = observer.model()
  expect(selected).toMatchObject({ sequence: 2, meaning: 'ICW2: vectors from 32' })
  expect(selected?.instruction?.rip).toBe(2n)
  expect(devices[selected?.device ?? -1]?.name).toBe('PIC 1')
})

it('counts a poll as one, and the same command again, but not the same byte sent twice', () => {
  const { observer, access } = createBus()
  for (let poll = 0; poll < 5; poll++) access('in', 0x3fd, 0x00)
  access('in', 0x3fd, 0x60)
  access('out', 0x3f8, 0x6c)
  access('out', 0x3f8, 0x6c)
  access('out', 0x20, 0x20)
  access('out', 0x20, 0x20)
  const { recent, total } = observer.model()
  expect(total).toBe(10)
  expect(recent.map(({ sequence, count }) => [sequence, count])).toEqual([[5, 5], [6, 1], [7, 1], [8, 1], [10, 2]]) // prettier-ignore
})

it('shows the one that was chosen, also when it is one of a poll', () => {
  const { observer, access } = createBus()
  for (let poll = 0; poll < 3; poll++) access('in', 0x3fd, 0x00)
  access('out', 0x3f8, 0x6c)
  observer.select(2)
  expect(observer.model().selected).toMatchObject({ sequence: 3, count: 3 })
  observer.select(undefined)
  expect(observer.model().selected?.sequence).toBe(4)
})

it('keeps no more than its limit, and what a chip was told before that', () => {
  const { observer, access } = createBus(4)
  access('out', 0x3d4, 0x0e)
  for (let value = 0; value < 100; value++) access('out', 0x3d5, value)
  const { recent } = observer.model()
  expect(recent.length).toBe(4)
  expect(recent.at(-1)?.meaning).toBe('CRT controller: cursor location, high byte: 0x63')
})

it('takes up a state that it gave out', () => {
  const { observer, access } = createBus()
  access('out', 0x20, 0x11)
  const saved = structuredClone(observer.save())
  access('out', 0x21, 0x20)
  const before = observer.model()
  observer.restore(saved)
  expect(observer.model().total).toBe(1)
  access('out', 0x21, 0x20)
  expect(observer.model().selected?.meaning).toBe(before.selected?.meaning)
})
