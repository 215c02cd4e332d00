/** The web host's server: one folder, loopback, the right headers, and no way out. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressOf, fileOf, serve } from '../../scripts/static-server.mjs'

const above = mkdtempSync(join(tmpdir(), 'ringside-serve-'))
const folder = join(above, 'web')
let server: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(above, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'index.html'), '<title>Ringside</title>')
  writeFileSync(join(folder, 'assets', 'worker-web-1a2b.js'), '1')
  writeFileSync(join(folder, 'assets', 'index-1a2b.js'), '1')
  server = await serve(folder)
})
afterAll(() => void server.close())

/** Sends a path as it stands, which `fetch` would tidy first. */
function requestRaw(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let text = ''
    socket.on('data', (data) => (text += data))
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  })
}

describe('the static server', () => {
  it('listens on loopback alone', () => {
    expect((server.address() as AddressInfo).address).toBe('127.0.0.1')
  })

  it('serves the page under a policy without eval and without WebAssembly', async () => {
    const response = await fetch(addressOf(server))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain(`script-src 'self';`)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toContain('Ringside')
  })

  it('lets the worker, and only it, compile WebAssembly', async () => {
    const policy = async (name: string) =>
      (await fetch(`${addressOf(server)}assets/${name}`)).headers.get('content-security-policy')
    expect(await policy('worker-web-1a2b.js')).toContain(`'wasm-unsafe-eval'`)
    expect(await policy('index-1a2b.js')).not.toContain('unsafe-eval')
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00',
    '/%zz',
    '//secret.txt',
    '/none.js',
    '/assets',
  ])('gives nothing for %s', async (path) => {
    const answer = await requestRaw(path)
    expect(answer).toMatch(/^HTTP\/1\.1 404/)
    expect(answer).not.toContain('secret')
  })

  it('does not take a folder beside it for a part of it', () => {
    expect(fileOf(folder, '/../web-other/x')).toBeUndefined()
    expect(fileOf(folder, '/..%2fsecret.txt')).toBeUndefined()
  })

  it('only reads', async () => {
    const response = await fetch(addressOf(server), { method: 'POST' })
    expect(response.status).toBe(405)
  })
})
