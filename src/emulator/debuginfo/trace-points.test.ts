import { describe, expect, it } from 'vitest'
import type { ElfImage, ImageSection } from '../memory/image'
import { operandValue, readTracePoints } from './trace-points'

const text = (...parts: string[]) => new TextEncoder().encode(parts.map((p) => `${p}\0`).join(''))
const words = (...values: bigint[]) => new Uint8Array(new BigUint64Array(values).buffer)
const padded = (bytes: Uint8Array) => {
  const result = new Uint8Array((bytes.length + 3) & ~3)
  result.set(bytes)
  return result
}
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

/** One note as an assembler writes it. */
function note(address: bigint, name: string, operands = '', owner = 'stapsdt', type = 3) {
  const descriptor = joined(words(address, 0x5000n, 0n), text('ringside', name, operands))
  const head = new Uint8Array(new Uint32Array([owner.length + 1, descriptor.length, type]).buffer)
  return joined(head, padded(text(owner)), padded(descriptor))
}

const section = (name: string, bytes: Uint8Array, address = 0n): ImageSection => ({
  name,
  type: 7,
  flags: 0n,
  address,
  size: BigInt(bytes.length),
  bytes,
  link: 0,
})
const image = (bytes: Uint8Array, base = 0x5000n): ElfImage => ({
  isPositionIndependent: false,
  entry: 0n,
  segments: [],
  sections: [section('.note.stapsdt', bytes), section('.stapsdt.base', new Uint8Array(1), base)],
})
const read = (operands: string) =>
  readTracePoints(image(note(1n, 'mark_x', operands)))[0]?.operands ?? []

describe('trace points', () => {
  it('have the address, name and provider of their notes, in the order of the file', () => {
    const points = readTracePoints(image(joined(note(0x1234n, 'mark_a'), note(0x99n, 'mark_b'))))
    expect(points).toEqual([
      { provider: 'ringside', name: 'mark_a', address: 0x1234n, operands: [] },
      { provider: 'ringside', name: 'mark_b', address: 0x99n, operands: [] },
    ])
  })

  it('move with the image', () => {
    expect(readTracePoints(image(note(0x1234n, 'a'), 0x6000n))[0]?.address).toBe(0x2234n)
  })

  it('are passed over when they are another owner’s, of another type, or make no sense', () => {
    const others = [note(1n, 'x', '', 'GNU'), note(1n, 'x', '', 'stapsdt', 4), note(1n, '')]
    expect(readTracePoints(image(joined(...others)))).toEqual([])
    const whole = note(1n, 'mark_x', '8@%rdi')
    for (let length = 0; length < whole.length - 4; length++) {
      expect(readTracePoints(image(whole.subarray(0, length)))).toEqual([])
    }
    const random = Uint8Array.from({ length: 4096 }, (_, i) => (i * 2654435761) >>> 24)
    expect(() => readTracePoints(image(random))).not.toThrow()
  })
})

describe('the operands of a trace point', () => {
  const general = Array.from({ length: 16 }, (_, n) => BigInt(n) * 0x1_0000_0001n)
  const memory = (address: bigint, length: number) =>
    address === 0x7_0000_0017n
      ? Uint8Array.of(0xfe, 0xff, 1, 2, 3, 4, 5, 6).subarray(0, length)
      : undefined
  const value = (operand: string) => {
    const [first] = read(operand)
    return first && operandValue(first, general, memory)
  }

  it('stand in registers of every width', () => {
    expect(value('8@%rdi')).toBe(0x7_0000_0007n)
    expect(value('4@%edi')).toBe(7n)
    expect(value('1@%r9b')).toBe(9n)
    expect(value('8@%r15')).toBe(0xf_0000_000fn)
  })

  it('are constants', () => {
    expect(value('4@$42')).toBe(42n)
    expect(value('-8@$-1')).toBe((1n << 64n) - 1n)
    expect(value('4@$-1')).toBe(0xffff_ffffn)
  })

  it('stand in memory, with base, index, scale and displacement', () => {
    expect(value('8@16(%rdi)')).toBe(0x0605_0403_0201_fffen)
    expect(value('-2@0x10(%rdi)')).toBe((1n << 64n) - 2n)
    expect(value('2@0x10(%rdi,%rax,8)')).toBe(0xfffen)
    expect(value('8@-8(%rbp)')).toBeUndefined()
  })

  it('end at the first that cannot be read', () => {
    expect(read('8@%rdi 8@%xmm0 8@%rsi')).toHaveLength(1)
    expect(read('8@symbol(%rip)')).toEqual([])
    expect(read('3@%rax')).toEqual([])
  })
})
