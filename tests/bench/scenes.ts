/**
 * What it costs to make the drawing of a model, for the largest situations that are recorded, and to go from one of its
 * states to the next: the page's share of a frame.
 */
import { tween } from '../../src/renderer/diagrams/tween'
import { galleryCases } from '../gallery/cases'
import type { GalleryCase } from '../gallery/layouts'

/** Milliseconds of the processor. */
interface Cost {
  readonly name: string
  readonly milliseconds: number
}

interface MoveCost extends Cost {
  /** Of each frame behind the first. */
  readonly later: number
}

export interface SceneCost {
  readonly topic: string
  /** The state that takes longest. */
  readonly slowest: Cost
  /** The move whose first frame takes longest: it draws the new state, and finds what differs from the old one. */
  readonly move?: MoveCost
}

/** A case is looked at a few times to find the slowest, which is then drawn this often. */
const LOOKS = 3
const DRAWINGS = 30
const THEME = 'light'

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

function timeOf(work: () => void, count: number): number {
  let least = Infinity
  for (let time = 0; time < count; time++) {
    const start = processorTime()
    work()
    least = Math.min(least, processorTime() - start)
  }
  return least
}

const topicOf = ({ name }: GalleryCase): string => name.split('/')[0] ?? name

/** What a frame does that is not the last: as `src/renderer/svg/join.ts` has it. */
function framesOf({ draw, ends }: GalleryCase): { first: () => void; later: () => void } {
  if (!ends) return { first: () => void draw(THEME), later: () => undefined }
  const [from, to] = [ends[0](THEME), ends[1]]
  const frameAt = tween(from, to(THEME))
  return { first: () => void tween(from, to(THEME))(0.01), later: () => void frameAt(0.4) }
}

function slowestOf(cases: readonly GalleryCase[]): MoveCost | undefined {
  const [slowest] = cases
    .map((one) => ({ one, time: timeOf(framesOf(one).first, LOOKS) }))
    .sort((a, b) => b.time - a.time)
  if (!slowest) return undefined
  const { first, later } = framesOf(slowest.one)
  return {
    name: slowest.one.name.split('/').slice(1).join('/'),
    milliseconds: timeOf(first, DRAWINGS),
    later: timeOf(later, DRAWINGS),
  }
}

/** One for each topic. */
export function measureScenes(): readonly SceneCost[] {
  const cases = galleryCases().filter(({ themes }) => themes.includes(THEME))
  return [...new Set(cases.map(topicOf))].map((topic) => {
    const own = cases.filter((one) => topicOf(one) === topic)
    const slowest = slowestOf(own.filter(({ ends }) => !ends))
    if (!slowest) throw new Error(`there is no case of ${topic}`)
    const move = slowestOf(own.filter(({ ends }) => ends))
    return { topic, slowest, ...(move && { move }) }
  })
}

/** As a case between two steps is called. */
const BETWEEN = /\.between-step-(\d+)-and-(\d+)$/

const time = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`

/** The table of docs/performance.md. */
export const sceneTable = (): string =>
  [
    '| diagram | slowest recorded situation | to draw it | a move | its first frame | each later |',
    '| --- | --- | ---: | --- | ---: | ---: |',
    ...measureScenes().map(({ topic, slowest, move }) => {
      const moved = move
        ? [move.name.replace(BETWEEN, ', step $1 to $2'), time(move.milliseconds), time(move.later)]
        : ['', '', '']
      return `| ${[topic, slowest.name, time(slowest.milliseconds), ...moved].join(' | ')} |`
    }),
  ].join('\n')
