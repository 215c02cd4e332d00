/** What a file is, by its first bytes; and when a linker has finished with it. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { fileKindOf, isWholeElf } from './file-kind'

const kernel = new Uint8Array(
  readFileSync(resolve(__dirname, '../../../kernel/prebuilt/ringside-kernel.elf')),
)

it('knows a kernel and a session by their first bytes, and nothing else', () => {
  expect(fileKindOf(kernel)).toBe('kernel')
  expect(fileKindOf(new Uint8Array([0x50, 0x4b, 3, 4]))).toBe('session')
  expect(fileKindOf(new TextEncoder().encode('root:x:0:0'))).toBeUndefined()
  expect(fileKindOf(new Uint8Array())).toBeUndefined()
})

it('calls a kernel whole when its last byte is there, and not before', () => {
  expect(isWholeElf(kernel)).toBe(true)
  const lengths = [0, 5, 63, 64, 1000, kernel.length >> 1, kernel.length - 1]
  for (const length of lengths) expect(isWholeElf(kernel.subarray(0, length))).toBe(false)
})

it('survives tables that end beyond every file', () => {
  const bytes = kernel.slice(0, 4096)
  bytes.fill(0xff, 32, 64)
  expect(isWholeElf(bytes)).toBe(false)
})
