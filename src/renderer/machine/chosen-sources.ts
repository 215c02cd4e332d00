/**
 * Sources in a browser: those of a folder that a person has chosen, found by the ends of their paths.
 * Nothing is uploaded; a file is read when it is asked for.
 */
import { LARGEST_SOURCE, type Errand } from '../../shared/app/desktop'
import type { SourceFile } from '../../shared/models/debug'

/** What is used of a `File` of a chosen folder. */
export interface ChosenFile {
  /** From the chosen folder on, its own name first. */
  readonly webkitRelativePath: string
  readonly size: number
  text(): Promise<string>
}

const partsOf = (path: string) => path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.')

/** The file whose path has most of its end in common with the one that is asked for. */
export function findSource<File extends Pick<ChosenFile, 'webkitRelativePath'>>(
  files: readonly File[],
  { file, directory = '' }: SourceFile,
): File | undefined {
  const wanted = partsOf(/^([\\/]|[a-z]:)/i.test(file) ? file : `${directory}/${file}`)
  let best: File | undefined
  let length = 0
  for (const one of files) {
    const parts = partsOf(one.webkitRelativePath)
    let common = 0
    while (common < parts.length && parts.at(-1 - common) === wanted.at(-1 - common)) common += 1
    // One's own folder may have another name; all else below it must be as the compiler saw it.
    const isWhole = common >= Math.min(parts.length - 1, partsOf(file).length)
    if (isWhole && common > length) [best, length] = [one, common]
  }
  return best
}

export async function readChosenSource(
  files: readonly ChosenFile[],
  source: SourceFile,
): Promise<Errand<string>> {
  const found = findSource(files, source)
  if (!found) {
    const cause =
      files.length === 0
        ? `The source ${source.file} is not at hand: a browser cannot look for it by itself.`
        : `The source ${source.file} is not in the folder that was chosen.`
    return { outcome: 'failed', cause, cure: 'Locate the folder that holds it.' }
  }
  if (found.size > LARGEST_SOURCE) {
    return { outcome: 'failed', cause: `${source.file} has more than 4 MiB.` }
  }
  return { outcome: 'done', value: await found.text() }
}
