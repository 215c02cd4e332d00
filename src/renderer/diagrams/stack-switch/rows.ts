/** The rows that a stack is drawn as: calls, words of the frame that the story tells of, and so many more of what repeats. */
import type { FrameWord } from '../../../shared/events/delivery'
import type { Stack, StackPart, StackStory } from '../../../shared/models/stack-switch'
import { linearAddress, type LinearAddress } from '../../../shared/units'

/** Several parts in one row. */
export interface HiddenParts {
  readonly count: number
  readonly isCalls: boolean
  /** None of them has a row of its own. */
  readonly isAll: boolean
}

export interface StackRow {
  /** Unique within its stack, and the same from step to step. */
  readonly key: string
  readonly from: LinearAddress
  readonly to: LinearAddress
  readonly content:
    | { readonly kind: 'part'; readonly part: StackPart }
    | ({ readonly kind: 'more' } & HiddenParts)
    | {
        readonly kind: 'word'
        readonly word: FrameWord
        readonly index: number
        readonly isPopped: boolean
      }
}

/** Rows from the highest address down, each part a row and each word of the story's frame. */
export function rowsOf(stack: Stack, story: StackStory | undefined): readonly StackRow[] {
  const rows = stack.parts.flatMap((part): readonly StackRow[] =>
    isStoryFrame(part, story)
      ? part.words.map((word, index) => wordRow(word, index, false))
      : [
          {
            key: partKey(part),
            from: part.from,
            to: part.to,
            content: { kind: 'part', part },
          },
        ],
  )
  return story?.kind === 'return' && story.from === stack.key
    ? [...rows, ...poppedRows(story)]
    : rows
}

/** Its upper end stays while the stack grows; the outermost call of a stack without a top has no bytes that are known. */
const partKey = ({ from, to }: StackPart): string =>
  from === to ? 'outermost' : `part-${to.toString(16)}`

const isStoryFrame = (
  part: StackPart,
  story: StackStory | undefined,
): part is Extract<StackPart, { kind: 'processor-frame' }> =>
  part.kind === 'processor-frame' && story?.kind === 'delivery' && part.from === story.rspAfter

const WORD = 8n

function wordRow(word: FrameWord, index: number, isPopped: boolean): StackRow {
  const key = `word-${word.slot.toLowerCase().replace(' ', '-')}`
  const to = linearAddress(word.address + WORD)
  return { key, from: word.address, to, content: { kind: 'word', word, index, isPopped } }
}

/** IRETQ's words still lie there when it has taken them off: SS, the highest, first. */
const poppedRows = ({ words }: Extract<StackStory, { kind: 'return' }>): readonly StackRow[] =>
  words.map((word, index) => wordRow(word, index, true)).reverse()

/** At most `capacity` rows: words stay, and of the others those at the ends of each stretch. */
export function condensed(rows: readonly StackRow[], capacity: number): readonly StackRow[] {
  if (rows.length <= capacity) return rows
  const stretches = stretchesOf(rows)
  const words = rows.filter(isWord).length
  const others = stretches.filter((stretch) => !stretch.every(isWord))
  let left = Math.max(others.length, capacity - words)
  const shares = new Map<readonly StackRow[], number>()
  // The shortest stretch takes what it needs, so that the longest gets the rest.
  for (const [index, stretch] of [...others].sort((a, b) => a.length - b.length).entries()) {
    const share = Math.min(stretch.length, Math.floor(left / (others.length - index)))
    shares.set(stretch, share)
    left -= share
  }
  return stretches.flatMap((stretch) => shortened(stretch, shares.get(stretch) ?? stretch.length))
}

const isWord = ({ content }: StackRow): boolean => content.kind === 'word'

const isCall = ({ content }: StackRow): boolean =>
  content.kind === 'part' && (content.part.kind === 'function' || content.part.kind === 'functions')

/** Rows in a row that are words, or are not. */
function stretchesOf(rows: readonly StackRow[]): readonly (readonly StackRow[])[] {
  const stretches: StackRow[][] = []
  for (const row of rows) {
    const last = stretches.at(-1)
    if (last?.[0] && isWord(last[0]) === isWord(row)) last.push(row)
    else stretches.push([row])
  }
  return stretches
}

/** The ends of a stretch, with the middle as one row. */
function shortened(stretch: readonly StackRow[], share: number): readonly StackRow[] {
  if (stretch.length <= share) return stretch
  const below = Math.max(0, Math.floor((share - 1) / 2))
  const above = Math.max(0, share - 1 - below)
  const middle = stretch.slice(above, stretch.length - below)
  const [highest, lowest] = [middle[0], middle.at(-1)]
  if (!highest || !lowest) return stretch
  const count = middle.reduce((sum, row) => sum + countOf(row), 0)
  const more: StackRow = {
    key: `more-${highest.to.toString(16)}`,
    from: lowest.from,
    to: highest.to,
    content: { kind: 'more', count, isCalls: middle.every(isCall), isAll: share <= 1 },
  }
  return [...stretch.slice(0, above), more, ...stretch.slice(stretch.length - below)]
}

const countOf = ({ content }: StackRow): number =>
  content.kind === 'part' && 'count' in content.part ? content.part.count : 1
