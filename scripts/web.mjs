/** Builds the app for the browser if need be, serves it on loopback, and opens it. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfStale } from './build-app.mjs'
import { addressOf, serve } from './static-server.mjs'

const FOLDER = resolve(import.meta.dirname, '../out/web')
const USUAL_PORT = 4173

const OPENERS = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
}

/** Opening is a courtesy: without a browser the printed address is enough. */
function openInBrowser(address) {
  if (process.env.CI || process.env.RINGSIDE_NO_BROWSER) return
  const [command, ...args] = OPENERS[process.platform] ?? OPENERS.linux
  spawn(command, [...args, address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

/** Takes the usual port, or any free one when it is in use. */
async function serveSomewhere(port) {
  try {
    return await serve(FOLDER, port)
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error
    return serve(FOLDER, 0)
  }
}

export async function startWebHost() {
  buildIfStale('web')
  const wanted = Number(process.env.PORT ?? USUAL_PORT)
  const server = await serveSomewhere(wanted)
  console.log(`Ringside is at ${addressOf(server)} (Ctrl+C ends it)`)
  openInBrowser(addressOf(server))
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  startWebHost().catch((error) => {
    console.error(`The web host could not start: ${error.message}`)
    process.exitCode = 1
  })
}
