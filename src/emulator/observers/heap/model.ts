/** The allocator, its region and its lists, as the diagram is given them. */
import type { HeapAllocator, HeapList, HeapRegion } from '../../../shared/models/heap'
import { linearAddress } from '../../../shared/units'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { FreeMemory } from './free-memory'
import { markValue } from './marks'
import { createPages } from './pages'
import type { Bounds } from './region'
import { modelNode, type Structure } from './structure'

export function allocatorModel(
  structure: Structure | undefined,
  readMemory: ReadMemory,
): HeapAllocator {
  const candidate = structure?.chosen()
  if (!structure || !candidate) return { design: 'unknown' }
  const { design, place, type } = candidate
  const mark = structure.mark()
  const value = mark && markValue(mark, createPages(readMemory))
  return {
    design,
    place,
    ...(type !== undefined && { type }),
    ...(mark &&
      value !== undefined && { mark: { name: mark.place, address: linearAddress(value) } }),
  }
}

export function regionModel(
  { start, end, origin, name }: Bounds,
  readMemory: ReadMemory,
): HeapRegion {
  return {
    start: linearAddress(start),
    size: Number(end - start),
    origin,
    ...(name !== undefined && { name }),
    isMapped: readMemory(linearAddress(start), 1).length === 1,
  }
}

/** Lists with the first `limit` nodes of each. */
export const listModels = (
  { lists }: FreeMemory,
  structure: Structure | undefined,
  limit: number,
): readonly HeapList[] =>
  lists.map(({ place, role, index, nodes, end, endsAt }) => {
    const blockSize = index === undefined ? undefined : structure?.classSize(index)
    return {
      name: place,
      role,
      ...(blockSize !== undefined && { blockSize }),
      nodes: nodes.slice(0, limit).map(modelNode),
      length: nodes.length,
      bytes: nodes.reduce((sum, { size }) => sum + (size ?? 0), 0),
      end,
      ...(endsAt !== undefined && { endsAt: linearAddress(endsAt) }),
    }
  })
