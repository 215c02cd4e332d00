/** Who wrote a byte, in a sentence. */
import { formatCount, formatHex, formatShortHex } from '../../shared/format'
import type { Update } from '../../shared/protocol'

export function writeWords({ address, write }: Extract<Update, { type: 'write-found' }>): string {
  const where = formatHex(address)
  if (!write) return `Nobody has written the byte at ${where} since the machine was started.`
  const who = write.symbol ?? formatHex(write.rip)
  const byte = (value: number) => formatShortHex(value)
  return (
    `The byte at ${where} was last written by ${who}, at instr ${formatCount(write.instant)}: ` +
    `${byte(write.old)} became ${byte(write.new)}. The machine stands there now.`
  )
}
