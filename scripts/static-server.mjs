/**
 * A small web server for the built web host: one folder, on loopback, with the headers that the
 * app's security rests on. Knows nothing of the app but that its worker compiles WebAssembly.
 */
import { createReadStream, promises as fs } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { PAGE_POLICY, WORKER_POLICY } from './content-security-policy.mjs'

const MIME = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

/** The file that a request means, or undefined for one outside the folder. */
export function fileOf(folder, url) {
  let path
  try {
    path = decodeURIComponent(url.split(/[?#]/)[0])
  } catch {
    return undefined
  }
  if (path.includes('\0')) return undefined
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path))
  return file.startsWith(folder + sep) ? file : undefined
}

function headersOf(file, size) {
  return {
    'content-type': MIME[extname(file)] ?? 'application/octet-stream',
    'content-length': size,
    'content-security-policy': /worker[^/\\]*\.js$/.test(file) ? WORKER_POLICY : PAGE_POLICY,
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  }
}

async function answer(folder, request, response) {
  const refuse = (status) => response.writeHead(status).end()
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  const file = fileOf(folder, request.url ?? '/')
  if (file === undefined) return refuse(404)
  const stat = await fs.stat(file).catch(() => undefined)
  if (!stat?.isFile()) return refuse(404)
  response.writeHead(200, headersOf(file, stat.size))
  if (request.method === 'HEAD') return response.end()
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
}

/** Resolves to the running server. Port 0 takes any free one; the address is loopback, always. */
export function serve(folder, port = 0) {
  const root = normalize(folder)
  const server = createServer((request, response) => {
    answer(root, request, response).catch(() => response.destroy())
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

export const addressOf = (server) => `http://127.0.0.1:${server.address().port}/`
