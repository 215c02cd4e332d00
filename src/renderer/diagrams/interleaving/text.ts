/** The text twin: the same facts for those who hear instead of see. */
import { formatCount } from '../../../shared/format'
import type { Interleaving, LockHistory, LockStretch } from '../../../shared/models/interleaving'
import type { DiagramText, DiagramTextRow } from '../diagram'
import { plainText } from '../primitives/prose'
import { functionWords, instructionsWords, laneName } from './facts'
import { spanOf } from './span'
import { captionOf, headlineOf } from './words'

/** Without the rows. */
export function headOf(model: Interleaving): Omit<DiagramText, 'rows'> {
  const { title, subtitle } = headlineOf(model)
  const { switches } = spanOf(model)
  const told = switches.map((now, index) => captionOf(model, now, switches[index - 1]).headline)
  return {
    title: plainText(title),
    summary: plainText([`${title}.`, subtitle, ...told].join(' ')),
  }
}

export function interleavingText(model: Interleaving): DiagramText {
  const { switches } = spanOf(model)
  const rows = switches.map((now, index): DiagramTextRow => {
    const { headline, detail } = captionOf(model, now, switches[index - 1])
    return {
      name: `${index + 1} ${now.isAsleep ? 'sleep' : laneName(model, now.stack.at(-1))}`,
      value: `instr ${formatCount(now.instant)}`,
      remark: plainText(`${headline} ${detail}`),
    }
  })
  return {
    ...headOf(model),
    rows: [...rows, ...model.locks.flatMap((lock) => lockRows(model, lock))],
  }
}

const MOST_TOLD = 6

const lockRows = (model: Interleaving, { name, held, waits }: LockHistory): DiagramTextRow[] => [
  ...held.slice(-MOST_TOLD).map((stretch) => lockRow(model, name, stretch, 'held by')),
  ...waits.slice(-MOST_TOLD).map((stretch) => lockRow(model, name, stretch, 'waited for by')),
]

function lockRow(
  model: Interleaving,
  name: string,
  { from, to, lane, function: by }: LockStretch,
  verb: string,
): DiagramTextRow {
  const where = by === undefined ? '' : ` in ${functionWords(by)}`
  const long = to === undefined ? 'and still is' : `for ${instructionsWords(to - from)}`
  return {
    name: `lock ${name}`,
    value: `instr ${formatCount(from)}`,
    remark: `${verb} ${laneName(model, lane)}${where}, ${long}`,
  }
}
