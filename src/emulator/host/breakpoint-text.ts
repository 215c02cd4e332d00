/** Reads a breakpoint as a person types it: an address, a function, `main.rs:12`, or a query. */
import type { BreakpointPlace } from '../../shared/models/breakpoints'
import type { SourceFile } from '../../shared/models/debug'
import { parseAddress } from '../../shared/parse-address'
import { EVENT_KINDS, eventKind } from '../../shared/query/event-kinds'
import { nearestWord } from '../../shared/query/nearest'
import { parseQuery } from '../../shared/query/parse'
import { QueryError } from '../../shared/query/query-error'
import type { Query } from '../../shared/query/syntax'
import type { KnownPlaces } from './breakpoint-places'

const ADDRESS = /^0x[0-9a-f_\s]+$/i
const LINE = /^(\S.*):(\d{1,9})$/
/** A function that is called like an event is asked for so. */
const FUNCTION = /^fn\s+(\S+)$/
const PATH = /^[\w:<>{}#,&*[\] ]+$/

const EACH = 'each '

/** A query with the text that it was read from, which may say more than what was typed. */
export interface BreakpointQuery {
  readonly text: string
  readonly query: Query
}

/** Of events that are named without an ordinal each is meant. Throws `QueryError`. */
export function parseBreakpointQuery(typed: string): BreakpointQuery {
  const [word = ''] = typed.trim().split(/\s/, 1)
  const text = eventKind(word) ? EACH + typed.trim() : typed.trim()
  try {
    return { text, query: parseQuery(text) }
  } catch (error) {
    throw error instanceof QueryError ? inTyped(error, typed) : error
  }
}

/** The same error, pointing at what was typed. */
export function inTyped(error: QueryError, typed: string): QueryError {
  if (error.text === typed) return error
  const added = error.text.length - typed.trim().length
  const shift = added - (typed.length - typed.trimStart().length)
  const place = (at: number) => Math.min(Math.max(0, at - shift), typed.length)
  const span = { start: place(error.span.start), end: place(error.span.end) }
  return Object.assign(new QueryError(error.message, { text: typed, span }), {
    suggestion: error.suggestion,
  })
}

/** Throws `RangeError` or `QueryError`, in a sentence. */
export function parseBreakpoint(typed: string, known: KnownPlaces): BreakpointPlace {
  const text = typed.trim()
  if (text === '') {
    throw new RangeError('Type an address, a function, a line as main.rs:12, or a query.')
  }
  const address = ADDRESS.test(text) ? parseAddress(text) : undefined
  if (address !== undefined) return { type: 'address', address }
  const line = LINE.exec(text)
  if (line) return { type: 'line', source: fileCalled(line[1] ?? '', known), line: Number(line[2]) }
  const named = FUNCTION.exec(text)
  if (named) return { type: 'function', name: named[1] ?? '' }
  const [word = ''] = text.split(/\s/, 1)
  if (!eventKind(word) && PATH.test(text)) {
    if (known.symbols.named(text).length > 0) return { type: 'function', name: text }
    if (word === text) throw new RangeError(nothingCalled(text, known))
  }
  return { type: 'query', query: parseBreakpointQuery(typed).text }
}

function nothingCalled(name: string, { symbols }: KnownPlaces): string {
  const functions = symbols.functionNames().map((path) => path.slice(path.lastIndexOf(':') + 1))
  const near = nearestWord(name, [...functions, ...EVENT_KINDS.map((kind) => kind.name)])
  const hint = near === undefined ? '' : ` Did you mean ${near}?`
  return `There is no function and no event '${name}'.${hint}`
}

/** The one file with this path, or the one whose path ends so. */
function fileCalled(name: string, { sourceLines }: KnownPlaces): SourceFile {
  const found = sourceLines.filesCalled(name)
  const [first, second] = found
  if (!first) throw new RangeError(`No source of the image is called ${name}.`)
  if (second) {
    const paths = found.slice(0, 3).map(({ file }) => file)
    throw new RangeError(
      `${found.length} sources end in ${name}: ${paths.join(', ')}. Write more of the path, or press F2 on the line in the source pane.`,
    )
  }
  return first
}
