/** The words of the executor's diagram say what it shows, of runs that the machine made. */
import { describe, expect, it } from 'vitest'
import type { Executor, WakerPlace } from '../../src/shared/models/executor'
import { executorText } from '../../src/renderer/diagrams/executor/text'
import { captionOf } from '../../src/renderer/diagrams/executor/captions'
import { diagramOfExecutor } from '../../src/renderer/diagrams/executor/diagram'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { headlineOf } from '../../src/renderer/diagrams/executor/words'
import { stepCount } from '../../src/renderer/diagrams/executor/stations'
import { recordedExecutor, recordedExecutorNames } from '../gallery/recorded-executors'

const NAMES = recordedExecutorNames()

describe('the text twin', () => {
  it.each(NAMES)('names every station, and says nothing that is not known: %s', (name) => {
    const executor = recordedExecutor(name)
    const { title, summary, rows } = executorText(executor)
    expect(summary.startsWith(title)).toBe(true)
    expect(summary).not.toMatch(/undefined|null|NaN|`/)
    expect(rows.map(({ remark }) => remark).join()).not.toMatch(/undefined|null|NaN/)
    for (const [index] of (executor.chain?.stations ?? []).entries()) {
      expect(rows[index]?.name).toMatch(new RegExp(`^${index + 1} `))
    }
  })

  it('tells the way of a key in instructions', () => {
    const { summary } = executorText(recordedExecutor('key-pressed'))
    expect(summary).toContain('key press (scan code 0x1e) after 0')
    expect(summary).toContain('input queue (SCAN_CODES 0x1e) after 64')
    expect(summary).toMatch(/screen \(shows 'a'\) after \d+/)
    expect(summary).toContain('The handler took 168 instructions.')
  })

  it('tells each task with where it stands and what it keeps', () => {
    const rows = executorText(recordedExecutor('two-tasks')).rows
    expect(rows.find(({ value }) => value === 'converse()')?.remark).toMatch(
      /^waiting, at mod\.rs:\d+, keeps editor, 29 polls, 28 wakes/,
    )
  })

  it('says of which function the local variable is that keeps a waker', () => {
    const { rows } = executorText(recordedExecutor('key-pressed'))
    const remarkOf = (place: string) => rows.find(({ value }) => value === place)?.remark
    expect(remarkOf('entries[1]')).toBe('task 1, a local variable of run()')
    expect(remarkOf('ps2_keyboard::READER')).toBe('task 1')
  })

  it('counts a crowd, and lists no more of it than anybody would hear', () => {
    const { summary, rows } = executorText(recordedExecutor('crowd'))
    expect(summary).toContain('Of 1,000 tasks: 1 running, 551 ready, 298 waiting, 150 done.')
    expect(rows.length).toBeLessThan(120)
  })

  it('says what is missing and what would help', () => {
    expect(executorText(recordedExecutor('series-release')).summary).toContain('debug = true')
    const { summary } = executorText(recordedExecutor('no-symbols'))
    expect(summary).toContain('before strip')
    expect(summary).not.toMatch(/no task|No interrupt/)
  })
})

describe('titles', () => {
  it('say the point of each situation in one line of the figure', () => {
    for (const name of NAMES) {
      const { title } = headlineOf(recordedExecutor(name))
      expect(title.length).toBeLessThanOrEqual(72)
      expect(title).not.toMatch(/\.$/)
    }
  })

  it.each([
    ['ready-while-asleep', 'The processor sleeps though a task is ready'],
    ['late-waker', 'The byte is queued, and nobody is woken'],
    ['busy-poll', 'Nobody is woken: the next poll finds the byte by itself'],
    ['hog-task', 'One poll goes on and on, and all other tasks wait'],
    ['queue-full', 'The input queue is full, and what comes now is lost'],
    ['timer-wakes', 'From a timer tick to text on the screen'],
    ['waiting', 'Every task waits, so the processor sleeps'],
    ['spawned', 'A task was made, and nothing of it has run'],
  ])('tell what is out of the ordinary: %s', (name, title) => {
    expect(headlineOf(recordedExecutor(name)).title).toBe(title)
  })
})

it('has two sentences for each step', () => {
  for (const name of NAMES) {
    const executor = recordedExecutor(name)
    for (let step = 1; step <= stepCount(executor); step++) {
      const caption = captionOf(executor, step)
      expect(caption?.headline).toMatch(/[.]$/)
      expect(caption?.detail).toMatch(/[.]$/)
    }
  }
})

describe('the place that woke a task', () => {
  const executor = recordedExecutor('key-pressed')

  /** As if the places that are not named were in no type that we know. */
  const keptIn = (names: readonly string[]): Executor => {
    const { chain } = executor
    if (!chain) return executor
    const isNamed = ({ place }: WakerPlace) => names.includes(place)
    const stations = chain.stations.map((station) => {
      const { moment } = station
      return {
        ...station,
        ...(moment && { moment: { ...moment, wakers: moment.wakers.filter(isNamed) } }),
      }
    })
    return { ...executor, chain: { ...chain, stations } }
  }

  const textsOf = (kept: Executor) => {
    const scene = diagramOfExecutor(kept, true).draw({ theme: 'light', density: 'figure', step: 4 })
    return [...shapesOf(scene.shapes)].flatMap((shape) =>
      shape.kind === 'text' ? shape.runs.map(({ text }) => text) : [],
    )
  }

  it('is told where there is one', () => {
    expect(textsOf(keptIn(['ps2_keyboard::READER']))).toContain('woke')
  })

  it('is not told where it is one of several, which carry the same pointer', () => {
    const texts = textsOf(keptIn(['ps2_keyboard::READER', 'uart_16550::READER']))
    expect(texts).toContain('one of these woke task 1')
    expect(texts).not.toContain('woke')
  })
})

describe('what can be pointed at', () => {
  it.each(['key-pressed', 'two-tasks', 'carousel'])('has words: %s', (name) => {
    const executor = recordedExecutor(name)
    const diagram = diagramOfExecutor(executor, true)
    const scene = diagram.draw({ theme: 'light', density: 'figure' })
    const keys = [...shapesOf(scene.shapes)]
      .filter(({ kind }) => kind === 'group')
      .map(({ key }) => key)
    const told = keys.filter((key) => diagram.detail?.(key))
    for (const { key } of executor.now.tasks) expect(told).toContain(`task-${key}`)
    for (const { kind } of executor.chain?.stations ?? []) expect(told).toContain(`chain.${kind}`)
    for (const key of told) expect(diagram.detail?.(key)?.words).not.toMatch(/undefined|NaN/)
  })

  it('leads from a task to the bytes of its future', () => {
    const executor = recordedExecutor('key-pressed')
    const [task] = executor.now.tasks
    const detail = diagramOfExecutor(executor, true).detail?.(`task-${task?.key}`)
    expect(detail?.bytes?.address).toBe(task?.future)
    expect(detail?.words).toContain('converse')
  })
})

describe('how things stand', () => {
  const draw = (name: string, step?: number) =>
    JSON.stringify(
      diagramOfExecutor(recordedExecutor(name), true).draw({
        theme: 'light',
        density: 'figure',
        ...(step !== undefined && { step }),
      }).shapes,
    )

  it('is not said beside what was: the processor sleeps in the last step alone', () => {
    expect(draw('key-pressed')).toContain('Asleep until an interrupt')
    expect(draw('key-pressed', 6)).not.toContain('Asleep')
    expect(draw('ready-while-asleep', 3)).not.toContain('Asleep')
  })

  it('says beside the stations which of them are the handler’s, and how long it is', () => {
    expect(draw('key-pressed')).toContain('interrupt handler: 168 instructions')
    expect(draw('key-pressed', 2)).toContain('interrupt handler: 168 instructions')
  })

  it('says of the way on show that it is the latest but for a key that was let go', () => {
    const pressed = recordedExecutor('key-pressed')
    const shown = pressed.chains.find(({ sequence }) => sequence === pressed.chain?.sequence)
    if (!shown) throw new Error('the chain on show is not in the list')
    const release = { ...shown, sequence: shown.sequence + 1, scanCode: 0x9e }
    const { title, summary } = executorText({ ...pressed, chains: [shown, release] })
    expect(title).toBe('From the latest key press to a character on the screen')
    expect(summary).toContain('A key release has come since.')
  })
})
