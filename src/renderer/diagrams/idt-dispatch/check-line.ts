/** One check in a line: whether it held, what the processor looked at, and what that means. */
import { checkMark, crossMark } from '../primitives/marks'
import { proseRuns, runsWidth } from '../primitives/prose'
import { group, text } from '../primitives/shapes'
import type { Group, Point, Run } from '../scene'
import type { DispatchDrawing } from './drawing'

export type CheckResult = 'passed' | 'failed' | 'not-made' | 'not-asked'

export interface CheckLine {
  readonly key: string
  readonly result: CheckResult
  /** `P 1`: what was looked at. */
  readonly fact: string
  /** `present`. */
  readonly words: string
  /** Another bit that the same check looked at. */
  readonly also?: { readonly fact: string; readonly words: string }
}

/** Room for the mark, left of the words. */
export const markWidth = ({ layout }: DispatchDrawing): number =>
  layout.density === 'laptop' ? 18 : 22

interface Inks {
  readonly ink: string
  readonly muted: string
  readonly weight: 400 | 600
}

const factRuns = (
  { fact, words }: Pick<CheckLine, 'fact' | 'words'>,
  size: number,
  { ink, muted, weight }: Inks,
): readonly Run[] => [
  ...proseRuns(fact, { size, fill: ink, weight }),
  ...proseRuns(words, { size, fill: muted }).map((run, index) =>
    index === 0 && fact !== '' ? { ...run, gap: size * 0.45 } : run,
  ),
]

function lineRuns({ layout }: DispatchDrawing, line: CheckLine, inks: Inks): readonly Run[] {
  const size = layout.density === 'laptop' ? layout.type.small : layout.type.body
  const also = line.also ? factRuns(line.also, size, inks) : []
  return [
    ...factRuns(line, size, inks),
    ...also.map((run, index) => (index === 0 ? { ...run, gap: size * 0.8 } : run)),
  ]
}

/** Of the words, without the mark. */
export const lineWidth = (drawing: DispatchDrawing, line: CheckLine): number =>
  runsWidth(lineRuns(drawing, line, { ink: '', muted: '', weight: 600 }))

export function checkLine(drawing: DispatchDrawing, line: CheckLine, at: Point): Group {
  const { colours, layout } = drawing
  const { result } = line
  const size = layout.density === 'laptop' ? layout.type.small : layout.type.body
  const isPale = result === 'not-made' || result === 'not-asked'
  const ink = result === 'failed' ? colours.bad : isPale ? colours.ghost : colours.ink
  const muted = result === 'failed' ? colours.bad : isPale ? colours.ghost : colours.muted
  const mark = { x: at.x + 2, y: at.y }
  return group(
    line.key,
    result === 'passed' && checkMark('mark', mark, colours.ok),
    result === 'failed' && crossMark('mark', mark, colours.bad),
    isPale && text('mark', { x: mark.x, y: at.y }, '–', { size, fill: colours.ghost }),
    text(
      'words',
      { x: at.x + markWidth(drawing), y: at.y },
      lineRuns(drawing, line, { ink, muted, weight: isPale ? 400 : 600 }),
      { size, fill: ink },
    ),
  )
}
