/** Puts the lessons' queries to the scenarios that they are about: each finds at least one event, or stands as not found. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { searchEvents } from '../../src/emulator/host/event-search'
import { loadMachine } from '../../src/emulator/host/loaded-machine'
import type { Found } from '../../src/emulator/query/stream'
import { LESSON_QUERIES } from '../../src/shared/query/lessons.fixture'
import { parseQuery } from '../../src/shared/query/parse'
import { typeText } from '../../src/shared/scan-codes'
import { ASKED_LESSONS, NOT_ASKED, type AskedLesson } from './lesson-queries'
import { core, kernelImage } from './ringside'

const MEMORY = 16 << 20
/** When keys are typed. */
const TYPING = 1_000_000
const LENGTH = 3_000_000
const STRETCH = 5_000_000

const prebuilt = (name: string) =>
  readFileSync(new URL(`../../kernel/prebuilt/${name}.elf`, import.meta.url))

/** `@1.5` is the query of that moment. */
function lessonMoment(name: string) {
  const [, query] = LESSON_QUERIES.find(([moment]) => moment === name) ?? []
  return query === undefined ? undefined : { query: parseQuery(query) }
}

function ask({ query: text, commandLine, image, keys, length = LENGTH }: AskedLesson) {
  const elf = image === undefined ? kernelImage : prebuilt(image)
  const loaded = loadMachine(core, 'kernel', elf, { commandLine, memorySize: MEMORY })
  const { timeline, machine } = loaded
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
  return { found: [...found, ...verdict.found], problem: verdict.problem }
}

describe.each(ASKED_LESSONS)('$moment: $query, in $commandLine', (lesson) => {
  it('finds what the lesson shows', () => {
    const { found, problem } = ask(lesson)
    expect(problem).toBeUndefined()
    expect(found.length).toBeGreaterThan(0)
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
})
