/**
 * Finds the functions through which a Rust program allocates: those that the compiler makes for every program
 * (`__rust_alloc` and its like), and the methods of whatever implements `GlobalAlloc`.
 *
 * Needs the symbol table alone. Where their arguments are is the compiler's to say: `arguments.ts`.
 */
import type { SymbolTable } from '../../debuginfo/symbols'
import { linearAddress, type LinearAddress } from '../../../shared/units'

export type AllocatorOperation = 'alloc' | 'alloc_zeroed' | 'dealloc' | 'realloc'

export interface AllocatorFunction {
  readonly address: LinearAddress
  readonly operation: AllocatorOperation
  /** The type that implements `GlobalAlloc`; absent for the functions that the compiler makes. */
  readonly owner?: string
}

const OPERATION = '(alloc|alloc_zeroed|dealloc|realloc)'
const COMPILERS = new RegExp(`(?:^|::)__(?:rust|rg)_${OPERATION}$`)
const METHOD = new RegExp(
  `^<(.+) as (?:core|alloc)::alloc::(?:global::)?GlobalAlloc>::${OPERATION}$`,
)

/** More would be no program's. */
const FUNCTION_LIMIT = 64

export function allocatorFunctions(symbols: SymbolTable): readonly AllocatorFunction[] {
  const compilers = symbols.matching(COMPILERS).map(({ name, address }) => ({
    address: linearAddress(address),
    operation: COMPILERS.exec(name)?.[1] as AllocatorOperation,
  }))
  const methods = symbols.matching(METHOD).map(({ name, address }) => {
    const [, owner = '', operation] = METHOD.exec(name) ?? []
    return {
      address: linearAddress(address),
      operation: operation as AllocatorOperation,
      owner,
    }
  })
  return [...compilers, ...methods].slice(0, FUNCTION_LIMIT)
}
