/** What every diagram is given, and what it is to those who show it: a thing to draw, to tell and to point at. */
import type { Instant } from '../../shared/units'
import type { DiagramDetail } from './detail'
import type { Scene } from './scene'
import type { Density, ThemeName } from './tokens/tokens'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface DiagramOptions {
  readonly theme: ThemeName
  readonly density: Density
  /** Stations passed; the whole when absent. */
  readonly step?: number
  /** Space that the window has, for laptop density. */
  readonly size?: Size
  /** Numbers the stations in reading order: the picture of the way when nothing may move. */
  readonly hasWaypoints?: boolean
}

/** The text twin: the same facts for those who hear instead of see. */
export interface DiagramText {
  readonly title: string
  /** A paragraph for `<desc>` and captions. */
  readonly summary: string
  /** A list that reads as a table. */
  readonly rows: readonly DiagramTextRow[]
}

export interface DiagramTextRow {
  readonly name: string
  readonly value: string
  readonly remark: string
}

/** One model as a diagram that can be shown. */
export interface Diagram {
  /** Differs from that of another thing; stays while one looks at the same. */
  readonly id: string
  /** `latest`: what the machine did last, and worth telling when a step made it. `asked`: somebody asked for it. */
  readonly reason: 'latest' | 'chosen' | 'asked'
  /** When what is drawn began; absent where it has no beginning, or is how things stand now. */
  readonly instant?: Instant
  /** How many stations there are to tell. */
  readonly steps: number
  /** Of an exported file, without its ending. */
  readonly fileName: string
  draw(options: DiagramOptions): Scene
  text(): DiagramText
  /** Of the group with this key in the Scene, when it is one to point at. */
  detail?(key: string): DiagramDetail | undefined
}
