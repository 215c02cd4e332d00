/** What can be said of one box of the drawing when somebody points at it, and where it leads. */
import { formatCount } from '../../../shared/format'
import type { PortStrip } from '../../../shared/models/port-strip'
import type { DiagramDetail } from '../detail'
import { accessWords, meaningTitle, whoWords } from './words'

export function detailOf(model: PortStrip, key: string): DiagramDetail | undefined {
  const { selected } = model
  if (key === 'panel' && selected)
    return {
      words: `${meaningTitle(model, selected)}. ${whoWords(model)}`,
      ...(selected.instruction && { code: selected.instruction.rip }),
    }
  const sequence = Number(/^access-(\d+)$/.exec(key)?.[1])
  const access = model.recent.find((each) => each.sequence === sequence)
  return (
    access && {
      words: `${accessWords(access)} at instruction ${formatCount(access.instant)}. ${meaningTitle(model, access)}.`,
      item: sequence,
      moment: { what: 'the access', instant: access.instant },
    }
  )
}
