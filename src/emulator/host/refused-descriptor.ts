/** What a descriptor of the GDT is that an error code names. SDM Vol. 3A, "Segment Descriptors" and "System Descriptor Types". */
import type { Situation } from '../../shared/models/situation'
import type { DeliveryStory } from '../../shared/models/stack-switch'
import { linearAddress } from '../../shared/units'
import { Exception } from '../../shared/x86/exceptions'
import { decodeSelectorErrorCode } from '../../shared/x86/selector-error-code'
import type { LoadedMachine } from './loaded-machine'

const BYTES = 8
const WITH_SELECTOR: ReadonlySet<number> = new Set([
  Exception.TS,
  Exception.NP,
  Exception.SS,
  Exception.GP,
])

/** By the type field of a descriptor with S = 0, in IA-32e mode. */
const SYSTEM_TYPES: Readonly<Record<number, string>> = {
  0x2: 'an LDT',
  0x9: 'an available 64-bit TSS',
  0xb: 'a busy 64-bit TSS',
  0xc: 'a call gate',
}

/** Of the exception that a story was about last; nothing when its error code names no descriptor of the GDT. */
export function refusedDescriptor(
  { machine }: LoadedMachine,
  story: DeliveryStory | undefined,
): Situation['refused'] {
  const step = story?.steps.find(({ vector }) => WITH_SELECTOR.has(vector))
  const code = step?.errorCode ?? 0
  const { table, index } = decodeSelectorErrorCode(code)
  if (table !== 'GDT' || index === 0) return undefined
  const selector = index * BYTES
  const { base, limit } = machine.processor().gdtr
  if (selector + BYTES - 1 > limit) return { selector, words: 'beyond the limit of the GDT' }
  const bytes = machine.readLinear(linearAddress(base + BigInt(selector)), BYTES)
  const access = bytes[5]
  return access === undefined ? undefined : { selector, words: descriptorWords(access) }
}

const P = 0x80
const S = 0x10
const CODE = 0x08
const WRITABLE = 0x02

/** By bits 47:40 of a descriptor. */
function descriptorWords(access: number): string {
  const presence = access & P ? '' : ', with P = 0'
  if ((access & S) === 0) return (SYSTEM_TYPES[access & 0xf] ?? 'no segment') + presence
  if (access & CODE) return `a code segment${presence}`
  return `a data segment${access & WRITABLE ? '' : ' that is read-only'}${presence}`
}
