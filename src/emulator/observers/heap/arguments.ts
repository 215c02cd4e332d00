/**
 * Reads what is asked of an allocator from the registers at the entry of one of its functions.
 *
 * An optimised method may find its arguments anywhere: the debug information says where. Without it the functions that
 * the compiler makes follow the convention, and so do methods that are not optimised.
 */
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { ParameterPlace, ParameterWord } from '../../debuginfo/dwarf/parameters'
import { REGISTER } from '../../probes/call-watch'
import type { AllocatorFunction, AllocatorOperation } from './functions'

export interface RequestArguments {
  readonly pointer?: bigint
  readonly size?: bigint
  readonly alignment?: bigint
  readonly newSize?: bigint
}

export type ReadArguments = (general: readonly bigint[]) => RequestArguments

type Role = keyof RequestArguments

/** Of the functions that the compiler makes: one word each. */
const COMPILERS_ROLES: Readonly<Record<AllocatorOperation, readonly Role[]>> = {
  alloc: ['size', 'alignment'],
  alloc_zeroed: ['size', 'alignment'],
  dealloc: ['pointer', 'size', 'alignment'],
  realloc: ['pointer', 'size', 'alignment', 'newSize'],
}

/** Of the trait's methods, whose layout is two words. */
const METHOD_ROLES: Readonly<Record<AllocatorOperation, readonly (Role | 'self' | 'layout')[]>> = {
  alloc: ['self', 'layout'],
  alloc_zeroed: ['self', 'layout'],
  dealloc: ['self', 'pointer', 'layout'],
  realloc: ['self', 'pointer', 'layout', 'newSize'],
}

const { RDI, RSI, RDX, RCX, R8, R9 } = REGISTER
const CONVENTION: readonly ParameterWord[] = [RDI, RSI, RDX, RCX, R8, R9].map((register) => ({
  register,
}))

type Places = Partial<Record<Role, ParameterWord>>

/** Where the compiler says nothing: the order of today's. */
const USUAL_LAYOUT: readonly Role[] = ['alignment', 'size']

export function argumentReader(
  { address, operation, owner }: AllocatorFunction,
  debugInfo: DebugInfo,
): ReadArguments {
  const layout = layoutRoles(debugInfo)
  const roles =
    owner === undefined
      ? COMPILERS_ROLES[operation].map((role) => [role])
      : METHOD_ROLES[operation].map((role): readonly (Role | undefined)[] =>
          role === 'layout' ? layout : role === 'self' ? [undefined] : [role],
        )
  const known = debugInfo.parametersAt(address)
  const places =
    (known && known.length === roles.length ? placesOf(known, roles) : undefined) ??
    placesByConvention(roles.flat())
  return (general) => readPlaces(places, general)
}

/** The two words of a `Layout`, in the order in which they lie. */
function layoutRoles({ layoutOf }: DebugInfo): readonly Role[] {
  const members = layoutOf('core::alloc::layout::Layout')?.members ?? []
  const offsetOf = (pattern: RegExp) => members.find(({ name }) => pattern.test(name))?.offset
  const [size, alignment] = [offsetOf(/^size/), offsetOf(/^align/)]
  if (size === undefined || alignment === undefined) return USUAL_LAYOUT
  return size < alignment ? ['size', 'alignment'] : ['alignment', 'size']
}

/** Nothing when the compiler keeps them on the stack: then the function was not optimised. */
function placesOf(
  parameters: readonly ParameterPlace[],
  roles: readonly (readonly (Role | undefined)[])[],
): Places | undefined {
  const places: Places = {}
  parameters.forEach(({ words }, index) =>
    words.forEach((word, at) => {
      const role = roles[index]?.[at]
      if (role !== undefined && word) places[role] = word
    }),
  )
  return Object.keys(places).length > 0 ? places : undefined
}

function placesByConvention(roles: readonly (Role | undefined)[]): Places {
  const places: Places = {}
  roles.forEach((role, index) => {
    const word = CONVENTION[index]
    if (role !== undefined && word) places[role] = word
  })
  return places
}

function readPlaces(places: Places, general: readonly bigint[]): RequestArguments {
  const found: { -readonly [Name in Role]?: bigint } = {}
  for (const [role, word] of Object.entries(places) as [Role, ParameterWord][]) {
    const value = 'value' in word ? word.value : general[word.register]
    if (value !== undefined) found[role] = value
  }
  return found
}
