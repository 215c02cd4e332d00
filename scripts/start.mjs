/** Starts Ringside: in Electron where its binary can be had, else in the browser, saying why. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { buildIfStale } from './build-app.mjs'
import { findElectron } from './electron-binary.mjs'
import { startWebHost } from './web.mjs'

const APP = resolve(import.meta.dirname, '..')

/** Chromium refuses its sandbox to root on Linux; only there is it given up. */
function switches() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  console.log('Running as root: Chromium’s sandbox is off (--no-sandbox).')
  return ['--no-sandbox']
}

function startElectron(binary) {
  buildIfStale('desktop')
  const child = spawn(binary, [...switches(), APP, ...process.argv.slice(2)], { stdio: 'inherit' })
  child.on('error', (error) => {
    console.error(`Electron could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0)
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
}

const found = findElectron()
if ('binary' in found) {
  startElectron(found.binary)
} else {
  console.log(`No Electron: ${found.reason}. Serving the same app to the browser instead.`)
  await startWebHost()
}
