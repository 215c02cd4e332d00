/** Reads the grammar of the documentation, makes random sentences of it, and tells whether a text is one of them. */
import { EVENT_KINDS, eventKind } from './event-kinds'
import { tokensOf, type Token } from './tokens'
import { ORDINALS, RESERVED } from './vocabulary'

type Rule =
  | { readonly type: 'literal' | 'name'; readonly text: string }
  | { readonly type: 'sequence' | 'choice'; readonly parts: readonly Rule[] }
  | { readonly type: 'optional' | 'repeated'; readonly part: Rule }

export type Grammar = ReadonlyMap<string, Rule>

/** The first block of EBNF in a document: `name = … ;`. */
export function readGrammar(document: string): Grammar {
  const text = /```ebnf\n([\s\S]*?)```/.exec(document)?.[1] ?? ''
  const tokens = text.match(/"[^"]*"|\w+|[[\]{}()|;=]/g) ?? []
  let at = 0
  const take = () => tokens[at++] ?? ''
  const expect = (token: string) => {
    const taken = take()
    if (taken !== token) throw new SyntaxError(`'${token}' expected in the grammar, not '${taken}'`)
  }

  function choice(): Rule {
    const parts = [sequence()]
    for (; tokens[at] === '|'; parts.push(sequence())) take()
    return { type: 'choice', parts }
  }
  function sequence(): Rule {
    const parts: Rule[] = []
    while (!['|', ')', ']', '}', ';', undefined].includes(tokens[at])) parts.push(item())
    return { type: 'sequence', parts }
  }
  function bracketed(end: string): Rule {
    const inner = choice()
    expect(end)
    return inner
  }
  function item(): Rule {
    const token = take()
    if (token === '(') return bracketed(')')
    if (token === '[') return { type: 'optional', part: bracketed(']') }
    if (token === '{') return { type: 'repeated', part: bracketed('}') }
    if (token.startsWith('"')) return { type: 'literal', text: token.slice(1, -1) }
    return { type: 'name', text: token }
  }

  const rules = new Map<string, Rule>()
  while (at < tokens.length) {
    const name = take()
    expect('=')
    rules.set(name, choice())
    expect(';')
  }
  return rules
}

const isWord = ({ type, text }: Token) => type === 'word' && !RESERVED.includes(text)
const isName = (token: Token) => isWord(token) && !ORDINALS.some((word) => word === token.text)

const TERMINALS: Readonly<Record<string, (token: Token) => boolean>> = {
  NUMBER: ({ type }) => type === 'number',
  NTH: ({ type }) => type === 'nth',
  TEXT: ({ type }) => type === 'text',
  REFERENCE: ({ type }) => type === 'reference',
  WORD: isWord,
  NAME: isName,
  LET: (token) => isName(token) && !eventKind(token.text),
  FUNCTION: (token) => isName(token) && !['count', 'this'].includes(token.text),
  KIND: ({ type, text }) => type === 'word' && eventKind(text) !== undefined,
}

/** Whether the grammar gives this text. */
export function recognises(grammar: Grammar, start: string, text: string): boolean {
  const tokens = tokensOf(text)
  const known = new Map<string, ReadonlySet<number>>()

  function endsOf(rule: Rule, from: number): ReadonlySet<number> {
    const token = tokens[from]
    switch (rule.type) {
      case 'literal': {
        const fits = (token?.type === 'word' || token?.type === 'mark') && token.text === rule.text
        return new Set(fits ? [from + 1] : [])
      }
      case 'name':
        return endsOfName(rule.text, from)
      case 'choice':
        return new Set(rule.parts.flatMap((part) => [...endsOf(part, from)]))
      case 'sequence':
        return rule.parts.reduce<ReadonlySet<number>>(
          (ends, part) => new Set([...ends].flatMap((end) => [...endsOf(part, end)])),
          new Set([from]),
        )
      case 'optional':
        return new Set([from, ...endsOf(rule.part, from)])
      case 'repeated': {
        const ends = new Set([from])
        for (const end of ends) for (const next of endsOf(rule.part, end)) ends.add(next)
        return ends
      }
    }
  }

  function endsOfName(name: string, from: number): ReadonlySet<number> {
    const token = tokens[from]
    const terminal = TERMINALS[name]
    if (terminal) return new Set(token && terminal(token) ? [from + 1] : [])
    const key = `${name} ${from}`
    const before = known.get(key)
    if (before) return before
    const rule = grammar.get(name)
    if (!rule) throw new SyntaxError(`The grammar has no '${name}'`)
    const ends = endsOf(rule, from)
    known.set(key, ends)
    return ends
  }

  return endsOfName(start, 0).has(tokens.length - 1)
}

/** Numbers from 0 up to `limit`, the same ones for each seed. */
export function createChance(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  NUMBER: ['0', '12', '0x1f', '0b101', '1_000'],
  NTH: ['1st', '2nd', '100th'],
  TEXT: ['"a b"', "'it'"],
  REFERENCE: ['@1.2', '@cause'],
  WORD: ['alpha', '2m', 'three-kinds', 'kernel::run', 'first', 'in'],
  NAME: ['alpha', 'vga', 'PF', 'insn', 'fault'],
  LET: ['end', 'cause'],
  FUNCTION: ['mem8', 'mark'],
  KIND: EVENT_KINDS.filter(({ argument }) => argument === 'line').map(({ name }) => name),
}

/** A random sentence, words apart by blanks; deeper than `depth` only the shortest ways are taken. */
export function sentence(
  grammar: Grammar,
  start: string,
  chance: (limit: number) => number,
  depth = 30,
): string[] {
  function make(rule: Rule, left: number): string[] {
    switch (rule.type) {
      case 'literal':
        return [rule.text]
      case 'name': {
        const samples = SAMPLES[rule.text]
        const inner = grammar.get(rule.text)
        if (samples) return [samples[chance(samples.length)] ?? '']
        return inner ? make(inner, left - 1) : []
      }
      case 'sequence':
        return rule.parts.flatMap((part) => make(part, left))
      case 'choice': {
        const part = rule.parts[left > 0 ? chance(rule.parts.length) : 0]
        return part ? make(part, left) : []
      }
      case 'optional':
      case 'repeated':
        return left > 0 && chance(6) === 0 ? make(rule.part, left) : []
    }
  }
  return make({ type: 'name', text: start }, depth)
}
