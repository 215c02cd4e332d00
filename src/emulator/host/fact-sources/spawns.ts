/** The functions that give a future to an executor: known by their name, which every executor of Rust uses. */
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { SymbolTable } from '../../debuginfo/symbols'

/** `executor::spawn`, `Executor::spawn`, and what a generic one is compiled to. */
const SPAWN = /(?:^|::)spawn(?:<.*>)?$/s

/** More would be no program's. */
const FUNCTION_LIMIT = 64

export const spawnFunctions = (symbols: SymbolTable): readonly LinearAddress[] =>
  symbols
    .matching(SPAWN)
    .slice(0, FUNCTION_LIMIT)
    .map(({ address }) => linearAddress(address))
