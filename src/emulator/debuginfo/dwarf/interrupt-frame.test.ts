import { describe, expect, it } from 'vitest'
import { readInterruptFrame } from './interrupt-frame'

const AT = 0xffff_8000_0000_0ff8n
const RIP = 0xffff_ffff_8010_0000n
const sound = { rip: RIP, cs: 0x8n, rflags: 0x202n, rsp: 0xffff_8000_0000_2000n, ss: 0x10n }

function readWords(words: Partial<typeof sound>, at = AT) {
  const bytes = new Uint8Array(BigUint64Array.from(Object.values({ ...sound, ...words })).buffer)
  return readInterruptFrame(
    at,
    (address, length) => (address === at ? bytes.subarray(0, length) : new Uint8Array(0)),
    (address) => address === RIP,
  )
}

describe('readInterruptFrame', () => {
  it('knows what the processor pushes', () => {
    expect(readWords({})).toEqual({ rip: RIP, rsp: sound.rsp })
  })

  it('knows a kernel that runs with a null SS', () => {
    expect(readWords({ ss: 0n })).toBeDefined()
  })

  it('knows an interrupted program at CPL = 3, whose code is not the kernel’s', () => {
    expect(readWords({ rip: 0x40_0000n, cs: 0x1bn, ss: 0x23n, rsp: 0x7000n })).toBeDefined()
  })

  it.each([
    ['RIP is not code', { rip: RIP + 1n }],
    ['CS is null', { cs: 0n }],
    ['CS is no selector', { cs: 0x1_0008n }],
    ['RFLAGS has bit 1 clear', { rflags: 0x200n }],
    ['RFLAGS has a reserved bit set', { rflags: 0x0100_0202n }],
    ['RSP is not canonical', { rsp: 0x1234_0000_0000_0000n }],
    ['SS is of another privilege', { ss: 0x23n }],
  ])('knows that it is none when %s', (_, words) => {
    expect(readWords(words)).toBeUndefined()
  })

  it('knows that the processor aligns the stack first', () => {
    expect(readWords({}, AT + 8n)).toBeUndefined()
  })

  it('finds nothing where nothing is mapped', () => {
    expect(
      readInterruptFrame(
        AT,
        () => new Uint8Array(12),
        () => true,
      ),
    ).toBeUndefined()
  })
})
