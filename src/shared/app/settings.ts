/** What the app remembers between two starts, and how a remembered text is made safe to use. */
import { DIAGRAM_TOPICS, type DiagramTopic, type Speed } from '../protocol'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** The share of the first pane of each split, between 0 and 1. */
export type Layout = Readonly<Record<string, number>>

export interface Settings {
  readonly theme: Theme
  readonly speed: Speed
  readonly layout: Layout
  /** The panes of which only the heading is shown. */
  readonly folded: readonly string[]
  /** What the diagram pane shows. */
  readonly topic: DiagramTopic
  readonly diagrams: DiagramsLayout
}

/** How the diagrams stand in the window. */
export interface DiagramsLayout {
  /** What a second diagram shows beside the first; there is none when absent. */
  readonly beside?: DiagramTopic | undefined
  /** One alone has the whole width. */
  readonly isWide: boolean
  /** Two together have it: beside the other panes their letters are too small in most windows. */
  readonly isPairWide: boolean
  /** All of them are shown, small. */
  readonly isOverview: boolean
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  speed: 'real-time',
  layout: {},
  folded: [],
  topic: 'page-walk',
  diagrams: { isWide: false, isPairWide: true, isOverview: false },
}

/** More splits or panes than this in a file were not written by us. */
const LARGEST_LAYOUT = 32

export const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme)

export const isSpeed = (value: unknown): value is Speed =>
  value === 'real-time' ||
  value === 'flat-out' ||
  (typeof value === 'number' && Number.isFinite(value) && value >= 1)

function parseLayout(value: unknown): Layout {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const entries = Object.entries(value).filter(
    ([, share]) => typeof share === 'number' && share > 0 && share < 1,
  )
  return Object.fromEntries(entries.slice(0, LARGEST_LAYOUT))
}

function parseFolded(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return []
  return value.filter((name) => typeof name === 'string').slice(0, LARGEST_LAYOUT)
}

const parseTopic = (value: unknown): DiagramTopic | undefined =>
  DIAGRAM_TOPICS.find((one) => one === value)

function parseDiagrams(value: unknown): DiagramsLayout {
  if (typeof value !== 'object' || value === null) return DEFAULT_SETTINGS.diagrams
  const { beside, isWide, isPairWide, isOverview } = value as Record<string, unknown>
  const topic = parseTopic(beside)
  return {
    ...(topic && { beside: topic }),
    isWide: isWide === true,
    isPairWide: isPairWide !== false,
    isOverview: isOverview === true,
  }
}

/** Takes what is valid and replaces the rest by the default; never fails. */
export function parseSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return DEFAULT_SETTINGS
  const { theme, speed, layout, folded, topic, diagrams } = value as Record<string, unknown>
  return {
    theme: isTheme(theme) ? theme : DEFAULT_SETTINGS.theme,
    speed: isSpeed(speed) ? speed : DEFAULT_SETTINGS.speed,
    layout: parseLayout(layout),
    folded: parseFolded(folded),
    topic: parseTopic(topic) ?? DEFAULT_SETTINGS.topic,
    diagrams: parseDiagrams(diagrams),
  }
}
