/** The layer table holds for every file under src, and nothing under src is outside of it. */
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { layers, testLayers, testPackages, type Layer } from './layers'
import { filesBelow, importsOf, read } from './sources'

const files = filesBelow('src', /\.(ts|vue)$/)
const holds = (path: string, file: string) => file === path || file.startsWith(`${path}/`)

const layerOf = (file: string): Layer | undefined =>
  layers.filter(({ path }) => holds(path, file)).sort((a, b) => b.path.length - a.path.length)[0]

const matches = (pattern: string, name: string) =>
  pattern.endsWith('*')
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern || name.startsWith(`${pattern}/`)

const isTest = (file: string) => file.includes('.test.')

/** A path from src without its suffixes: `?worker` and the like say how to load, not what. */
const target = (file: string, specifier: string) =>
  posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))

function isAllowed(layer: Layer, file: string, specifier: string): boolean {
  const packages = [...(layer.packages ?? []), ...(isTest(file) ? testPackages : [])]
  if (specifier.startsWith('.')) {
    const imported = target(file, specifier)
    const reachable = [layer.path, ...layer.layers, ...(isTest(file) ? testLayers(layer) : [])]
    return reachable.some((path) => holds(path, imported) || path === `${imported}.ts`)
  }
  // Virtual modules are made by the build: bytes of the core, of the kernel, of the disassembler.
  return specifier.startsWith('virtual:') || packages.some((pattern) => matches(pattern, specifier))
}

describe('layers', () => {
  it.each(files)('%s imports only what its layer may', (file) => {
    const path = file.slice('src/'.length)
    const layer = layerOf(path)
    expect(layer, `${file} belongs to no layer of tests/architecture/layers.ts`).toBeDefined()
    if (!layer) return
    const forbidden = importsOf(file).filter((specifier) => !isAllowed(layer, path, specifier))
    expect(forbidden, `${layer.path} may import ${layer.layers.join(', ') || 'no layer'}`).toEqual(
      [],
    )
  })

  it('names no layer that does not exist in the table', () => {
    const known = layers.map(({ path }) => path)
    const unknown = layers
      .flatMap((layer) => layer.layers)
      .filter((path) => !known.some((layer) => holds(layer, path) || holds(path, layer)))
    expect(unknown).toEqual([])
  })

  it('would notice a forbidden import', () => {
    const rights = (file: string, specifier: string) => {
      const layer = layerOf(file)
      return layer && isAllowed(layer, file, specifier)
    }
    expect(rights('shared/units.ts', '../emulator/machine/machine')).toBe(false)
    expect(rights('renderer/diagrams/page-walk.ts', 'vue')).toBe(false)
    expect(rights('renderer/diagrams/page-walk.ts', '../svg/join')).toBe(false)
    expect(rights('emulator/devices/pit-8254.ts', '../core/layout')).toBe(false)
    expect(rights('emulator/machine/machine.ts', 'electron')).toBe(false)
    expect(rights('renderer/views/PageWalkView.vue', '../machine/connection')).toBe(false)
    expect(rights('renderer/views/PageWalkView.vue', '../stores/machine')).toBe(true)
  })
})

/** Words that only the named layers may use, because they mean touching something that the others must not know. */
const reserved = [
  {
    word: /\b(postMessage|MessagePort|MessageChannel|parentPort)\b/,
    layers: ['shared', 'emulator/host', 'renderer/machine', 'main', 'preload'],
    means: 'messages',
  },
  {
    word: /\b(createElementNS|setAttributeNS|getBBox|XMLSerializer)\b/,
    layers: ['renderer/svg'],
    means: 'SVG elements',
  },
  {
    word: /\b(Date\.now|performance\.now|new Date)\b/,
    layers: ['emulator/host', 'main', 'renderer', 'cli'],
    means: "the host's clock",
  },
  { word: /\bMath\.random\b/, layers: [], means: 'chance' },
]

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

describe.each(reserved)('only $layers know $means', ({ word, layers: allowed }) => {
  it('holds in every other file', () => {
    const offenders = files
      .filter((file) => !file.includes('.test.'))
      .filter((file) => !allowed.some((path) => holds(`src/${path}`, file)))
      .filter((file) => word.test(withoutComments(read(file))))
    expect(offenders).toEqual([])
  })
})
