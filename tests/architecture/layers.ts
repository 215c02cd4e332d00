/** Who may import whom: the table of ARCHITECTURE.md as data. What a row does not list is forbidden. */

export interface Layer {
  /** A folder or file under src. A file belongs to the longest one that holds it. */
  readonly path: string
  /** Layers that may be imported, itself always; `emulator` also stands for all that lies below it. */
  readonly layers: readonly string[]
  /** Packages that may be imported; a trailing * stands for any ending. */
  readonly packages?: readonly string[]
}

const node = ['node:*']
const interfacePackages = ['vue', 'pinia']

export const layers: readonly Layer[] = [
  { path: 'shared', layers: [] },

  { path: 'emulator/core', layers: [] }, // AssemblyScript's own library is ambient
  { path: 'emulator/memory', layers: ['shared'] },
  { path: 'emulator/devices', layers: ['shared', 'emulator/memory'] },
  { path: 'emulator/boot', layers: ['shared', 'emulator/memory'] },
  {
    path: 'emulator/debuginfo',
    layers: ['shared', 'emulator/memory'],
    packages: ['iced-x86', 'fflate'],
  },
  {
    path: 'emulator/machine',
    layers: ['shared', 'emulator/core', 'emulator/memory', 'emulator/devices', 'emulator/boot'],
  },
  { path: 'emulator/probes', layers: ['shared'] },
  { path: 'emulator/query', layers: ['shared'] },
  { path: 'emulator/observers', layers: ['shared', 'emulator/debuginfo', 'emulator/probes'] },
  {
    path: 'emulator/timeline',
    layers: ['shared', 'emulator/memory', 'emulator/machine'],
    packages: ['fflate', '@noble/hashes/*'],
  },
  { path: 'emulator/host', layers: ['shared', 'emulator'] },
  { path: 'emulator/host/worker-node.ts', layers: ['shared', 'emulator'], packages: node },

  {
    path: 'renderer/diagrams',
    layers: ['shared'],
    packages: ['d3-scale', 'd3-shape', 'd3-hierarchy', 'd3-interpolate', 'd3-ease'],
  },
  {
    path: 'renderer/svg',
    layers: ['renderer/diagrams'],
    packages: ['d3-selection', 'd3-transition', 'd3-zoom', 'd3-ease'],
  },
  { path: 'renderer/why', layers: ['shared', 'renderer/diagrams'] },
  { path: 'renderer/machine', layers: ['shared'] },
  { path: 'renderer/source', layers: ['shared'], packages: ['@lezer/*'] },
  {
    path: 'renderer/stores',
    layers: ['shared', 'renderer/machine', 'renderer/source'],
    packages: interfacePackages,
  },
  {
    path: 'renderer/components',
    layers: [
      'shared',
      'renderer/diagrams',
      'renderer/svg',
      'renderer/stores',
      'renderer/presentation',
      'renderer/styles',
    ],
    packages: interfacePackages,
  },
  {
    path: 'renderer/views',
    layers: [
      'shared',
      'renderer/diagrams',
      'renderer/svg',
      'renderer/stores',
      'renderer/components',
      'renderer/presentation',
      'renderer/styles',
      'renderer/why',
    ],
    packages: interfacePackages,
  },
  {
    path: 'renderer/presentation',
    layers: ['shared', 'renderer/diagrams', 'renderer/svg', 'renderer/stores', 'renderer/styles'],
    packages: interfacePackages,
  },
  { path: 'renderer/styles', layers: ['renderer/diagrams'], packages: ['@fontsource/*'] },
  // The entry, which puts the layers together: main.ts, App.vue. The build decides which host #host is.
  {
    path: 'renderer',
    layers: ['shared', 'renderer'],
    packages: [...interfacePackages, '#host', '@fontsource/*'],
  },

  { path: 'main', layers: ['shared', 'emulator/host'], packages: ['electron', ...node] },
  { path: 'preload', layers: ['shared', 'emulator/host'], packages: ['electron'] },
  {
    path: 'cli',
    layers: [
      'shared',
      'emulator/host',
      'renderer/diagrams',
      'renderer/svg/export.ts',
      'renderer/why',
    ],
    packages: node,
  },
]

/** What a unit test may import on top of its layer's rights: it stands beside the file that it tests. */
export const testPackages = ['vitest', 'node:*', '@vue/test-utils', 'jsdom', 'pinia', 'vue']

/** A part of the emulator may be tested on what the others make: an image that was parsed, a machine that ran. */
export const testLayers = ({ path }: Layer) => (path.startsWith('emulator/') ? ['emulator'] : [])
