/** What debug information and symbols say of a program's allocator, looked up once. */
import type { DebugInfo } from '../../debuginfo/debug-info'
import { typeName } from '../../debuginfo/dwarf/type-reader'
import type { LinearAddress } from '../../../shared/units'
import { argumentReader, type ReadArguments } from './arguments'
import { candidatesAmong, type Candidate } from './candidates'
import type { AllocatorFunction } from './functions'
import type { Range } from './ranges'
import { shapesIn, type Shapes } from './shapes'

export interface HeapProgram {
  readonly readers: ReadonlyMap<LinearAddress, ReadArguments>
  readonly candidates: readonly Candidate[]
  readonly shapes: Shapes
  readonly hasTypes: boolean
  /** Whether statics of the program lie in a range of addresses. */
  isProgram(range: Range): boolean
}

export function openProgram(
  functions: readonly AllocatorFunction[],
  debugInfo: DebugInfo,
): HeapProgram {
  const statics = debugInfo.staticRoots().filter(({ name }) => !/^(core|alloc|std)::/.test(name))
  const owners = new Set(functions.flatMap(({ owner }) => owner ?? []))
  // What implements `GlobalAlloc` is the allocator, unless it is only a name for what lies in other statics.
  const own = statics.filter(({ type }) => owners.has(typeName(type)))
  const ownShapes = shapesIn(own, debugInfo)
  const all = shapesIn(statics, debugInfo)
  const hasOwn = ownShapes.lists.length + ownShapes.classes.length + ownShapes.numbers.length > 0
  const shapes = hasOwn ? { ...ownShapes, bytes: all.bytes } : all
  return {
    readers: new Map(functions.map((one) => [one.address, argumentReader(one, debugInfo)])),
    candidates: candidatesAmong(shapes),
    shapes,
    hasTypes: statics.length > 0,
    isProgram: ({ start, end }) => statics.some(({ address }) => start <= address && address < end),
  }
}
