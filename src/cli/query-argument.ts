/** Reads a query from the command line. What is wrong with it is shown under it. */
import type { EventQueryText } from '../emulator/host/headless-query'
import { checkQuery } from '../shared/query/check'
import { refuseUnavailable, sourcesOfQuery } from '../shared/query/needed-sources'
import { parseQuery, parseQuerySelection } from '../shared/query/parse'
import { QueryError } from '../shared/query/query-error'
import type { Query } from '../shared/query/syntax'
import { UsageError } from './usage-error'

/** A query for one moment: it needs an ordinal. */
export const readQuery = (option: string, text: string): EventQueryText =>
  read(option, text, parseQuery)

/** Without an ordinal it means each event. */
export const readQuerySelection = (option: string, text: string): EventQueryText =>
  read(option, text, parseQuerySelection)

function read(option: string, text: string, parse: (text: string) => Query): EventQueryText {
  try {
    const query = parse(text)
    checkQuery(query, text)
    refuseUnavailable(sourcesOfQuery(query), text)
    return { text, query }
  } catch (error) {
    if (error instanceof QueryError) throw new UsageError(`${option}: ${error.toString()}`)
    throw error
  }
}
