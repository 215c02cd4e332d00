/** Presses, drags and wheels on the strip mean what they should, at most once a frame. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Timeline } from '../../shared/models/timeline'
import { instant } from '../../shared/units'
import { barY, laneY, runAxis, shownAxis, timelineLayout } from '../diagrams/timeline/layout'
import { createTimelineGestures, type Gestures } from './timeline-gestures'
import { timelineActionOf } from './timeline-keys'

const layout = timelineLayout(1136, 124, { branches: [] })
const model: Timeline = {
  now: instant(0),
  end: instant(10_000),
  from: instant(2_000),
  to: instant(4_000),
  lanes: [
    {
      lane: 'faults',
      total: 1,
      marks: [{ from: instant(3_001), to: instant(3_001), count: 1, label: '#BP' }],
    },
  ],
  branches: [],
  bookmarks: [],
}
const x = shownAxis(layout, model).x
const onBar = runAxis(layout, model).x
const halts = laneY(layout, 'halts')

describe('a pointer on the timeline', () => {
  let done: string[]
  let frame: (() => void)[]
  let gestures: Gestures
  const nextFrame = () => frame.splice(0).forEach((callback) => callback())

  beforeEach(() => {
    done = []
    frame = []
    gestures = createTimelineGestures(
      {
        model: () => model,
        layout: () => layout,
        goOver: (branch, to) => done.push(`go over to ${branch} at ${to}`),
        seek: (to) => done.push(`seek ${to}`),
        showFrom: (from) => done.push(`show from ${Math.round(from)}`),
        zoom: (factor, around) => done.push(`zoom ${factor} around ${around}`),
        choose: ({ lane }) => done.push(`choose ${lane}`),
        point: (pointing) => done.push(`point at ${pointing?.mark?.label ?? pointing?.instant}`),
      },
      (callback) => frame.push(callback),
    )
  })

  it('goes where it is pressed', () => {
    gestures.press({ x: x(2_500), y: halts })
    nextFrame()
    expect(done).toEqual(['choose halts', 'seek 2500'])
  })

  it('goes to the very instant of what it is pressed on', () => {
    gestures.press({ x: x(3_005), y: laneY(layout, 'faults') })
    nextFrame()
    expect(done).toEqual(['choose faults', 'seek 3001'])
  })

  it('goes once a frame while it is dragged, to the last place', () => {
    gestures.press({ x: x(2_500), y: halts })
    nextFrame()
    for (const at of [2_600, 2_700, 2_800]) gestures.move({ x: x(at), y: halts })
    nextFrame()
    nextFrame()
    expect(done.slice(1)).toEqual(['seek 2500', 'seek 2800'])
  })

  it('stays within the range however far it is dragged', () => {
    gestures.press({ x: x(2_500), y: halts })
    gestures.move({ x: -400, y: 900 })
    nextFrame()
    expect(done.at(-1)).toBe('seek 2000')
  })

  it('no longer points at the place that a drag began at', () => {
    gestures.move({ x: x(3_002), y: laneY(layout, 'faults') })
    gestures.press({ x: x(2_500), y: halts })
    gestures.move({ x: x(2_600), y: halts })
    gestures.move({ x: x(2_700), y: halts })
    nextFrame()
    expect(done).toEqual(['point at #BP', 'choose halts', 'point at undefined', 'seek 2700'])
  })

  it('only points once it is released', () => {
    gestures.press({ x: x(2_500), y: halts })
    nextFrame()
    gestures.release()
    gestures.move({ x: x(3_002), y: laneY(layout, 'faults') })
    gestures.leave()
    nextFrame()
    expect(done.slice(2)).toEqual(['point at #BP', 'point at undefined'])
  })

  it('takes hold of the part on the bar where it is pressed', () => {
    gestures.press({ x: onBar(3_000), y: barY(layout, 0) })
    gestures.move({ x: onBar(5_000), y: barY(layout, 0) })
    nextFrame()
    expect(done.slice(1)).toEqual(['show from 4000'])
  })

  it('brings the part there when it is pressed beside it', () => {
    gestures.press({ x: onBar(8_000), y: barY(layout, 0) })
    nextFrame()
    expect(done.slice(1)).toEqual(['show from 7000'])
  })

  it('chooses a lane by its name, and goes nowhere', () => {
    gestures.press({ x: 50, y: halts })
    nextFrame()
    expect(done).toEqual(['choose halts'])
  })

  it('zooms around itself with a wheel, and moves with one that goes sideways', () => {
    gestures.wheel({ x: x(3_000), y: halts }, { x: 0, y: -240 })
    gestures.wheel({ x: x(3_000), y: halts }, { x: 100, y: 10 })
    expect(done).toEqual(['zoom 0.5 around 3000', 'show from 2200'])
  })
})

it('goes over to the branch on whose row it is pressed', () => {
  const branches = [0, 1].map((id) => ({
    id,
    ...(id > 0 && { parent: 0 }),
    forkedAt: instant(id * 1_000),
    end: instant(10_000),
    isPresent: id === 0,
    change: 'RAX = 5',
  }))
  const two = { ...model, branches }
  const rows = timelineLayout(1136, 148, two)
  const done: string[] = []
  const gestures = createTimelineGestures(
    {
      model: () => two,
      layout: () => rows,
      goOver: (branch, to) => done.push(`go over to ${branch} at ${to}`),
      seek: (to) => done.push(`seek ${to}`),
      showFrom: () => done.push('show'),
      zoom: () => done.push('zoom'),
      choose: () => {},
      point: ({ branch } = { place: 'bar', instant: instant(0) }) => done.push(`${branch?.change}`),
    },
    (callback) => callback(),
  )
  gestures.move({ x: runAxis(rows, two).x(6_000), y: barY(rows, 1) })
  gestures.press({ x: runAxis(rows, two).x(6_000), y: barY(rows, 1) })
  expect(done).toEqual(['RAX = 5', 'go over to 1 at 6000'])
})

describe('a key on the timeline', () => {
  const plain = { ctrlKey: false, metaKey: false, altKey: false }

  it('is an action of its own, and none with Ctrl', () => {
    expect(timelineActionOf({ key: 'ArrowLeft', ...plain })).toBe('previous-event')
    expect(timelineActionOf({ key: '0', ...plain })).toBe('whole-run')
    expect(timelineActionOf({ key: '0', ...plain, ctrlKey: true })).toBeUndefined()
    expect(timelineActionOf({ key: 'x', ...plain })).toBeUndefined()
  })
})
