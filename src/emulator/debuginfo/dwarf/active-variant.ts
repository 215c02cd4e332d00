/** Which variant of an enum lies in memory. DWARF version 5, "Variant Entries". */
import { littleEndianNumber } from '../../../shared/little-endian'
import type { ChoiceType, Variant } from './type-kinds'
import type { Types } from './type-reader'

export interface FoundVariant {
  /** Absent when the discriminant names no variant. */
  readonly variant: Variant | undefined
  readonly discriminant: bigint | undefined
}

/** `load` reads bytes of the value, `size` of them from `offset` on. */
export function activeVariant(
  { discriminant, variants }: ChoiceType,
  types: Types,
  load: (offset: number, size: number) => Uint8Array,
): FoundVariant {
  const size = discriminant ? types.describe(discriminant.type).size : 0
  const found = discriminant && littleEndianNumber(load(discriminant.offset, size))
  const isFound = (value: bigint | undefined) =>
    value !== undefined && found !== undefined && BigInt.asUintN(8 * size, value) === found
  const variant =
    variants.find((one) => isFound(one.value)) ?? variants.find((one) => one.value === undefined)
  return { variant, discriminant: found }
}
