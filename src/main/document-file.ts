/** Saves a text that the page made, where the person says: the page never learns or chooses a path. */
import { LARGEST_DOCUMENT, type Errand } from '../shared/app/desktop'
import { describeFileError } from './file-error'
import { writeAtomically } from './write-atomically'

/** Asks for a path, starting from a suggested name; undefined when the person changed their mind. */
export type AskForPath = (suggestedName: string) => Promise<string | undefined>

const EXTENSION = '.svg'

/** Keeps what every file system takes: letters, digits, dot, dash, underscore. */
export function safeFileName(suggested: string): string {
  const stem = suggested
    .replace(/\.svg$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100)
  return (stem || 'diagram') + EXTENSION
}

/** The value of a finished errand is the path. */
export async function saveDocument(
  suggestedName: unknown,
  text: unknown,
  askForPath: AskForPath,
): Promise<Errand<string>> {
  if (typeof suggestedName !== 'string' || typeof text !== 'string') {
    return { outcome: 'failed', cause: 'The page asked to save something that is not a text.' }
  }
  if (text.length > LARGEST_DOCUMENT) {
    return { outcome: 'failed', cause: 'The diagram is larger than 16 MiB and was not saved.' }
  }
  const path = await askForPath(safeFileName(suggestedName))
  if (path === undefined) return { outcome: 'cancelled' }
  try {
    await writeAtomically(path, text)
    return { outcome: 'done', value: path }
  } catch (error) {
    return {
      outcome: 'failed',
      cause: `${path} could not be written: ${describeFileError(error)}.`,
      cure: 'Choose another place and save again.',
    }
  }
}
