/**
 * Where the parameters of a function are when it is entered, as the compiler says: an optimised function need not follow
 * any convention, and may have dropped some.
 * DWARF version 5, "Data Object Entries".
 */
import { evaluate, type ExpressionContext, type Piece } from './expression'
import { fromOrigins, type FunctionIndex } from './functions'
import { expressionAt } from './locations'
import { Attribute, Tag } from './names'
import { processorOrder } from './frame-registers'
import { typeName, type Types } from './type-reader'

export interface ParameterPlace {
  readonly name: string
  readonly type: string
  /** In bytes. */
  readonly size: number
  /** Where each eight bytes are at the entry; empty when none of them is known without looking at the stack. */
  readonly words: readonly (ParameterWord | undefined)[]
}

export type ParameterWord =
  /** By its number in the processor's encoding: RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 to R15. */
  | { readonly register: number }
  /** The compiler found that all callers give the same. */
  | { readonly value: bigint }

const WORD = 8

/** At the entry nothing can be evaluated but what names a register. */
const NOTHING_KNOWN: ExpressionContext = {
  register: () => undefined,
  readMemory: () => new Uint8Array(0),
  frameBase: () => undefined,
  callFrameAddress: () => undefined,
  indexedAddress: () => 0n,
}

/** In the order of the source; nothing where no function is known to begin at the address. */
export function parametersAt(
  address: bigint,
  functions: FunctionIndex,
  types: Types,
): readonly ParameterPlace[] | undefined {
  const entry = functions.scopesAt(address).at(-1)?.blocks[0]
  if (!entry) return undefined
  return entry
    .children()
    .filter(({ tag }) => tag === Tag.formalParameter)
    .flatMap((parameter): readonly ParameterPlace[] => {
      const name = fromOrigins(parameter, (one) => one.text(Attribute.name))
      const type = fromOrigins(parameter, (one) => one.reference(Attribute.type))
      if (name === undefined || !type) return []
      const pieces = entry.unit.meter.answer<readonly Piece[]>([], () => {
        const expression = expressionAt(parameter, Attribute.location, address)
        return expression ? evaluate(expression, NOTHING_KNOWN) : []
      })
      return [
        { name, type: typeName(type), size: types.describe(type).size, words: wordsOf(pieces) },
      ]
    })
}

function wordsOf(pieces: readonly Piece[]): ParameterPlace['words'] {
  const found = pieces.map(wordOf)
  return found.some((word) => word !== undefined) ? found : []
}

/** A piece of another size than a word is no whole register. */
function wordOf({ location, size = WORD }: Piece): ParameterWord | undefined {
  if (size !== WORD) return undefined
  if (location.kind === 'value') return { value: location.value }
  const register = location.kind === 'register' ? processorOrder(location.number) : undefined
  return register === undefined ? undefined : { register }
}
