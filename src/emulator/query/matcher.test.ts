import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../shared/query/parse'
import { QueryError } from '../../shared/query/query-error'
import { instant } from '../../shared/units'
import type { EventRecord, Fields } from './event-record'
import { createMatcher, findAll } from './matcher'
import { emptyContext, type QueryContext } from './query-context'

type Step = readonly [instant: number, kind: string, fields?: Fields, ...words: string[]]

const PF = { vec: 14n }
const DF = { vec: 8n }

/** Events numbered in the order in which they are written. */
const run = (...steps: readonly Step[]): EventRecord[] =>
  steps.map(([at, kind, fields = {}, ...words], order) => ({
    kind,
    arguments: words,
    fields,
    instant: instant(at),
    order,
  }))

const find = (text: string, events: EventRecord[], context: QueryContext = emptyContext) => {
  const verdict = findAll(parseQuery(text), text, context, events)
  return { at: verdict.found.map(({ instant: at }) => Number(at)), ...verdict }
}

const at = (text: string, events: EventRecord[], context?: QueryContext) =>
  find(text, events, context).at

const faults = run(
  [1, 'fault', PF],
  [2, 'halt'],
  [3, 'fault', DF],
  [4, 'fault', PF],
  [5, 'fault', PF],
)

describe('an ordinal', () => {
  it.each([
    ['first fault', [1]],
    ['first fault DF', [3]],
    ['2nd fault', [3]],
    ['3rd fault PF', [5]],
    ['4th fault PF', []],
    ['last fault PF', [5]],
    ['each fault PF', [1, 4, 5]],
    ['only fault DF', [3]],
    ['only fault PF', []],
    ['no shutdown', []],
    ['first fault 14', [1]],
  ])('%s', (text, instants) => {
    expect(at(text, faults)).toEqual(instants)
  })

  it.each([
    ['first fault GP', 'There is none.'],
    ['4th fault PF', 'There are 3.'],
    ['only fault PF', 'There are 3, not one.'],
    ['only fault GP', 'There is none.'],
    ['no fault DF', 'There is one.'],
    ['each fault GP', 'There is none.'],
    ['first halt after only fault PF', "'only fault PF': There are 3, not one."],
    ['first halt before first shutdown', "There is no 'first shutdown'."],
    ['first fault after first shutdown', "There is no 'first shutdown'."],
  ])('%s does not hold: %s', (text, problem) => {
    expect(find(text, faults)).toMatchObject({ holds: false, problem })
  })

  it('holds for no when there is none', () => {
    expect(find('no shutdown', faults)).toMatchObject({ holds: true, found: [] })
  })
})

describe('a moment', () => {
  const told = (text: string) => {
    const matcher = createMatcher(parseQuery(text), text, emptyContext)
    const after = faults.map((event) => matcher.feed(event).map((found) => Number(found.instant)))
    return [...after, matcher.finish().found.map((found) => Number(found.instant))]
  }

  it('is told when it is certain', () => {
    expect(told('2nd fault PF')).toEqual([[], [], [], [4], [], []])
    expect(told('last fault PF')).toEqual([[], [], [], [], [], [5]])
    expect(told('only fault DF')).toEqual([[], [], [], [], [], [3]])
    expect(told('each fault PF after first halt')).toEqual([[], [], [], [4], [5], []])
  })

  it('is told at the end of its range, not only of the run', () => {
    expect(told('last fault PF before first fault DF')).toEqual([[], [], [1], [], [], []])
    expect(told('first fault PF before first fault DF')).toEqual([[1], [], [], [], [], []])
  })

  it('waits for a moment that others can still follow', () => {
    expect(told('each fault PF after last fault DF')).toEqual([[], [], [], [], [], [4, 5]])
    expect(told('each fault PF before last fault PF')).toEqual([[], [], [], [1], [4], []])
  })

  it('moves by instructions', () => {
    expect(at('first fault DF +2 insn', faults)).toEqual([5])
    expect(at('first fault PF -5 insn', faults)).toEqual([0])
    expect(at('each fault after first fault DF +1 insn', faults)).toEqual([5, 6])
    expect(at('each fault after (first fault DF +1 insn)', faults)).toEqual([4, 5])
  })

  it('lets nothing through once it is over', () => {
    const text = 'first fault'
    const matcher = createMatcher(parseQuery(text), text, emptyContext)
    const [first, , second] = faults
    if (!first || !second) throw new Error('no events')
    matcher.feed(first)
    expect(matcher.isOver()).toBe(true)
    expect(matcher.feed(second)).toEqual([])
  })
})

describe('a relation', () => {
  const keys = run(
    [1, 'key'],
    [2, 'task', {}, 'poll'],
    [3, 'key'],
    [4, 'task', {}, 'poll'],
    [5, 'task', {}, 'poll'],
    [6, 'key'],
    [7, 'task', {}, 'poll'],
  )

  it.each([
    ['each task poll after first key before 2nd key', [2]],
    ['each task poll after 2nd key before 3rd key', [4, 5]],
    // The last key before the third, not the last of the run.
    ['each task poll after last key before 3rd key', [4, 5]],
    ['each task poll after last key', [7]],
    ['last task poll before last key', [5]],
    ['first task poll after (2nd key after first task poll)', [7]],
    ['2nd task poll after 2nd key', [5]],
    ['first key after first key', [3]],
  ])('%s', (text, instants) => {
    expect(at(text, keys)).toEqual(instants)
  })

  it('tells events of one instant apart by their order', () => {
    const events = run(
      [1, 'free'],
      [1, 'alloc'],
      [1, 'free'],
      [1, 'alloc', { ok: 1n }],
      [2, 'alloc'],
    )
    expect(find('first alloc after 2nd free', events).found[0]?.record?.fields).toEqual({ ok: 1n })
    expect(at('each alloc before 2nd free', events)).toEqual([1])
  })

  it('holds the parts of one instant within it, those too that were reported before it', () => {
    const events = run(
      [1, 'push', { slot: 'ss' }],
      [2, 'push', { slot: 'ss' }],
      [2, 'deliver', { vec: 3n }],
      [2, 'push', { slot: 'rip' }],
      [3, 'push', { slot: 'ss' }],
    )
    expect(at('each push within first deliver BP', events)).toEqual([2, 2])
    expect(find('no push where slot = err within first deliver BP', events).holds).toBe(true)
    expect(at('last push within first deliver BP', events)).toEqual([2])
  })

  it('holds a call from its entry to its return', () => {
    const events = run(
      [1, 'write'],
      [2, 'call', { rsp: 100n }, 'kernel::print'],
      [3, 'call', { rsp: 60n }, 'kernel::print'],
      [4, 'write'],
      [5, 'ret', { rsp: 60n }, 'kernel::print'],
      [6, 'write'],
      [7, 'ret', { rsp: 100n }, 'kernel::print'],
      [8, 'write'],
    )
    expect(at('each write within first call print', events)).toEqual([4, 6])
    expect(at('each write within last call print', events)).toEqual([4])
    expect(at('each write within first call "kernel::print"', events)).toEqual([4, 6])
    expect(at('each write within first call rint', events)).toEqual([])
    const open = events.slice(0, 4)
    expect(at('each write within first call print', open)).toEqual([4])
  })

  it('ends a call by its own return, not by that of one before on the same stack', () => {
    const events = [10, 20, 30].flatMap((start) =>
      run(
        [start, 'call', { rsp: 100n }, 'print'],
        [start + 1, 'insn', {}, 'cli'],
        [start + 2, 'ret', { rsp: 100n }, 'print'],
        [start + 3, 'insn', {}, 'cli'],
      ),
    )
    expect(at('each insn cli within last call print', events)).toEqual([31])
    expect(at('each insn cli within 2nd call print', events)).toEqual([21])
  })

  it('takes a mark without an end for the instant it happens at', () => {
    const events = run([1, 'mark', { name: 'probe' }, 'probe'], [1, 'write'], [2, 'write'])
    expect(at('each write within first mark probe', events)).toEqual([1])
  })

  it('holds a mark from its start to its end, which is no mark itself', () => {
    const mark = (state: string) => ({ name: 'map', state })
    const events = run(
      [1, 'mark', mark('start'), 'map'],
      [2, 'pte', { level: 1n }],
      [3, 'mark', mark('end'), 'map'],
      [4, 'pte', { level: 1n }],
    )
    expect(at('each mark map', events)).toEqual([1])
    expect(at('each pte within only mark map', events)).toEqual([2])
  })

  it('counts from where the context says, unless it stands after something', () => {
    const context = { ...emptyContext, countFrom: parseQuery('first halt') }
    expect(at('first fault', faults, context)).toEqual([3])
    expect(at('first fault after first fault PF', faults, context)).toEqual([5])
    expect(at('first halt before first fault DF', faults, context)).toEqual([])
  })
})

describe('a named moment', () => {
  const context: QueryContext = {
    ...emptyContext,
    moment: (name) =>
      ({
        '6.3': { query: parseQuery('first fault DF') },
        this: { instant: instant(4) },
        range: { instant: instant(2), until: instant(4) },
        itself: { query: parseQuery('first fault after @itself') },
      })[name],
  }

  it.each([
    ['first fault PF after @6.3', [4]],
    ['each fault before this', [1, 3]],
    ['each fault after this', [5]],
    ['each fault within @range', [3, 4]],
    ['each fault within this', [4]],
    ['@6.3', [3]],
    ['this', [4]],
  ])('%s', (text, instants) => {
    expect(at(text, faults, context)).toEqual(instants)
  })

  it.each([
    ['first fault after @9.9', "No moment is called '9.9'"],
    ['@itself', "'itself' stands for itself"],
  ])('%s is refused: %s', (text, words) => {
    expect(() => at(text, faults, context)).toThrow(words)
    expect(() => at(text, faults, context)).toThrow(QueryError)
  })
})

describe('a long run', () => {
  it('is searched in time that grows with its length alone', () => {
    const events = run(
      ...Array.from({ length: 100_000 }, (_, n): Step => [n, n % 10 === 9 ? 'halt' : 'walk']),
    )
    expect(find('each walk before last halt', events).found).toHaveLength(90_000)
    expect(find('each walk after last halt', events).found).toHaveLength(0)
    expect(at('last walk within last halt', events)).toEqual([])
  })
})
