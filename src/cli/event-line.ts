/** Writes an event as one line of JSON: 64-bit numbers as hex texts, because JSON's numbers would lose digits. */
import type { MachineEvent } from '../shared/events'
import { formatShortHex } from '../shared/format'

export const eventLine = (event: MachineEvent): string =>
  `${JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'bigint' ? formatShortHex(value) : value,
  )}\n`
