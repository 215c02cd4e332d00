/** Which views are watched, by what the machine does. */
import { describe, expect, it } from 'vitest'
import type { Command, Frame, View } from '../../shared/protocol'
import { createViewPacer } from './view-pacer'

const ALL: readonly View[] = ['registers', 'disassembly', 'screen', 'serial', 'page-walk']

function setUp() {
  const watched: (readonly View[])[] = []
  const timers: (() => void)[] = []
  const send = (command: Command) => {
    if (command.type === 'watch') watched.push(command.views)
  }
  const pacer = createViewPacer(send, (callback) => timers.push(callback))
  pacer.want(ALL)
  return { pacer, watched, passTime: () => timers.splice(0).forEach((callback) => callback()) }
}

const frame = (activity: string, hasRegisters = true) =>
  ({ status: { activity }, models: hasRegisters ? { registers: {} } : {} }) as unknown as Frame

describe('the view pacer', () => {
  it('watches only what moves like a film while the machine runs fast', () => {
    const { pacer, watched } = setUp()
    pacer.onFrame(frame('running'))
    expect(watched.at(-1)).toEqual(['screen', 'serial'])
  })

  it('glances at the rest a few times a second', () => {
    const { pacer, watched, passTime } = setUp()
    pacer.onFrame(frame('running'))
    passTime()
    expect(watched.at(-1)).toEqual(ALL)
    pacer.onFrame(frame('running'))
    expect(watched.at(-1)).toEqual(['screen', 'serial'])
  })

  it('glances less often at many diagrams than at one or two', () => {
    const delays: number[] = []
    const pacer = createViewPacer(
      () => {},
      (_, delay) => delays.push(delay),
    )
    pacer.want(['screen', 'page-walk', 'heap'])
    pacer.onFrame({ status: { activity: 'running' }, models: { heap: {} } } as unknown as Frame)
    pacer.startOver()
    pacer.want(['screen', 'page-walk', 'heap', 'executor'])
    pacer.onFrame({ status: { activity: 'running' }, models: { heap: {} } } as unknown as Frame)
    const [two = 0, three = 0] = delays
    expect(three).toBeGreaterThan(two)
  })

  it('waits for the glance to be answered before it rests again', () => {
    const { pacer, watched, passTime } = setUp()
    pacer.onFrame(frame('running'))
    passTime()
    pacer.onFrame(frame('running', false))
    expect(watched.at(-1)).toEqual(ALL)
  })

  it('watches everything as soon as the machine stands still', () => {
    const { pacer, watched } = setUp()
    pacer.onFrame(frame('running'))
    pacer.onFrame(frame('paused', false))
    expect(watched.at(-1)).toEqual(ALL)
  })

  it('watches everything all the time at a speed that can be read', () => {
    const { pacer, watched } = setUp()
    pacer.setSpeed(100)
    pacer.onFrame(frame('running'))
    expect(watched).toEqual([ALL])
  })

  it('watches everything again when the speed becomes readable', () => {
    const { pacer, watched } = setUp()
    pacer.onFrame(frame('running'))
    pacer.setSpeed(1)
    expect(watched.at(-1)).toEqual(ALL)
  })

  it('says nothing twice to a machine that stands still', () => {
    const { pacer, watched } = setUp()
    pacer.onFrame(frame('paused'))
    pacer.onFrame(frame('paused'))
    expect(watched).toHaveLength(1)
  })
})
