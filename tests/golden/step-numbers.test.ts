/** The circles of a drawing bear the numbers of the steps that are counted beside it, each of them once. */
import { expect, it } from 'vitest'
import { idtDispatchDiagram } from '../../src/renderer/diagrams/idt-dispatch/idt-dispatch'
import { stationsOf as stationsOfDispatch } from '../../src/renderer/diagrams/idt-dispatch/stations'
import { interruptPathDiagram } from '../../src/renderer/diagrams/interrupt-path/interrupt-path'
import { stationsOf as stationsOfPath } from '../../src/renderer/diagrams/interrupt-path/stations'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import type { Shape } from '../../src/renderer/diagrams/scene'
import { recordedDispatch, recordedDispatchNames } from '../gallery/idt-dispatch-recorded'
import { stackSwitchDiagram } from '../../src/renderer/diagrams/stack-switch/stack-switch'
import { stationsOf as stationsOfStory } from '../../src/renderer/diagrams/stack-switch/stations'
import { recordedPathNames, recordedPaths } from '../gallery/interrupt-paths-recorded'
import { recordedStacks, recordedStacksNames } from '../gallery/stack-switch-recorded'

const FIGURE = { theme: 'light', density: 'figure' } as const

/** `3` is one step, `5–10` are six. */
function stepsIn(shapes: readonly Shape[], key: RegExp): readonly number[] {
  const numbers = [...shapesOf(shapes)].flatMap((shape) =>
    shape.kind === 'text' && key.test(shape.key) ? shape.runs.map(({ text }) => text) : [],
  )
  const steps = numbers.flatMap((number) => {
    const [first = 0, last = first] = number.split('–').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
  return steps.sort((one, other) => one - other)
}

const upTo = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1)

it.each(recordedDispatchNames())('numbers every step of the delivery %s', (name) => {
  const dispatch = recordedDispatch(name)
  const { shapes } = idtDispatchDiagram(dispatch, FIGURE)
  expect(stepsIn(shapes, /^number$/)).toEqual(upTo(stationsOfDispatch(dispatch).length))
})

it.each(recordedPathNames())('numbers every step of the interrupt %s', (name) => {
  const paths = recordedPaths(name)
  const { shapes } = interruptPathDiagram(paths, FIGURE)
  const circles = shapes.filter(({ key }) => key === 'waypoints')
  const count = stationsOfPath(paths.selected, paths.standing).length
  expect(stepsIn(circles, /^number-/)).toEqual(upTo(count))
})

const deliveredStacks = recordedStacksNames().filter(
  (name) => recordedStacks(name).story?.kind === 'delivery',
)

it.each(deliveredStacks)('numbers every step of the story %s', (name) => {
  const model = recordedStacks(name)
  const { shapes } = stackSwitchDiagram(model, FIGURE)
  expect(stepsIn(shapes, /^number$/)).toEqual(upTo(stationsOfStory(model.story).length))
})
