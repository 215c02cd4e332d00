/**
 * Who asks for a block: the innermost function that is not the library's, and what the library allocates it for.
 *
 * Inlined functions are known from the return address alone. Where the library's code was not inlined the stack has to
 * be unwound, which takes a while: it is done for a limited number of requests.
 */
import type { Frame } from '../../../shared/models/debug'
import type { HeapSite } from '../../../shared/models/heap'
import type { FunctionEntered } from '../../../shared/events'
import type { CodeFrame, StoppedProgram } from '../../debuginfo/dwarf/stopped-program'
import type { ReadMemory } from '../../debuginfo/dwarf/values'
import type { LinearAddress } from '../../../shared/units'

export interface Sites {
  /** The place of the site in the list of all. The stack can be unwound only while the call is under way. */
  of(entered: FunctionEntered, canUnwind: boolean): number
  all(): readonly HeapSite[]
  /** Where all calls of a site stood, to look up more about them; nothing where there were too many kinds of them. */
  callsOf(place: number): readonly CodeAddresses[] | undefined
}

/** One in each function of a call to the allocator that has code of its own, the innermost first, up to who asked. */
export type CodeAddresses = readonly bigint[]

/** Of one run; the rest is known by what called the allocator. */
const MOST_UNWOUND = 4_000
const MOST_SITES = 10_000
/** One place of a generic function may ask for a block of any type. */
const MOST_CALLS = 16

export function createSites(
  program: Pick<StoppedProgram, 'framesAt' | 'backtrace'>,
  readMemory: ReadMemory,
): Sites {
  const sites: HeapSite[] = []
  const places = new Map<string, number>()
  const calls: Map<string, CodeAddresses>[] = []
  /** By return address; nothing where it takes the stack to say. */
  const known = new Map<LinearAddress, number | undefined>()
  let unwound = 0

  function place(site: HeapSite, call: CodeAddresses): number {
    const at = placeOf(site)
    const known = (calls[at] ??= new Map())
    if (known.size <= MOST_CALLS) known.set(call.join(), call)
    return at
  }

  function placeOf(site: HeapSite): number {
    const { function: name, source, owner } = site
    const key = `${name} ${source?.file} ${source?.line} ${owner} ${name ? '' : site.address}`
    const found = places.get(key)
    if (found !== undefined) return found
    if (sites.length >= MOST_SITES) return MOST_SITES - 1
    places.set(key, sites.length)
    return sites.push(site) - 1
  }

  function fromStack({ general, address: rip, frame }: FunctionEntered): number | undefined {
    if (++unwound > MOST_UNWOUND) return undefined
    const frames = program.backtrace({ general, rip }, readMemory)
    // The allocator's own function is the first; what it was called by begins above its return address.
    const callers = frames.filter(
      ({ activation, stackPointer }) => activation > 0 || stackPointer > frame,
    )
    const [first] = callers
    const looked = callers.slice(0, LOOKED_AT)
    const asker = looked.findIndex(isTheirs)
    const inner = looked.slice(0, asker < 0 ? undefined : asker + 1)
    return first && place(siteOf(looked, first.address), [...new Set(inner.map(codeAddress))])
  }

  return {
    of(entered, canUnwind) {
      const { returnAddress } = entered
      if (returnAddress === undefined) return place({ address: entered.address }, [])
      if (known.has(returnAddress)) {
        const site = known.get(returnAddress)
        if (site !== undefined) return site
      } else {
        const frames = program.framesAt(returnAddress - 1n)
        const isSettled = frames.some(isTheirs)
        const site = isSettled
          ? place(siteOf(frames, returnAddress), [returnAddress - 1n])
          : undefined
        known.set(returnAddress, site)
        if (site !== undefined) return site
      }
      const found = canUnwind ? fromStack(entered) : undefined
      if (found !== undefined) return found
      const frames = program.framesAt(returnAddress - 1n)
      return place(siteOf(frames, returnAddress), [returnAddress - 1n])
    },
    all: () => sites,
    callsOf(at) {
      const known = calls[at]
      return known && known.size <= MOST_CALLS && at < MOST_SITES - 1
        ? [...known.values()]
        : undefined
    },
  }
}

/** Frames, from the innermost on, in which somebody else than the library is to be found. */
const LOOKED_AT = 40

/** `<alloc::vec::Vec<u8>>::push`, `alloc::alloc::alloc`, `<T as alloc::vec::spec_from_elem::SpecFromElem>::from_elem`. */
const LIBRARY = /^(?:<(?:[^<>]* as )?&?)?(?:mut )?(?:core|alloc|std|__rustc|hashbrown)::/
const isLibrary = (name: string) =>
  LIBRARY.test(name) || / as (?:core|alloc|std)::/.test(name) || /^__(?:rust|rg|rdl)_/.test(name)

/** A call returns behind itself. */
const codeAddress = ({ address, origin }: Frame): bigint =>
  origin === 'registers' || origin === 'interrupt-frame' ? address : address - 1n

export const isTheirs = ({ function: name }: Pick<CodeFrame, 'function'>) =>
  name !== undefined && !isLibrary(name)

/** `frames` from the innermost on. */
export function siteOf(frames: readonly CodeFrame[], address: LinearAddress): HeapSite {
  const theirs = frames.find(isTheirs) ?? frames.at(-1)
  const before = theirs ? frames.slice(0, frames.indexOf(theirs)) : frames
  const owner = ownerOf(before.flatMap(({ function: name }) => name ?? []))
  return {
    ...(theirs?.function !== undefined && { function: theirs.function }),
    ...(theirs?.source && { source: theirs.source }),
    ...(owner !== undefined && { owner }),
    address,
  }
}

/** What each of the library's functions allocates for, told by the outermost that says it. */
const OWNERS: readonly { readonly pattern: RegExp; readonly owner: string }[] = [
  { pattern: /alloc::collections::btree::/, owner: 'BTreeMap' },
  { pattern: /alloc::collections::vec_deque::/, owner: 'VecDeque' },
  { pattern: /alloc::collections::binary_heap::/, owner: 'BinaryHeap' },
  { pattern: /alloc::collections::linked_list::/, owner: 'LinkedList' },
  { pattern: /alloc::string::|alloc::str::|alloc::fmt::/, owner: 'String' },
  { pattern: /alloc::sync::/, owner: 'Arc' },
  { pattern: /alloc::rc::/, owner: 'Rc' },
  { pattern: /alloc::vec::|alloc::slice::/, owner: 'Vec' },
  { pattern: /alloc::boxed::/, owner: 'Box' },
  { pattern: /alloc::raw_vec::/, owner: 'Vec' },
]

function ownerOf(names: readonly string[]): string | undefined {
  for (const name of [...names].reverse()) {
    const found = OWNERS.find(({ pattern }) => pattern.test(name))
    if (!found) continue
    const { owner } = found
    const element = new RegExp(`::${owner === 'Vec' ? '(?:Vec|RawVec)' : owner}<`).exec(name)
    const inside = element ? parameter(name, element.index + element[0].length) : undefined
    return inside === undefined ? owner : `${owner}<${inside}>`
  }
  return undefined
}

const LONGEST = 40

/** The first parameter of a type that begins there, without paths. */
function parameter(name: string, start: number): string | undefined {
  let depth = 0
  for (let at = start; at < name.length; at++) {
    const letter = name[at]
    if (letter === '<' || letter === '(' || letter === '[') depth += 1
    else if (depth === 0 && (letter === '>' || letter === ',')) {
      const inside = name.slice(start, at).replace(/\b(?:\w+::)+(?=\w)/g, '')
      return inside.length > LONGEST || inside === '_' ? undefined : inside
    } else if (letter === '>' || letter === ')' || letter === ']') depth -= 1
  }
  return undefined
}
