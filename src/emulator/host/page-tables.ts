/** The paging structures of a machine, as they lie in its memory now. */
import type { PageTables } from '../observers/page-tree'
import type { Stand } from './scout'

const EXECUTE_DISABLE_ENABLE = 1n << 11n
const TABLE_BYTES = 4096

export function pageTablesOf({ machine }: Pick<Stand, 'machine'>): PageTables {
  const { bytes } = machine.memory
  return {
    hasExecuteDisable: (machine.processor().efer & EXECUTE_DISABLE_ENABLE) !== 0n,
    read(at) {
      if (at + TABLE_BYTES > bytes.length) return undefined
      return new Uint32Array(bytes.slice(at, at + TABLE_BYTES).buffer)
    },
  }
}
