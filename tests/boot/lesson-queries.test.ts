/**
 * Puts the lessons' queries to the scenarios that they are about: each finds at least one event, or stands as not found.
 * Where the event is, the diagrams that the lesson shows have something to show.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { searchEvents } from '../../src/emulator/host/event-search'
import { foundTranslation } from '../../src/emulator/host/found-translation'
import { loadMachine, type LoadedMachine } from '../../src/emulator/host/loaded-machine'
import { shownSpace } from '../../src/emulator/host/shown-space'
import { spaceMap } from '../../src/emulator/host/space-map'
import type { Found } from '../../src/emulator/query/stream'
import { diagramOfTopic } from '../../src/renderer/diagrams/topics'
import type { DiagramTopic } from '../../src/shared/protocol'
import { LESSON_QUERIES } from '../../src/shared/query/lessons.fixture'
import { parseQuery } from '../../src/shared/query/parse'
import { typeText } from '../../src/shared/scan-codes'
import { instant, type Instant } from '../../src/shared/units'
import { ASKED_LESSONS, NOT_ASKED, type AskedLesson } from './lesson-queries'
import { LESSON_SHOWS } from './lesson-shows'
import { core, kernelImage } from './ringside'

const MEMORY = 16 << 20
/** When keys are typed. */
const TYPING = 1_000_000
const LENGTH = 3_000_000
const STRETCH = 5_000_000
/** What they show is done by the instruction behind the event: the first walk fetches the one after MOV to CR0. */
const ONE_ON = new Set(['2.4'])
/** Nothing but main has run by then, with interrupts off: the lanes say so from the beginning on, and still do. */
const isMainAlone = (moment: string, topic: DiagramTopic) =>
  topic === 'interleaving' && ['1.4', '2.8', '4.6', '7.8'].includes(moment)
const WINDOW = { width: 880, height: 560 }

const prebuilt = (name: string) =>
  readFileSync(new URL(`../../kernel/prebuilt/${name}.elf`, import.meta.url))

/** `@1.5` is the query of that moment. */
function lessonMoment(name: string) {
  const [, query] = LESSON_QUERIES.find(([moment]) => moment === name) ?? []
  return query === undefined ? undefined : { query: parseQuery(query) }
}

function ask({ query: text, commandLine, image, keys, length = LENGTH, moment }: AskedLesson) {
  const elf = image === undefined ? kernelImage : prebuilt(image)
  const loaded = loadMachine(core, 'kernel', elf, { commandLine, memorySize: MEMORY })
  const { timeline, machine, observers } = loaded
  // Some observers read a kernel's types when they are first asked, and miss what came before.
  const topics = LESSON_SHOWS[moment] ?? []
  for (const topic of topics) observers[topic].model()
  const search = searchEvents(loaded, { text, query: parseQuery(text) }, lessonMoment)
  const found: Found[] = []
  function runTo(end: number) {
    let stop = timeline.run(0)
    while (machine.instant() < end && stop.reason === 'budget' && !search.isOver()) {
      stop = timeline.run(Math.min(STRETCH, end - machine.instant()))
      found.push(...search.settle())
    }
    return stop
  }
  if (keys !== undefined) {
    runTo(TYPING)
    timeline.input({ type: 'keys', scanCodes: typeText(keys) })
  }
  const verdict = search.finish(runTo(length))
  search.stop()
  return { loaded, topics, found: [...found, ...verdict.found], problem: verdict.problem }
}

/** Drawn as it stands at an instant. */
function draw({ timeline, observers }: LoadedMachine, topic: DiagramTopic, at: Instant) {
  timeline.seek(at)
  const diagram = diagramOfTopic(topic, observers[topic].model())
  const scene = diagram?.draw({ theme: 'light', density: 'laptop', size: WINDOW })
  return { shapes: scene?.shapes.length ?? 0, words: diagram?.text().summary ?? '' }
}

/** An event about an address: before and behind it that address is the one whose translation is drawn. */
function showsTheAddress(loaded: LoadedMachine, { instant: at, record }: Found): void {
  const address = record?.fields['va'] ?? record?.fields['cr2']
  if (!record || typeof address !== 'bigint') return
  for (const passed of [0, 1]) {
    loaded.timeline.seek(instant(at + passed))
    const walk = foundTranslation(loaded, { record, branch: loaded.timeline.present() })
    expect([passed, walk?.linearAddress]).toEqual([passed, address])
  }
}

/** A write to CR3: both spaces are drawn, the one that is left and the one that is entered. */
function showsTheSpaces(loaded: LoadedMachine, { instant: at, record }: Found): void {
  if (record?.kind !== 'reg' || record.arguments[0] !== 'cr3') return
  for (const passed of [0, 1]) {
    loaded.timeline.seek(instant(at + passed))
    const found = { record, branch: loaded.timeline.present() }
    const look = shownSpace(loaded, { found, space: undefined })
    const space = look && spaceMap(loaded, look)
    expect(space?.slots.length).toBeGreaterThan(0)
    expect(space?.beside?.differences.length).toBeGreaterThan(0)
  }
}

/** The block moved into the heap, and its pointer still names the place on the stack. */
function showsTheOldPlace({ timeline, observers }: LoadedMachine, at: Instant): void {
  timeline.seek(at)
  const { request, contents } = observers.heap.model()
  expect(contents?.sequence).toBe(request?.sequence)
  expect(contents?.type).toBe('ringside_kernel::scenarios::pin_move::SelfReferential')
  expect(contents?.fields).toMatchObject([
    { name: 'value', offset: 0, size: 8, type: 'u64', text: '2' },
    {
      ...{ name: 'to_value', offset: 8, size: 8, type: '*const u64', text: '1' },
      lead: { kind: 'stack', function: 'ringside_kernel::scenarios::pin_move::run' },
    },
  ])
}

describe.each(ASKED_LESSONS)('$moment: $query, in $commandLine', (lesson) => {
  it('finds what the lesson shows, and draws it', () => {
    const { loaded, topics, found, problem } = ask(lesson)
    expect(problem).toBeUndefined()
    expect(found.length).toBeGreaterThan(0)
    const [first] = found
    if (!first) return
    if (topics.includes('page-walk')) showsTheAddress(loaded, first)
    if (topics.includes('page-walk')) showsTheSpaces(loaded, first)
    if (lesson.moment === '12.12') showsTheOldPlace(loaded, first.instant)
    const behind = instant(first.instant + (ONE_ON.has(lesson.moment) ? 2 : 1))
    for (const topic of topics) {
      const there = draw(loaded, topic, behind)
      expect(there.shapes).toBeGreaterThan(0)
      // An untouched machine has a drawing as well, of most topics: it is another one.
      const untouched = draw(loaded, topic, instant(0))
      const isAsUntouched = there.words === untouched.words
      expect([topic, isAsUntouched]).toEqual([topic, isMainAlone(lesson.moment, topic)])
      // The walk that faulted, and none that was made to deliver the fault.
      if (topic === 'page-walk' && / fault PF/.test(lesson.query))
        expect(there.words).toContain('Error code')
      if (topic === 'page-walk' && / fault GP/.test(lesson.query))
        expect(there.words).toContain('not a canonical address')
    }
  })
})

describe('every moment of the lessons', () => {
  it('is asked for, or stands with the reason why it cannot be', () => {
    const asked = new Set(ASKED_LESSONS.map(({ moment }) => moment))
    const open = LESSON_QUERIES.map(([moment]) => moment).filter(
      (moment) => asked.has(moment) === moment in NOT_ASKED,
    )
    expect(open).toEqual([])
  })

  it('shows a diagram where it is asked for, and nowhere else', () => {
    expect(Object.keys(LESSON_SHOWS)).toEqual(ASKED_LESSONS.map(({ moment }) => moment))
  })
})
