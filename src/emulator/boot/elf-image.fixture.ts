/** Builds small ELF64 files for tests, right or wrong in any way that a test wants. */

export interface SegmentDraft {
  readonly type?: number
  readonly flags?: number
  readonly virtualAddress?: bigint
  readonly physicalAddress?: bigint
  readonly bytes?: Uint8Array
  readonly memorySize?: bigint
}

const HEADER = 64
const PROGRAM_HEADER = 56

export const PT_LOAD = 1
export const PT_NOTE = 4

/** A note whose owner and descriptor are padded to four bytes, as the linker lays it out. */
export function draftNote(owner: string, type: number, descriptor: Uint8Array): Uint8Array {
  const name = new Uint8Array((owner.length + 1 + 3) & ~3)
  name.set([...owner].map((character) => character.charCodeAt(0)))
  const bytes = new Uint8Array(12 + name.length + ((descriptor.length + 3) & ~3))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, owner.length + 1, true)
  view.setUint32(4, descriptor.length, true)
  view.setUint32(8, type, true)
  bytes.set(name, 12)
  bytes.set(descriptor, 12 + name.length)
  return bytes
}

export const u32 = (value: number): Uint8Array => new Uint8Array(new Uint32Array([value]).buffer)

export const pvhNote = (entry: number): SegmentDraft => ({
  type: PT_NOTE,
  bytes: draftNote('Xen', 18, u32(entry)),
})

export function draftElf(segments: readonly SegmentDraft[]): Uint8Array {
  const tableEnd = HEADER + segments.length * PROGRAM_HEADER
  const contents = segments.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0)
  const file = new Uint8Array(tableEnd + contents)
  const view = new DataView(file.buffer)
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  view.setUint16(16, 2, true)
  view.setUint16(18, 62, true)
  view.setBigUint64(24, 0x10_0000n, true)
  view.setBigUint64(32, BigInt(HEADER), true)
  view.setUint16(54, PROGRAM_HEADER, true)
  view.setUint16(56, segments.length, true)

  let offset = tableEnd
  segments.forEach((segment, index) => {
    const at = HEADER + index * PROGRAM_HEADER
    const bytes = segment.bytes ?? new Uint8Array(0)
    const virtualAddress = segment.virtualAddress ?? segment.physicalAddress ?? 0n
    view.setUint32(at, segment.type ?? PT_LOAD, true)
    view.setUint32(at + 4, segment.flags ?? 5, true)
    view.setBigUint64(at + 8, BigInt(offset), true)
    view.setBigUint64(at + 16, virtualAddress, true)
    view.setBigUint64(at + 24, segment.physicalAddress ?? 0n, true)
    view.setBigUint64(at + 32, BigInt(bytes.length), true)
    view.setBigUint64(at + 40, segment.memorySize ?? BigInt(bytes.length), true)
    file.set(bytes, offset)
    offset += bytes.length
  })
  return file
}

/** A kernel of a few bytes at 1 MiB, with its PVH note. */
export const smallKernel = (code: readonly number[] = [0xf4]): Uint8Array =>
  draftElf([{ physicalAddress: 0x10_0000n, bytes: Uint8Array.from(code) }, pvhNote(0x10_0000)])

/** A generator of the same numbers every time: xorshift32. */
export function createRandom(seed: number): (limit: number) => number {
  let state = seed >>> 0 || 1
  return (limit) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
}
