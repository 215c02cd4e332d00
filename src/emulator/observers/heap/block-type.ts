/**
 * What type lies in a block, by the function of the library that asked for it: `Box<T>::new` asks for one `T`, the
 * functions of `Vec<T>` for room for several.
 *
 * One place of a program may ask for blocks of several types. Which of them a block is of is then told by its size, or
 * is not known.
 */
import type { DebugInfo } from '../../debuginfo/debug-info'
import type { Entry } from '../../debuginfo/dwarf/entry'
import { isTheirs, type CodeAddresses } from './sites'

export interface BlockType {
  readonly entry: Entry
  /** With its path. */
  readonly name: string
  /** Absent for a single value. */
  readonly room?: number
}

/** A shared pointer asks as a box does, for its counts and the value. */
const ONE = /(?:^|<)alloc::boxed::/
const SEVERAL = /(?:^|<)alloc::(?:vec|raw_vec|collections::vec_deque|slice)::/

export function blockType(
  calls: readonly CodeAddresses[],
  size: number,
  debugInfo: Pick<DebugInfo, 'genericFunctionsAt' | 'typeOf'>,
): BlockType | undefined {
  const found = new Map<number, BlockType>()
  for (const call of calls) {
    const element = elementOf(call, debugInfo)
    // A call of which nothing is known may have been the one.
    if (!element) return undefined
    const type = fitting(element, size, debugInfo)
    if (type) found.set(element.entry.offset, type)
  }
  const [type, ...others] = found.values()
  return others.length === 0 ? type : undefined
}

interface Element {
  readonly entry: Entry
  readonly isSeveral: boolean
}

/** The innermost function that says it. */
function elementOf(
  call: CodeAddresses,
  { genericFunctionsAt }: Pick<DebugInfo, 'genericFunctionsAt'>,
): Element | undefined {
  for (const { function: name = '', parameters } of call.flatMap(genericFunctionsAt)) {
    if (isTheirs({ function: name })) return undefined
    const isSeveral = SEVERAL.test(name)
    const entry = isSeveral || ONE.test(name) ? parameters.get('T') : undefined
    if (entry) return { entry, isSeveral }
  }
  return undefined
}

function fitting(
  { entry, isSeveral }: Element,
  size: number,
  { typeOf }: Pick<DebugInfo, 'typeOf'>,
): BlockType | undefined {
  const type = typeOf(entry)
  if (type.size === 0) return undefined
  if (!isSeveral) return type.size === size ? { entry, name: type.name } : undefined
  return size % type.size === 0 ? { entry, name: type.name, room: size / type.size } : undefined
}
