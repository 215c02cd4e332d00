/** Builds the desktop app or the web host when what is in `out/` is older than the sources. */
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { isStale } from './freshness.mjs'

const root = resolve(import.meta.dirname, '..')
const path = (relative) => join(root, relative)

const SOURCES = [
  'src',
  'scripts',
  'electron.vite.config.ts',
  'vite.web.config.ts',
  'package-lock.json',
  'kernel/prebuilt',
  'kernel/src',
].map(path)

const HOSTS = {
  desktop: {
    products: ['out/main/index.cjs', 'out/preload/index.cjs', 'out/renderer/index.html'].map(path),
    command: ['electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
  },
  web: {
    products: [path('out/web/index.html')],
    command: ['vite/bin/vite.js', 'build', '--config', 'vite.web.config.ts', '--logLevel', 'warn'],
  },
}

function run(script, ...args) {
  const { status, error } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${script} ended with status ${status}`)
}

/** @param {'desktop' | 'web'} host */
export function buildIfStale(host) {
  const { products, command } = HOSTS[host]
  if (!isStale(products, SOURCES)) return
  console.log(`Building the ${host} app …`)
  run(path('scripts/build-core.mjs'))
  const [script, ...args] = command
  run(path(`node_modules/${script}`), ...args)
}
