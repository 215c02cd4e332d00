/**
 * Rust source as lines of coloured pieces: plain data, so that the page writes text and never HTML.
 * The grammar is Lezer's; this file knows which of its many kinds get a colour here.
 */
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight'
import { parser } from '@lezer/rust'

export type TokenKind = 'keyword' | 'type' | 'number' | 'string' | 'comment' | 'macro'

export interface Token {
  readonly text: string
  readonly kind?: TokenKind
}

export type TokenLine = readonly Token[]

const kindOf = (kind: TokenKind, ...of: (typeof tags.keyword)[]) => ({ tag: of, class: kind })

const highlighter = tagHighlighter([
  kindOf('keyword', tags.keyword, tags.modifier, tags.controlKeyword, tags.definitionKeyword),
  kindOf('keyword', tags.operatorKeyword, tags.moduleKeyword, tags.self, tags.bool),
  kindOf('type', tags.typeName, tags.className, tags.labelName),
  kindOf('number', tags.number, tags.integer, tags.float),
  kindOf('string', tags.string, tags.special(tags.string), tags.character, tags.escape),
  kindOf('comment', tags.comment, tags.lineComment, tags.blockComment, tags.docComment),
  kindOf('macro', tags.macroName, tags.meta, tags.attributeName),
])

/** Parsing takes a second for ten megabytes; nobody reads such a file, and the window must not wait for it. */
export const LONGEST_COLOURED = 1_000_000

/** One line of tokens for each line of the text. */
export function rustTokens(text: string): readonly TokenLine[] {
  const lines: Token[][] = [[]]
  const add = (piece: string, kind: TokenKind | undefined) => {
    piece.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ text: part, ...(kind && { kind }) })
    })
  }
  const plain = text.replace(/\r\n?/g, '\n')
  if (plain.length > LONGEST_COLOURED) add(plain, undefined)
  else {
    let done = 0
    highlightTree(parser.parse(plain), highlighter, (from, to, kind) => {
      add(plain.slice(done, from), undefined)
      add(plain.slice(from, to), kind as TokenKind)
      done = to
    })
    add(plain.slice(done), undefined)
  }
  // A text ends with a line's end; behind it no other line begins.
  if (lines.length > 1 && lines.at(-1)?.length === 0) lines.pop()
  return lines
}
