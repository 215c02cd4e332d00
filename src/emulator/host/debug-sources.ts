/** Source files for the page: which lines of a file have code, and the text of those that were built in. */
import type { SourceFile } from '../../shared/models/debug'
import type { Update } from '../../shared/protocol'
import type { LinearAddress } from '../../shared/units'
import type { LoadedMachine } from './loaded-machine'

/** The texts of an image's own sources, by their paths in its debug information. */
export interface EmbeddedSources {
  readonly image: Uint8Array
  readonly texts: Readonly<Record<string, string>>
}

export function readSource(
  { image, debugInfo }: LoadedMachine,
  source: SourceFile,
  embedded: EmbeddedSources,
): Extract<Update, { type: 'source-read' }> {
  const text = isEqual(image, embedded.image) ? textOf(embedded, source) : undefined
  return {
    type: 'source-read',
    source,
    lines: debugInfo.sourceLines.linesOf(source),
    ...(text !== undefined && { text }),
  }
}

/** Where the code at an address was written, whether the program stands there or not. */
export function findSource(
  { debugInfo }: LoadedMachine,
  address: LinearAddress,
): Extract<Update, { type: 'source-found' }> {
  const source = debugInfo.sourceOf(address)
  const symbol = debugInfo.locate(address)
  return {
    type: 'source-found',
    address,
    ...(source && { source }),
    ...(symbol !== undefined && { symbol }),
  }
}

const textOf = ({ texts }: EmbeddedSources, { file }: SourceFile): string | undefined =>
  Object.hasOwn(texts, file) ? texts[file] : undefined

/** A saved session brings the image along: what counts is not where it came from. */
function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one === other || (one.length === other.length && one.every((byte, i) => byte === other[i]))
}
