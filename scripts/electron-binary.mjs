/** Finds an Electron to run the app in: the one named by ELECTRON_BIN, else the pinned version. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const PACKAGE = resolve(import.meta.dirname, '../node_modules/electron')

/** A first start may have to fetch a hundred megabytes, but not wait for a network that is not there. */
const DOWNLOAD_LIMIT_MS = Number(process.env.ELECTRON_DOWNLOAD_LIMIT_MS ?? 180_000)

/** The pinned binary, if its package has already fetched it. */
function pinnedBinary() {
  try {
    const name = readFileSync(join(PACKAGE, 'path.txt'), 'utf8').trim()
    const binary = join(PACKAGE, 'dist', name)
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

function fetchPinned() {
  console.log('Fetching Electron, once …')
  const { status, stderr, error } = spawnSync(process.execPath, [join(PACKAGE, 'install.js')], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: DOWNLOAD_LIMIT_MS,
  })
  if (status === 0) return undefined
  if (error?.code === 'ETIMEDOUT') return `no answer within ${DOWNLOAD_LIMIT_MS / 1000} s`
  const lines = (stderr ?? '').split('\n').filter((line) => line.trim() !== '')
  return lines.find((line) => /error|E[A-Z]{4,}/i.test(line))?.trim() ?? 'its installer failed'
}

/** @returns {{ binary: string } | { reason: string }} */
export function findElectron() {
  const named = process.env.ELECTRON_BIN
  if (named) {
    return existsSync(named)
      ? { binary: named }
      : { reason: `ELECTRON_BIN names ${named}, which does not exist` }
  }
  const present = pinnedBinary()
  if (present) return { binary: present }
  if (!existsSync(PACKAGE)) return { reason: 'the electron package is not installed' }
  const failure = fetchPinned()
  const fetched = pinnedBinary()
  return fetched ? { binary: fetched } : { reason: `its binary could not be fetched (${failure})` }
}
