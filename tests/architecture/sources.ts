/** The project's source files and what each of them imports. Knows nothing of which imports are allowed. */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export const read = (path: string) => readFileSync(root + path, 'utf8')

/** Files below a folder of the project, as paths from its root. */
export function filesBelow(folder: string, pattern: RegExp): string[] {
  return readdirSync(root + folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path, pattern) : pattern.test(path) ? [path] : []
    })
    .sort()
}

/** A Vue file's scripts; any other file as it is. */
const scriptOf = (path: string, text: string) =>
  path.endsWith('.vue')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
        .map(([, script]) => script)
        .join('\n')
    : text

/** Module specifiers as written, found by TypeScript's own scanner: static, dynamic, `export from` and types. */
export const importsOf = (path: string) =>
  ts
    .preProcessFile(scriptOf(path, read(path)), true, true)
    .importedFiles.map(({ fileName }) => fileName)
