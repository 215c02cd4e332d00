/**
 * The compiler's fence: what must run anywhere compiles without DOM or Node types.
 * That it does not import Electron is the layer table's part.
 * Checks the fence itself, so that nobody can lower it unseen.
 */
import { describe, expect, it } from 'vitest'
import ts from 'typescript'
import { filesBelow, root } from './sources'

/** Type-checks one piece of text as if it stood in the project that a tsconfig describes. */
function complaints(configuration: string, text: string): string[] {
  const { options } = project(configuration)
  const name = `${root}src/shared/fence-probe.ts`
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.getSourceFile = (path, language, ...rest) =>
    path === name
      ? ts.createSourceFile(path, text, language)
      : getSourceFile(path, language, ...rest)
  host.fileExists = (path) => path === name || fileExists(path)
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

function project(configuration: string) {
  const { config } = ts.readConfigFile(root + configuration, (path) => ts.sys.readFile(path)) as {
    config: unknown
  }
  return ts.parseJsonConfigFileContent(config, ts.sys, root)
}

const uses = {
  document: 'export const title = document.title',
  window: 'export const width = window.innerWidth',
  process: 'export const home = process.cwd()',
  Buffer: 'export const bytes = Buffer.alloc(1)',
  console: "console.log('host')",
  fetch: "export const page = fetch('x')",
  setTimeout: 'setTimeout(() => 0, 1)',
  'node:fs': "import { readFileSync } from 'node:fs'\nexport const text = readFileSync('x')",
}
const configurations = ['tsconfig.emulator.json', 'tsconfig.diagrams.json']

describe.each(configurations)('%s', (configuration) => {
  it('compiles plain code', () => {
    expect(complaints(configuration, 'export const sum = 1n + BigInt(2)')).toEqual([])
  })

  it.each(Object.entries(uses))('does not know %s', (_, text) => {
    expect(complaints(configuration, text)).not.toEqual([])
  })
})

describe('inside the fences', () => {
  const inside = new Set(
    configurations.flatMap((configuration) => project(configuration).fileNames),
  )
  const outside = (folder: string) =>
    filesBelow(folder, /\.ts$/).filter(
      (file) => !file.endsWith('.test.ts') && !inside.has(root + file),
    )

  it('lies everything of the emulator but the core, which asc compiles, and the worker entries', () => {
    const files = outside('src/emulator')
      .filter((file) => !file.startsWith('src/emulator/core/'))
      .filter((file) => !/^src\/emulator\/host\/worker-(node|web)\.ts$/.test(file))
    expect(files).toEqual([])
  })

  it('lie the shared vocabulary and the diagrams', () => {
    expect([...outside('src/shared'), ...outside('src/renderer/diagrams')]).toEqual([])
  })
})
