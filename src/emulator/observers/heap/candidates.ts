/** What may be the program's allocator: each list, row of lists, and group of numbers, with the structure around it. */
import type { HeapDesign } from '../../../shared/models/heap'
import type { ClassesShape, ListShape, NumberShape, Shapes } from './shapes'

export interface Candidate {
  readonly design: Exclude<HeapDesign, 'unknown'>
  /** `HEAP.fixed`. */
  readonly place: string
  /** Of the structure, without its path. */
  readonly type?: string
  readonly classes?: ClassesShape
  /** Of a `list` its one; of `classes` what stands behind them. */
  readonly lists: readonly ListShape[]
  /** Of the structure, to look for its bounds and its mark. */
  readonly numbers: readonly NumberShape[]
}

type Part = ListShape | ClassesShape | NumberShape
type Holder = Part['holders'][number]

const isSame = (a: Holder, b: Holder) => a.address === b.address && a.type === b.type
const holds = (holder: Holder, { holders }: Part) => holders.some((one) => isSame(one, holder))

/** In the order in which they are tried: what explains most comes first. */
export function candidatesAmong({ lists, classes, numbers }: Shapes): readonly Candidate[] {
  const withClasses = classes.map((row): Candidate => {
    const holder = row.holders.at(-1)
    const behind = holder ? lists.filter((list) => holds(holder, list)) : []
    return candidate('classes', row, [row, ...behind], { classes: row, lists: behind })
  })
  const taken = new Set(withClasses.flatMap((one) => one.lists))
  const alone = lists.filter((list) => !taken.has(list))
  const withList = alone.map((list) => candidate('list', list, [list], { lists: [list] }))

  /** The outermost structure around a part that holds no other allocator. */
  function outermost(part: Part, own: readonly Part[]): Holder | undefined {
    const others: readonly Part[] = [...lists, ...classes].filter((one) => !own.includes(one))
    return part.holders.find((holder) => !others.some((other) => holds(holder, other)))
  }

  function candidate(
    design: Candidate['design'],
    part: Part,
    own: readonly Part[],
    parts: Pick<Candidate, 'classes' | 'lists'>,
  ): Candidate {
    const holder = outermost(part, own)
    return {
      design,
      place: holder?.place ?? part.place,
      ...(holder && { type: withoutPath(holder.type) }),
      ...parts,
      numbers: holder ? numbers.filter((number) => holds(holder, number)) : [],
    }
  }

  const groups = new Map<string, NumberShape[]>()
  for (const number of numbers) {
    const holder = number.holders.at(-1)
    const key = holder ? `${holder.address} ${holder.type}` : number.place
    const group = groups.get(key)
    if (group) group.push(number)
    else groups.set(key, [number])
  }
  const withMark = [...groups.values()].map((group): Candidate => {
    const [first] = group
    const holder = first?.holders.at(-1)
    return {
      design: 'bump',
      place: holder?.place ?? first?.place ?? '',
      ...(holder && { type: withoutPath(holder.type) }),
      lists: [],
      numbers: group,
    }
  })
  return [...withClasses, ...withList, ...withMark]
}

/** `Heap` for `linked_list_allocator::Heap`. */
export const withoutPath = (name: string) => name.replace(/\b(?:\w+::)+(?=\w)/g, '')
