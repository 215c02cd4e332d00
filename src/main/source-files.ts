/**
 * Reads source files for the page: below the folders where a kernel that main opened was compiled, or that a person chose.
 *
 * The page asks by what debug information says, and is believed in nothing: whatever it asks for, only a file with the
 * ending of a source, really below such a folder, is read.
 */
import { promises as fs } from 'node:fs'
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { LARGEST_SOURCE, type Errand } from '../shared/app/desktop'
import type { SourceFile } from '../shared/models/debug'
import { compilationFolders } from '../emulator/host/source-folders'
import { describeFileError } from './file-error'
import type { PathList } from './path-list'

export interface SourceFiles {
  /** A kernel that was opened from here: its sources may be read from now on. */
  allow(image: Uint8Array): void
  read(source: unknown): Promise<Errand<string>>
  /** Lets a person choose a folder, and reads the file from it; the folder stays allowed. */
  locate(source: unknown): Promise<Errand<string>>
}

const ENDINGS = new Set(['.rs', '.s', '.asm', '.inc', '.c', '.h', '.cc', '.cpp', '.hpp', '.ld'])
const LONGEST_PATH = 4096
export const MOST_CHOSEN = 32
/** `/home` or `C:\` is nobody's crate: an image that names it asks for too much. */
const FEWEST_PARTS = 2

const partsOf = (path: string) => path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.')

export function createSourceFiles(
  chosen: PathList,
  askForFolder: () => Promise<string | undefined>,
): SourceFiles {
  const images: Uint8Array[] = []
  const compiledIn = new Set<string>()

  /** Debug information is read when a source is first asked for: opening a kernel does not wait for it. */
  function settleImages(): void {
    for (const image of images.splice(0)) {
      for (const folder of compilationFolders(image)) {
        if (isAbsolute(folder) && partsOf(folder).length >= FEWEST_PARTS) compiledIn.add(folder)
      }
    }
  }

  async function readFrom(folders: readonly string[], source: SourceFile): Promise<Errand<string>> {
    for (const folder of folders) {
      for (const path of candidates(folder, source)) {
        const found = await readBelow(folder, path)
        if (found) return found
      }
    }
    return notFound(source, folders)
  }

  return {
    allow: (image) => void images.push(image),
    async read(value) {
      const source = sourceFile(value)
      if (!source) return NO_SOURCE
      settleImages()
      const { directory } = source
      const isKnown = directory !== undefined && compiledIn.has(directory)
      const folders = isKnown ? [directory] : [...compiledIn]
      return readFrom([...folders, ...(await chosen.load())], source)
    },
    async locate(value) {
      const source = sourceFile(value)
      if (!source) return NO_SOURCE
      const folder = await askForFolder()
      if (folder === undefined) return { outcome: 'cancelled' }
      const found = await readFrom([folder], source)
      if (found.outcome !== 'done') return found
      const others = (await chosen.load()).filter((one) => one !== folder)
      await chosen.save([folder, ...others])
      return found
    },
  }
}

const NO_SOURCE: Errand<string> = {
  outcome: 'failed',
  cause: 'The page asked for a source that is none.',
}

function sourceFile(value: unknown): SourceFile | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { file, directory } = value as Readonly<Record<string, unknown>>
  const isPath = (text: unknown): text is string =>
    typeof text === 'string' && text.length <= LONGEST_PATH && !text.includes('\0')
  if (!isPath(file) || !ENDINGS.has(extname(file).toLowerCase())) return undefined
  return isPath(directory) ? { file, directory } : { file }
}

/** The path as it is written, then with ever fewer folders at its front: the sources may have moved. */
function candidates(folder: string, { file, directory }: SourceFile): string[] {
  const whole = isAbsolute(file) ? file : resolve(directory ?? folder, file)
  const parts = partsOf(isAbsolute(file) ? file : join(directory ?? '', file))
  return [whole, ...parts.map((_, skipped) => join(folder, ...parts.slice(skipped)))]
}

/** Nothing where there is no such file below the folder. */
async function readBelow(folder: string, path: string): Promise<Errand<string> | undefined> {
  try {
    // Links are followed first: what counts is where the file really is.
    const [root, real] = await Promise.all([fs.realpath(folder), fs.realpath(path)])
    const inside = relative(root, real)
    if (inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside)) return undefined
    if (!ENDINGS.has(extname(real).toLowerCase())) return undefined
    const { size } = await fs.stat(real)
    if (size > LARGEST_SOURCE) return failed(`${path} has ${size} bytes, more than 4 MiB`)
    return { outcome: 'done', value: await fs.readFile(real, 'utf8') }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    return failed(`${path} could not be read: ${describeFileError(error)}`)
  }
}

const failed = (cause: string): Errand<string> => ({ outcome: 'failed', cause: `${cause}.` })

function notFound({ file, directory }: SourceFile, folders: readonly string[]): Errand<string> {
  const wanted = directory === undefined || isAbsolute(file) ? file : join(directory, file)
  return {
    outcome: 'failed',
    cause:
      folders.length === 0
        ? `The source ${wanted} is not at hand.`
        : `The source ${wanted} was not found below ${folders.slice(0, 2).join(' or ')}.`,
    cure: 'Locate the folder that holds it.',
  }
}
