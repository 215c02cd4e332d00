/** What it costs to make the drawing of a model, for the largest situations that are recorded: the page's share of a frame. */
import { galleryCases } from '../gallery/cases'
import type { GalleryCase } from '../gallery/layouts'

export interface SceneCost {
  readonly topic: string
  /** The one that takes longest. */
  readonly slowest: string
  /** Of the processor, for one drawing. */
  readonly milliseconds: number
}

/** A case is looked at once to find the slowest, which is then drawn this often. */
const DRAWINGS = 30
const THEME = 'light'

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

function timeOf({ draw }: GalleryCase, count: number): number {
  let least = Infinity
  for (let drawing = 0; drawing < count; drawing++) {
    const start = processorTime()
    draw(THEME)
    least = Math.min(least, processorTime() - start)
  }
  return least
}

const topicOf = ({ name }: GalleryCase): string => name.split('/')[0] ?? name

/** One for each topic. */
export function measureScenes(): readonly SceneCost[] {
  const cases = galleryCases().filter(({ themes }) => themes.includes(THEME))
  return [...new Set(cases.map(topicOf))].map((topic) => {
    const [slowest] = cases
      .filter((one) => topicOf(one) === topic)
      .map((one) => ({ one, time: timeOf(one, 3) }))
      .sort((a, b) => b.time - a.time)
    if (!slowest) throw new Error(`there is no case of ${topic}`)
    const { one } = slowest
    return {
      topic,
      slowest: one.name.slice(topic.length + 1),
      milliseconds: timeOf(one, DRAWINGS),
    }
  })
}

/** The table of docs/performance.md. */
export const sceneTable = (): string =>
  [
    '| diagram | slowest recorded situation | to draw it |',
    '| --- | --- | ---: |',
    ...measureScenes().map(
      ({ topic, slowest, milliseconds }) =>
        `| ${topic} | ${slowest} | ${milliseconds.toFixed(1)} ms |`,
    ),
  ].join('\n')
