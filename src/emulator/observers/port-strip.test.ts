import { expect, it } from 'vitest'
import { instant, linearAddress } from '../../shared/units'
import { createPortStripObserver } from './port-strip'

function createBus(limit = 16) {
  let now = 0
  const observer = createPortStripObserver(
    { instant: () => instant(now), instruction: (rip) => ({ rip, text: 'out dx, al' }) },
    { limit },
  )
  const access = (direction: 'in' | 'out', port: number, value: number, width = 1) =>
    observer.accessed({
      ...{ direction, port, value, width },
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

it('splits words as the bus does, but for the device that takes them whole', () => {
  const { observer, access } = createBus()
  access('out', 0x3d4, 0x070e, 2)
  access('out', 0x20, 0x20_11, 2)
  access('in', 0x60, 0xff1e, 2)
  access('out', 0xf4, 0x10, 4)
  const { recent, total, devices } = observer.model()
  expect(total).toBe(7)
  expect(recent.map(({ port, width, value, meaning }) => [port, width, value, meaning])).toEqual([
    [0x3d4, 1, 0x0e, 'CRT controller: choose register 0xe, cursor location, high byte'],
    [0x3d5, 1, 0x07, 'CRT controller: cursor location, high byte: 0x7'],
    [0x20, 1, 0x11, 'ICW1: begin to initialise; ICW4 will come'],
    [0x21, 1, 0x20, 'ICW2: vectors from 32'],
    [0x60, 1, 0x1e, 'scan code 0x1e'],
    [0x61, 1, 0xff, 'port B: speaker on'],
    [0xf4, 4, 0x10, 'ends the run: status 2 × 16 + 1 = 33'],
  ])
  expect(recent.map(({ device }) => devices[device]?.name).slice(-3)).toEqual(['Keyboard', 'Control ports', 'Exit device']) // prettier-ignore
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

it('shares with the next checkpoint what has not changed since', () => {
  const { observer, access } = createBus()
  access('out', 0x20, 0x11)
  const first = observer.save() as Record<string, unknown>
  expect(observer.save()).toEqual(first)
  expect((observer.save() as typeof first)['kept']).toBe(first['kept'])
  access('in', 0x80, 0xff)
  const second = observer.save() as typeof first
  expect(second['states']).toBe(first['states'])
  expect(second['kept']).not.toEqual(first['kept'])
})
