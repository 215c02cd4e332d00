/** The answer to one question of why: a short paragraph of facts, each of which may lead to where it is drawn. */
import type { MemoryAccess } from '../../shared/events/page-walk'
import type { DiagramTopic } from '../../shared/protocol'
import type { Instant, LinearAddress, PhysicalAddress } from '../../shared/units'
import { plainText } from '../diagrams/primitives/prose'

/** Where a part of a sentence leads. */
export type Link =
  /** Turns to a diagram, and there to one of the things that it has seen. */
  | { readonly kind: 'diagram'; readonly topic: DiagramTopic; readonly item?: number }
  /** Takes the machine there. */
  | { readonly kind: 'instant'; readonly instant: Instant }
  /** Shows where an address leads now. */
  | { readonly kind: 'translation'; readonly address: LinearAddress; readonly access: MemoryAccess }
/** What stands in backticks, and every hexadecimal number, is set in the monospaced font. */
export type Piece = string | { readonly text: string; readonly to: Link }

export type Sentence = readonly Piece[]

/** Whom an explanation is about: the machine as it stands, or what the reader has chosen in a diagram. */
export type Subject = 'machine' | DiagramTopic

/** The paging-structure entry that made it so: who wrote it, and when, is looked for when somebody asks. */
export interface Origin {
  /** `PML4E 256`: begins a sentence. */
  readonly what: string
  readonly address: PhysicalAddress
  /** When it was found to be so. */
  readonly before: Instant
}

export interface Explanation {
  /** `Why #PF at 0xdeadbeef?` */
  readonly question: string
  readonly subject: Subject
  /** What happened, which check failed, why that state was there, what the processor did next. */
  readonly paragraph: readonly Sentence[]
  /** What would have made it work. */
  readonly cure?: Sentence
  readonly origin?: Origin
  /** Volume and section title of the SDM, or the data sheet. */
  readonly manual: string
}

type Part = Piece | Sentence | number | undefined

const isSentence = (part: Part): part is Sentence => Array.isArray(part)

/** A sentence from a template; parts may be sentences themselves, and what is undefined is left out. */
export function say(texts: TemplateStringsArray, ...parts: readonly Part[]): Sentence {
  const pieces: Piece[] = []
  const add = (piece: Piece) => {
    const last = pieces.at(-1)
    if (piece === '') return
    if (typeof piece === 'string' && typeof last === 'string')
      pieces[pieces.length - 1] = last + piece
    else pieces.push(piece)
  }
  texts.forEach((text, index) => {
    add(text)
    const part = parts[index]
    if (part === undefined) return
    for (const piece of isSentence(part) ? part : [typeof part === 'number' ? `${part}` : part])
      add(piece)
  })
  return pieces
}

export const link = (text: string, to: Link): Piece => ({ text, to })

export const plainSentence = (sentence: Sentence): string =>
  plainText(sentence.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join(''))

/** The whole as text, for a terminal and the clipboard. */
export function plainExplanation({ question, paragraph, cure, manual }: Explanation): string {
  const sentences = paragraph.map(plainSentence).join(' ')
  const help = cure === undefined ? [] : [`What would help: ${plainSentence(cure)}`]
  return [plainText(question), sentences, ...help, `(${manual})`].join('\n')
}
