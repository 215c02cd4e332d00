/** The text twin of the timeline: the same facts for those who hear instead of see. */
import { formatCount } from '../../../shared/format'
import type { Timeline } from '../../../shared/models/timeline'
import type { Instant } from '../../../shared/units'
import { bookmarksOf, branchName, countWords, forksOf } from './words'

export interface TimelineText {
  readonly title: string
  readonly summary: string
}

/** `drawn`: when what a diagram beside it shows happened. */
export const timelineText = (model: Timeline, drawn?: Instant): TimelineText => ({
  title: titleOf(model),
  summary: summaryOf(model, drawn),
})

const instructions = (count: number): string =>
  `${formatCount(count)} instruction${count === 1 ? '' : 's'}`

function titleOf({ end, now }: Timeline): string {
  if (end === 0) return 'Nothing has run yet'
  if (now < end) return `The machine stands ${instructions(end - now)} before the end of its run`
  return `The machine stands at the end of a run of ${instructions(end)}`
}

function summaryOf(model: Timeline, drawn: Instant | undefined): string {
  const { from, to, end, lanes, branches } = model
  if (end === 0) return `${titleOf(model)}.`
  const totals = lanes.map(({ lane, total }) => countWords(lane, total)).join(', ')
  const isWhole = from === 0 && to >= end
  const shown = lanes.map(({ lane, marks }) =>
    countWords(
      lane,
      marks.reduce((sum, { count }) => sum + count, 0),
    ),
  )
  const forks = forksOf(model).map(
    (branch) => `${branchName(branch)} at ${formatCount(branch.forkedAt)}`,
  )
  const marks = bookmarksOf(model).map(({ name, instant }) => `${name} at ${formatCount(instant)}`)
  return [
    `${titleOf(model)}.`,
    drawn === undefined ? '' : `The diagram shows instruction ${formatCount(drawn)}.`,
    `In the whole run: ${totals}.`,
    isWhole ? '' : `From ${formatCount(from)} to ${formatCount(to)}: ${shown.join(', ')}.`,
    branches.length > 1 ? `The run has ${branches.length} branches.` : '',
    forks.length > 0 ? `Here they part: ${forks.join(', ')}.` : '',
    marks.length > 0 ? `Bookmarks: ${marks.join(', ')}.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
