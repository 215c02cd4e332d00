/** Breakpoints in the text of a session file. */
import type { BreakpointPlace } from '../../shared/models/breakpoints'
import { linearAddress } from '../../shared/units'
import {
  damaged,
  hex,
  hexOf,
  integer,
  list,
  object,
  oneOf,
  optionalText,
  text,
  type Fields,
} from './session-fields'

export interface SavedBreakpoint {
  readonly place: BreakpointPlace
  readonly isEnabled: boolean
}

const LIMITS = { breakpoints: 10_000, path: 4096, query: 4096, line: 1e9 } as const
const TYPES = ['address', 'function', 'line', 'query'] as const

export const writeBreakpoints = (breakpoints: readonly SavedBreakpoint[]): readonly unknown[] =>
  breakpoints.map(({ place, isEnabled }) => ({
    ...place,
    ...(place.type === 'address' && { address: hexOf(place.address) }),
    isEnabled,
  }))

export const readBreakpoints = (fields: Fields): SavedBreakpoint[] =>
  list(fields, 'breakpoints', LIMITS.breakpoints).map((value) => {
    const breakpoint = object(value, 'a breakpoint')
    const isEnabled = breakpoint['isEnabled']
    if (typeof isEnabled !== 'boolean') return damaged('a breakpoint')
    return { place: readPlace(breakpoint), isEnabled }
  })

function readPlace(fields: Fields): BreakpointPlace {
  const type = oneOf(fields, 'type', TYPES)
  switch (type) {
    case 'address':
      return { type, address: linearAddress(hex(fields, 'address')) }
    case 'function':
      return { type, name: text(fields, 'name', LIMITS.path) }
    case 'query':
      return { type, query: text(fields, 'query', LIMITS.query) }
    case 'line': {
      const source = object(fields['source'], 'a breakpoint')
      const directory = optionalText(source, 'directory', LIMITS.path)
      const file = text(source, 'file', LIMITS.path)
      const line = integer(fields, 'line', LIMITS.line)
      return { type, source: { file, ...(directory !== undefined && { directory }) }, line }
    }
  }
}
