/** What all levels of a walk allow when taken together. SDM Vol. 3A, "Access Rights". */
import { PageEntry } from '../../../shared/x86/paging'
import type { PageWalk } from '../../../shared/models/page-walk'
import { group, line, text } from '../primitives/shapes'
import type { Group } from '../scene'
import type { PageWalkDrawing } from './drawing'
import { combinedRights } from './facts'

interface Right {
  readonly statement: string
  /** The bits that make it, and how they combine. */
  readonly rule: string
}

/** Only a walk that came to a page has rights to combine. */
export function rightsOf(walk: PageWalk): readonly Right[] {
  const leaf = walk.levels.at(-1)
  const cameToNothing = walk.outcome === 'not-present' || walk.outcome === 'reserved'
  if (!leaf || cameToNothing) return []
  const rights = walk.permissions ?? combinedRights(walk.levels)
  const has = (bit: bigint) => (leaf.value & bit) !== 0n
  return [
    { statement: rights.isWritable ? 'writable' : 'read-only', rule: 'R/W and-ed' },
    { statement: rights.isUser ? 'user' : 'supervisor only', rule: 'U/S and-ed' },
    { statement: rights.isExecutable ? 'executable' : 'no execute', rule: 'XD or-ed' },
    ...(has(PageEntry.PCD) ? [{ statement: 'cache disabled', rule: 'PCD = 1' }] : []),
    ...(has(PageEntry.PWT) && !has(PageEntry.PCD)
      ? [{ statement: 'write-through', rule: 'PWT = 1' }]
      : []),
  ]
}

const HOW_MANY = [
  '',
  'one level:',
  'both levels:',
  'all three levels:',
  'all four levels:',
] as const

export interface RightsPlace {
  readonly x: number
  readonly y: number
  readonly right: number
  /** Whether there is room to say which bits make each right. */
  readonly hasRules: boolean
}

export function rightsLine(drawing: PageWalkDrawing, place: RightsPlace): Group | undefined {
  const { walk, colours, layout } = drawing
  const { x, y, right, hasRules } = place
  const rights = rightsOf(walk)
  if (rights.length === 0) return undefined
  return group(
    'rights',
    line('rule', { x, y: y - 22 }, { x: right, y: y - 22 }, colours.line),
    text(
      'statement',
      { x, y },
      [
        { text: HOW_MANY[walk.levels.length] ?? '', fill: colours.muted },
        ...rights.flatMap(({ statement, rule }) => [
          { text: statement, weight: 600 as const, gap: 12 },
          ...(hasRules ? [{ text: `(${rule})`, fill: colours.muted, gap: 5 }] : []),
        ]),
      ],
      { size: layout.type.body, fill: colours.ink },
    ),
  )
}
