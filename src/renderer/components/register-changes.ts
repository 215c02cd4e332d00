/** Which registers differ from what they were when the machine last stood still, and how that is said. */
import { formatShortHex } from '../../shared/format'
import type { Registers, RegisterValue } from '../../shared/models/machine'

/** In the order in which the pane lists them. */
export function changedRegisters(all: Registers | undefined): readonly RegisterValue[] {
  if (all === undefined) return []
  const { general, rip, rflags, control, tables, segments } = all
  return [...general, rip, rflags, ...control, ...tables, ...segments].filter(
    ({ isChanged }) => isChanged,
  )
}

/** `RAX 0x1e → 0x20`. */
export function changeWords({ name, previous, value }: RegisterValue): string {
  const before = previous === undefined ? '' : `${formatShortHex(previous)} → `
  return `${name} ${before}${formatShortHex(value)}`
}
