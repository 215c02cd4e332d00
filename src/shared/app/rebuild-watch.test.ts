/** When a file counts as rebuilt. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { createRebuildWatch } from './rebuild-watch'

const kernel = new Uint8Array(
  readFileSync(resolve(__dirname, '../../../kernel/prebuilt/ringside-kernel.elf')),
)
const rebuilt = kernel.slice()
rebuilt[rebuilt.length >> 1] = (rebuilt[rebuilt.length >> 1] ?? 0) ^ 1

it('reads a file once it has come to rest, and once only', () => {
  const watch = createRebuildWatch(kernel)
  expect(['1', '2', '3', '3', '3'].map((stamp) => watch.see(stamp))).toEqual([
    false,
    false,
    false,
    true,
    false,
  ])
})

it('waits for a file that is gone, and reads what then stands there', () => {
  const watch = createRebuildWatch(kernel)
  const looks = ['1', '1', undefined, undefined, '1', '2', '2']
  expect(looks.map((stamp) => watch.see(stamp))).toEqual([
    false,
    true,
    false,
    false,
    false,
    false,
    true,
  ])
})

it('offers other contents, once for each rebuild', () => {
  const watch = createRebuildWatch(kernel)
  expect(watch.take(kernel.slice())).toBe(false)
  expect(watch.take(rebuilt)).toBe(true)
  expect(watch.take(rebuilt)).toBe(false)
  expect(watch.take(kernel)).toBe(true)
})

it('takes the first for what was opened, where that is not known', () => {
  const watch = createRebuildWatch(undefined)
  expect(watch.take(kernel)).toBe(false)
  expect(watch.take(rebuilt)).toBe(true)
})

it('offers nothing that is half written or no kernel', () => {
  const watch = createRebuildWatch(kernel)
  expect(watch.take(rebuilt.subarray(0, rebuilt.length - 100))).toBe(false)
  expect(watch.take(new TextEncoder().encode('#!/bin/sh'))).toBe(false)
  expect(watch.take(new Uint8Array())).toBe(false)
})
