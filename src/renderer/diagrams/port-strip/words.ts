/** The sentences of the drawing: what an access told a chip, or what the chip answered. */
import { formatCount, formatHex, formatShortHex } from '../../../shared/format'
import type { PortAccesses, PortStrip } from '../../../shared/models/port-strip'
import type { Headline, Caption } from '../primitives/figure-frame'
import { lastNames } from '../symbol-words'

const deviceName = ({ devices }: PortStrip, { device }: PortAccesses): string =>
  devices[device]?.name ?? ''

export const isHeard = ({ devices }: PortStrip, { device }: PortAccesses): boolean =>
  devices[device]?.key !== 'nobody'

export function meaningTitle(model: PortStrip, access: PortAccesses): string {
  if (!isHeard(model, access)) return `No device answers at port ${formatShortHex(access.port)}`
  const verb = access.direction === 'out' ? 'is told' : 'answers'
  return `${deviceName(model, access)} ${verb}: ${access.meaning}`
}

export function headlineOf(model: PortStrip): Headline {
  const { selected, total } = model
  if (!selected)
    return {
      title: 'Nothing went over the ports',
      subtitle: 'No IN and no OUT since reset: whatever was shown was stored to memory.',
    }
  return {
    title: meaningTitle(model, selected),
    subtitle: `${whoWords(model)} ${formatCount(total)} ${total === 1 ? 'access' : 'accesses'} since reset.`,
  }
}

/** `OUT 0x20 to port 0x21`, `IN from port 0x60 gives 0x1e`. */
export function accessWords({ direction, port, value, width, count }: PortAccesses): string {
  const data = formatHex(value, 2 * width)
  const what =
    direction === 'out'
      ? `OUT ${data} to port ${formatShortHex(port)}`
      : `IN from port ${formatShortHex(port)} gives ${data}`
  return count > 1 ? `${what}, ${formatCount(count)} times` : what
}

export function whoWords({ selected }: PortStrip): string {
  const { text, symbol, source } = selected?.instruction ?? {}
  const code = text === undefined ? 'An instruction' : `\`${text}\``
  const where = symbol === undefined ? '' : ` in \`${lastNames(symbol)}\``
  const line = source === undefined ? '' : ` (\`${source.split('/').at(-1) ?? source}\`)`
  return `${code}${where}${line}.`
}

export const captionOf = (model: PortStrip, access: PortAccesses): Caption => ({
  headline: `${meaningTitle(model, access)}.`,
  detail: `${accessWords(access)}.`,
})
