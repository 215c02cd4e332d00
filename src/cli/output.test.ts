import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import { createOutput, OutputError, type Output } from './output'

class FakeSink extends EventEmitter {
  readonly written: string[] = []
  isFull = false
  write(bytes: Uint8Array | string): boolean {
    this.written.push(typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString())
    return !this.isFull
  }
}

describe('the output', () => {
  let out: FakeSink
  let err: FakeSink
  let output: Output
  beforeEach(() => {
    out = new FakeSink()
    err = new FakeSink()
    output = createOutput(out, err)
  })

  const fail = (sink: FakeSink, code: string) =>
    sink.emit('error', Object.assign(new Error(code), { code }))

  it('writes to both sinks', async () => {
    output.write(Uint8Array.of(72, 105))
    output.writeError('oh\n')
    await output.settle()
    expect([out.written, err.written]).toEqual([['Hi'], ['oh\n']])
  })

  it.each([
    ['EPIPE', 'its reader has closed it'],
    ['ENOSPC', 'the disk is full'],
    ['EIO', 'EIO'],
  ])('tells of %s in a sentence', async (code, words) => {
    output.write('x')
    fail(out, code)
    await expect(output.settle()).rejects.toThrow(OutputError)
    await expect(output.settle()).rejects.toThrow(words)
    output.write('more')
    expect(out.written).toEqual(['x'])
  })

  it('waits for a slow reader', async () => {
    out.isFull = true
    output.write('x')
    let isSettled = false
    const settled = output.settle().then(() => (isSettled = true))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isSettled).toBe(false)
    out.emit('drain')
    await settled
  })

  it('does not wait for a reader that goes away', async () => {
    out.isFull = true
    output.write('x')
    const settled = output.settle()
    setTimeout(() => fail(out, 'EPIPE'), 5)
    await expect(settled).rejects.toThrow(OutputError)
  })

  it('has nobody to tell when standard error is gone', async () => {
    fail(err, 'EPIPE')
    output.writeError('x')
    await output.settle()
    expect(err.written).toEqual([])
  })
})
