/** What a bootloader leaves in memory for a kernel, found by the page tables, in a form that can be compared. */
import type { ImageSegment } from '../../../src/emulator/memory/image'

const PML4 = 0x1000
/** The bootloader's own PT, for the lowest 2 MiB. */
const LOW_PT = 0x4000
const BOOTLOADER = { first: 0x5, last: 0x14 } as const
/** Three descriptors; the padding that the limit counts in is none. */
const GDT = { address: 0x80d7, size: 24 } as const
const BOOT_INFO = 0x100_0000_0000n
const STACK = { start: BOOT_INFO + 0x2000n, size: 512 * 4096 } as const

const PT_LOAD = 1
const [P, PS, A, D] = [1n << 0n, 1n << 7n, 1n << 5n, 1n << 6n]
const FRAME = 0xf_ffff_ffff_f000n

/** Each thing by its name; all that may differ is taken out. */
export function handoverMemory(
  memory: Uint8Array,
  segments: readonly ImageSegment[],
): Map<string, Buffer> {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength)
  const entry = (table: number, index: number) => view.getBigUint64(table + 8 * index, true)
  const found = new Map<string, Buffer>()

  function collectTables(table: number, level: number, path: string): void {
    const copy = Buffer.from(memory.subarray(table, table + 4096))
    if (table === LOW_PT) forgetUse(copy)
    found.set(`the table of ${path || 'CR3'} at 0x${table.toString(16)}`, copy)
    for (let index = 0; level > 1 && index < 512; index++) {
      const value = entry(table, index)
      const child = Number(value & FRAME)
      if (!(value & P) || value & PS || child === PML4) continue
      collectTables(child, level - 1, `${path}/${index}`)
    }
  }

  function physical(address: bigint): number | undefined {
    let table = PML4
    for (let level = 4; level > 0; level--) {
      const value = entry(table, Number((address >> BigInt(3 + 9 * level)) & 511n))
      if (!(value & P)) return undefined
      table = Number(value & FRAME)
    }
    return table + Number(address & 4095n)
  }

  function read(start: bigint, size: number): Buffer {
    const bytes: Uint8Array[] = []
    for (let at = start; at < start + BigInt(size); at = (at | 4095n) + 1n) {
      const from = physical(at)
      const length = Math.min(4096 - Number(at & 4095n), Number(start + BigInt(size) - at))
      if (from === undefined) throw new Error(`0x${at.toString(16)} is not mapped`)
      bytes.push(memory.subarray(from, from + length))
    }
    return Buffer.concat(bytes)
  }

  collectTables(PML4, 4, '')
  for (const { type, virtualAddress, memorySize } of segments) {
    if (type !== PT_LOAD) continue
    const name = `the segment at 0x${virtualAddress.toString(16)}`
    found.set(name, read(virtualAddress, Number(memorySize)))
  }
  // Above RSP lies the return address.
  found.set('the stack', read(STACK.start, STACK.size - 8))
  found.set('BootInfo', comparableBootInfo(read(BOOT_INFO, 4096)))
  found.set('the GDT', comparableGdt(read(BigInt(GDT.address), GDT.size)))
  return found
}

/** In words, what is not the same in both; a whole list would be too long to read. */
export function differences(
  ours: ReadonlyMap<string, Buffer>,
  theirs: ReadonlyMap<string, Buffer>,
): string[] {
  const missing = [...theirs.keys()].filter((name) => !ours.has(name))
  const extra = [...ours.keys()].filter((name) => !theirs.has(name))
  const unequal = [...theirs].flatMap(([name, real]) => {
    const played = ours.get(name)
    if (!played || played.equals(real)) return []
    const at = real.findIndex((byte, index) => played[index] !== byte) & ~7
    const word = (bytes: Buffer) => bytes.subarray(at, at + 8).toString('hex')
    return [`${name} has ${word(played)} at ${at}, not ${word(real)}`]
  })
  return [
    ...missing.map((name) => `${name} is missing`),
    ...extra.map((name) => `${name} is not in the real one`),
    ...unequal,
  ]
}

function forgetUse(table: Buffer): void {
  for (let index = BOOTLOADER.first; index <= BOOTLOADER.last; index++) {
    table.writeBigUInt64LE(table.readBigUInt64LE(8 * index) & ~(A | D), 8 * index)
  }
}

function comparableBootInfo(bytes: Buffer): Buffer {
  const REGION_SIZE = 24
  const COUNT = 64 * REGION_SIZE
  const count = Number(bytes.readBigUInt64LE(COUNT))
  for (let region = 0; region < count; region++) bytes.fill(0, 24 * region + 20, 24 * region + 24)
  bytes.fill(0, count * REGION_SIZE, COUNT)
  return bytes
}

function comparableGdt(bytes: Buffer): Buffer {
  const ACCESS_BYTE_OF_CODE = 8 + 5
  bytes[ACCESS_BYTE_OF_CODE] = (bytes[ACCESS_BYTE_OF_CODE] ?? 0) | 1
  return bytes
}
