/** What could not be recognised of a program's heap, so that the reader can be told what would help. */
import type { HeapGap, HeapRequest } from '../../../shared/models/heap'
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { AllocatorFunction } from './functions'
import type { HeapProgram } from './program'
import type { Structure } from './structure'

export function gapsOf(
  functions: readonly AllocatorFunction[],
  { symbols }: Pick<DebugInfo, 'symbols'>,
  { hasTypes }: HeapProgram,
  structure: Structure | undefined,
  requests: readonly HeapRequest[],
  { isLate, hasUnseen }: { readonly isLate: boolean; readonly hasUnseen: boolean },
): readonly HeapGap[] {
  if (symbols.count === 0) return ['no-symbols']
  if (functions.length === 0) return ['no-allocator']
  const gaps: HeapGap[] = []
  if (!functions.some(({ operation }) => operation === 'dealloc')) gaps.push('no-free')
  const given = requests.filter(({ kind, address }) => kind !== 'free' && address !== undefined)
  if (given.some(({ size, alignment }) => size === undefined || alignment === undefined)) {
    gaps.push('no-arguments')
  }
  if (hasUnseen) gaps.push(isLate ? 'late' : 'inlined')
  if (!hasTypes) return [...gaps, 'no-types']
  if (given.length > 0 && !structure?.chosen()) gaps.push('no-structure')
  return gaps
}
