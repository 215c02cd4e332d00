/** The instructions that a breakpoint's place stands for, or why there are none, in the reader's words. */
import { formatShortHex } from '../../shared/format'
import type { BreakpointPlace } from '../../shared/models/breakpoints'
import type { SourceFile } from '../../shared/models/debug'
import type { LinearAddress } from '../../shared/units'
import type { DebugInfo } from '../debuginfo/debug-info'

/** What an image knows of its own places. */
export type KnownPlaces = Pick<DebugInfo, 'symbols' | 'sourceLines' | 'locate'>

/** Throws `RangeError`, in a sentence, where no instruction belongs to the place. */
export function placeAddresses(
  place: BreakpointPlace,
  known: KnownPlaces,
): readonly LinearAddress[] {
  switch (place.type) {
    case 'address':
      return [place.address]
    case 'function':
      return functionBodies(place.name, known)
    case 'line':
      return lineAddresses(place.source, place.line, known)
    case 'query':
      return []
  }
}

export function placeWords(place: BreakpointPlace, known: KnownPlaces): string {
  switch (place.type) {
    case 'address': {
      const name = known.locate(place.address)
      return name === undefined
        ? formatShortHex(place.address)
        : `${formatShortHex(place.address)} (${name})`
    }
    case 'function':
      return place.name
    case 'line':
      return `${baseName(place.source)}:${place.line}`
    case 'query':
      return place.query
  }
}

const baseName = ({ file }: SourceFile): string => file.slice(file.lastIndexOf('/') + 1)

function functionBodies(name: string, known: KnownPlaces): readonly LinearAddress[] {
  const found = known.symbols.named(name)
  if (found.length === 0) {
    throw new RangeError(
      `The image has no function '${name}': perhaps the compiler put it into its callers.`,
    )
  }
  return [...new Set(found.map(({ address }) => known.sourceLines.bodyOf(address)))]
}

function lineAddresses(
  source: SourceFile,
  line: number,
  { sourceLines }: KnownPlaces,
): readonly LinearAddress[] {
  const addresses = sourceLines.addressesOf(source, line)
  if (addresses.length > 0) return addresses
  const lines = sourceLines.linesOf(source)
  const name = baseName(source)
  if (lines.length === 0) throw new RangeError(`No code belongs to any line of ${name}.`)
  const next = lines.find((one) => one > line)
  const instead =
    next === undefined
      ? `the last line with code is ${lines.at(-1)}`
      : `the next line with code is ${next}`
  throw new RangeError(`No code belongs to line ${line} of ${name}; ${instead}.`)
}
