/** The text twin: the same facts for those who hear instead of see. */
import { formatCount } from '../../../shared/format'
import type { PortStrip } from '../../../shared/models/port-strip'
import type { DiagramText } from '../diagram'
import { plainText } from '../primitives/prose'
import { accessesOf } from './drawing'
import { accessWords, headlineOf, meaningTitle } from './words'

/** Without the rows. */
export function headOf(model: PortStrip): Omit<DiagramText, 'rows'> {
  const { title, subtitle } = headlineOf(model)
  const { selected } = model
  const said = selected ? `${accessWords(selected)}.` : ''
  return {
    title: plainText(title),
    summary: plainText(`${title}. ${said} ${subtitle}`.replace('  ', ' ')),
  }
}

export const portStripText = (model: PortStrip): DiagramText => ({
  ...headOf(model),
  rows: accessesOf(model).map((access, index) => ({
    name: `${index + 1} ${model.devices[access.device]?.name ?? ''}`,
    value: `instr ${formatCount(access.instant)}`,
    remark: plainText(`${accessWords(access)}. ${meaningTitle(model, access)}`),
  })),
})
