/** How long it took: the moments of a request from left to right, with the instructions that passed between them. */
import { formatCount } from '../../../shared/format'
import { circle, decimal, group, path as line, rect, text } from '../primitives/shapes'
import type { Drawn } from '../primitives/shapes'
import type { Group } from '../scene'
import { fitText, textWidth } from '../tokens/text-metrics'
import { strokes } from '../tokens/tokens'
import type { PathDrawing } from './drawing'
import { REASON_NAMES, instructionsWords, latencyOf, durationOf } from './facts'
import type { Progress, Station, StationKind } from './stations'
import { panelHeading } from './why-panel'

interface Moment {
  readonly key: string
  readonly name: string
  readonly instant: number
  readonly station: StationKind
  /** Of its steps in the picture above, counted from 0: some are of one moment. */
  readonly first: number
  readonly last: number
  /** What kept the request before this moment. */
  readonly held?: string
}

/** The moment of a step that has one of its own. */
function momentOf({ path }: PathDrawing, station: Station, index: number): Moment | undefined {
  if (!path) return undefined
  const { requested, acknowledged, delivery, returned } = path
  const moment = (key: string, name: string, instant: number | undefined): Moment | undefined =>
    instant === undefined
      ? undefined
      : { key, name, instant, station: station.kind, first: index, last: index }
  switch (station.kind) {
    case 'request':
      return moment('request', 'request', requested?.instant)
    case 'wait':
      return moment(
        `wait-${index}`,
        REASON_NAMES[station.wait.reasons[0] ?? 'masked'],
        station.wait.instant,
      )
    case 'inta':
      return moment('inta', 'INTR, INTA', acknowledged?.instant)
    case 'handler':
      return delivery?.kind === 'entered'
        ? moment('handler', 'gate, handler', delivery.instant)
        : moment('failed', 'gate, no handler', delivery?.instant)
    case 'eoi':
      return moment(
        `eoi-${station.end.controller}`,
        path.line >= 8 ? `EOI ${station.end.controller}` : 'EOI',
        station.end.instant,
      )
    case 'return':
      return moment('return', 'IRETQ', returned?.instant)
    default:
      return undefined
  }
}

/** A step without a moment of its own is of the next one, and the slave's asking of the request before it. */
function momentsOf(drawing: PathDrawing): readonly Moment[] {
  const { stations } = drawing.progress
  let first = 0
  return stations.flatMap((station, index) => {
    const moment = momentOf(drawing, station, index)
    if (!moment) return []
    const isFollowed = station.kind === 'request' && stations[index + 1]?.kind === 'cascade'
    const told = { ...moment, first, last: isFollowed ? index + 1 : index }
    first = told.last + 1
    return [told]
  })
}

const numberOf = ({ first, last }: Moment): string =>
  first === last ? String(first + 1) : `${first + 1}–${last + 1}`

/** Half of what the number takes on the line. */
const halfOf = ({ layout }: PathDrawing, moment: Moment): number =>
  Math.max(
    layout.stationRadius,
    (textWidth(numberOf(moment), layout.type.small, 600) + layout.stationRadius) / 2,
  )

export function timeLine(drawing: PathDrawing): Group | undefined {
  const { path, progress, layout, colours } = drawing
  const moments = momentsOf(drawing)
  if (!path || moments.length === 0) return undefined
  const { panel, type, density } = layout
  const isLarge = panel.form === 'cards'
  const y = panel.headingY + (isLarge ? (density === 'figure' ? 72 : 52) : panel.rowHeight * 2.7)
  const edge = isLarge ? 60 : 46
  const left = panel.x + edge
  const pitch = (panel.width - 2 * edge) / Math.max(moments.length - 1, 1)
  const { stationRadius: radius } = layout
  return group(
    'time',
    panelHeading(drawing, headingWords(drawing)),
    moments.map((moment, index) => {
      const x = left + index * pitch
      const next = moments[index + 1]
      const isPassed = isReached(progress, moment)
      const isNow = isPassed && progress.passed <= moment.last + 1 && !progress.isComplete
      const half = halfOf(drawing, moment)
      const paint = {
        fill: isNow ? colours.now.fill : colours.paper,
        stroke: isNow ? colours.now.line : isPassed ? colours.ink : colours.ghost,
        strokeWidth: isNow ? 2.5 : strokes.line,
      }
      const ink = isPassed ? colours.ink : colours.ghost
      return group(
        `time.${moment.key}`,
        next && gap(drawing, { moment, next, x, y, pitch, isPassed: isReached(progress, next) }),
        half > radius
          ? rect(
              'disc',
              { x: x - half, y: y - radius, width: 2 * half, height: 2 * radius },
              { ...paint, radius },
            )
          : circle('disc', { x, y }, radius, paint),
        text('number', { x, y: y + type.small * 0.36 }, numberOf(moment), {
          size: type.small,
          weight: 600,
          anchor: 'middle',
          fill: isNow ? colours.now.text : ink,
        }),
        text(
          'name',
          { x, y: y + radius + type.small + 6 },
          fitText(moment.name, pitch - 6, type.small, 600),
          {
            size: type.small,
            weight: 600,
            anchor: 'middle',
            fill: ink,
          },
        ),
        isLarge &&
          density === 'figure' &&
          text('instant', { x, y: y + radius + 2 * type.small + 12 }, formatCount(moment.instant), {
            size: type.small,
            font: 'mono',
            anchor: 'middle',
            fill: colours.muted,
          }),
      )
    }),
    sum(drawing, y),
  )
}

interface Gap {
  readonly moment: Moment
  readonly next: Moment
  readonly x: number
  readonly y: number
  readonly pitch: number
  readonly isPassed: boolean
}

/** While it waits the line is dashed. */
function gap(drawing: PathDrawing, { moment, next, x, y, pitch, isPassed }: Gap): Drawn {
  const { colours, layout } = drawing
  const { type } = layout
  const isWaiting = moment.station === 'wait'
  const left = decimal(x + halfOf(drawing, moment) + 3)
  const right = decimal(x + pitch - halfOf(drawing, next) - 3)
  const count = `+${formatCount(next.instant - moment.instant)}`
  const room = pitch - 20
  const [words = count] = [`${count} instr`, count].filter(
    (each) => textWidth(each, type.small, 400, 'mono') <= room,
  )
  return [
    line('gap', `M${left} ${y}H${right}`, {
      stroke: isPassed ? (isWaiting ? colours.bad : colours.ink) : colours.line,
      strokeWidth: isPassed ? strokes.strong : strokes.hair,
      ...(isWaiting && { dash: strokes.ghostDash }),
    }),
    text('count', { x: x + pitch / 2, y: y - 8 }, fitText(words, room, type.small, 400, 'mono'), {
      size: type.small,
      font: 'mono',
      anchor: 'middle',
      fill: isPassed ? colours.ink : colours.ghost,
    }),
  ]
}

const isReached = ({ passed }: Progress, { first }: Moment): boolean => passed > first

const headingWords = ({ path }: PathDrawing): string => {
  const latency = path && latencyOf(path)
  if (latency === undefined) return 'The same steps in time'
  return `The same steps in time: taken ${latency === 0 ? 'without a wait' : `after ${instructionsWords(latency)}`}`
}

/** Of all that the picture says the two numbers that one asks for. */
function sum(drawing: PathDrawing, y: number): Drawn {
  const { path, layout, colours, progress } = drawing
  const { panel, type, density } = layout
  const latency = path && latencyOf(path)
  const duration = path && durationOf(path)
  const [end] = path?.ends.slice(-1) ?? []
  const start = path?.delivery?.instant
  const words = [
    ...(latency === undefined ? [] : [`request to handler: ${instructionsWords(latency)}`]),
    ...(end && start !== undefined
      ? [`EOI: ${instructionsWords(end.instant - start)} into the handler`]
      : []),
    ...(duration === undefined ? [] : [`handler: ${instructionsWords(duration)}`]),
  ].join(' · ')
  if (words === '' || !progress.isComplete) return undefined
  const below = density === 'figure' ? 96 : density === 'projector' ? 62 : 52
  return text('sum', { x: panel.x, y: y + below }, fitText(words, panel.width, type.small), {
    size: type.small,
    fill: colours.muted,
  })
}
