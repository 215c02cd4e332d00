/** Saves what the page made, where the person says: the page never learns or chooses a path. */
import {
  DOCUMENT_KINDS,
  type DocumentContent,
  type DocumentKind,
  type Errand,
} from '../shared/app/desktop'
import { describeFileError } from './file-error'
import { writeAtomically } from './write-atomically'

/** Asks for a path, starting from a suggested name; undefined when the person changed their mind. */
export type AskForPath = (kind: DocumentKind, suggestedName: string) => Promise<string | undefined>

/** Keeps what every file system takes: letters, digits, dot, dash, underscore. */
export function safeFileName(kind: DocumentKind, suggested: string): string {
  const { extension } = DOCUMENT_KINDS[kind]
  const hasExtension = suggested.toLowerCase().endsWith(extension)
  const stem = (hasExtension ? suggested.slice(0, -extension.length) : suggested)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100)
  return (stem || kind) + extension
}

const isKind = (value: unknown): value is DocumentKind =>
  typeof value === 'string' && Object.hasOwn(DOCUMENT_KINDS, value)

const isContent = (value: unknown): value is DocumentContent =>
  typeof value === 'string' || value instanceof Uint8Array

/** The value of a finished errand is the path. */
export async function saveDocument(
  kind: unknown,
  suggestedName: unknown,
  content: unknown,
  askForPath: AskForPath,
): Promise<Errand<string>> {
  if (!isKind(kind) || typeof suggestedName !== 'string' || !isContent(content)) {
    return { outcome: 'failed', cause: 'The page asked to save something that is no document.' }
  }
  const { limit } = DOCUMENT_KINDS[kind]
  if (content.length > limit) {
    const mebibytes = limit / 1024 / 1024
    return {
      outcome: 'failed',
      cause: `The ${kind} is larger than ${mebibytes} MiB and was not saved.`,
    }
  }
  const path = await askForPath(kind, safeFileName(kind, suggestedName))
  if (path === undefined) return { outcome: 'cancelled' }
  try {
    await writeAtomically(path, content)
    return { outcome: 'done', value: path }
  } catch (error) {
    return {
      outcome: 'failed',
      cause: `${path} could not be written: ${describeFileError(error)}.`,
      cure: 'Choose another place and save again.',
    }
  }
}
