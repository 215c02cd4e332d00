/** A case of given bytes on the baseline state. */
import { createDraft } from '../draft.mjs'

export function bare(bits, bytes, flags = 0n) {
  const draft = createDraft(bits)
  draft.bytes = bytes
  draft.flags = flags
  return draft
}

/** The same bytes with registers set: `{ RAX: 1n }` by number through the pairs. */
export function withRegisters(bits, bytes, pairs, flags = 0n) {
  const draft = bare(bits, bytes, flags)
  for (const [register, value] of pairs) draft.setRegister(register, bits, value)
  return draft
}
