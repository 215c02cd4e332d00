/**
 * The plan for a kernel behind the `bootloader` 0.9, on files of a few bytes.
 * That the plan is the real bootloader's is shown on real kernels, in tests/series.
 */
import { describe, expect, it } from 'vitest'
import type { BootInfoFields, BootPlan } from './boot-plan'
import { planBootloaderBoot } from './bootloader'
import { createRandom, draftElf, type SegmentDraft } from './elf-image.fixture'
import { readElf64 } from './elf64'
import { ImageError } from './image-error'

const MIB = 2 ** 20
const NOTHING_MORE: BootInfoFields = { hasRecursivePageTable: false, hasPhysicalMemory: false }

/** At the place in its page where the file has it, as linkers leave it. */
function inPlace(page: bigint, segments: readonly SegmentDraft[]): SegmentDraft[] {
  let offset = 64 + 56 * segments.length
  return segments.map((segment, index) => {
    const virtualAddress = page + BigInt(index) * 0x10_0000n + BigInt(offset)
    offset += segment.bytes?.length ?? 0
    return { ...segment, virtualAddress }
  })
}

const bytes = Uint8Array.of(1, 2, 3, 4)
const kernel = (page = 0x20_0000n, more: readonly SegmentDraft[] = []) =>
  draftElf(inPlace(page, [{ bytes }, ...more]))

function plan(file: Uint8Array, bootInfo = NOTHING_MORE, memorySize = 128 * MIB) {
  return planBootloaderBoot(file, readElf64(file), { commandLine: '', memorySize, bootInfo })
}

/** Reads what the plan places, by physical and by virtual address. */
function reader({ placements, state }: BootPlan) {
  const latestFirst = [...placements].reverse()
  const byte = (address: number) => {
    const found = latestFirst.find((p) => address >= p.address && address < p.address + p.size)
    return found?.bytes[address - found.address] ?? 0
  }
  const u64 = (address: number) => {
    let value = 0n
    for (let i = 7; i >= 0; i--) value = (value << 8n) | BigInt(byte(address + i))
    return value
  }
  const entryOf = (address: bigint) => {
    let entry = state.cr3
    for (let level = 4; level > 0; level--) {
      const index = Number((address >> BigInt(3 + 9 * level)) & 511n)
      entry = u64(Number(entry & 0xf_ffff_ffff_f000n) + 8 * index)
      if (!(entry & 1n) || entry & 0x80n) break
    }
    return entry
  }
  const at = (address: bigint) =>
    Number(entryOf(address) & 0xf_ffff_ffff_f000n) + Number(address & 4095n)
  return { byte, u64, entryOf, at }
}

const BOOT_INFO = 0x100_0000_0000n

describe('the plan of the bootloader 0.9', () => {
  it('enters in 64-bit mode with BootInfo in RDI and the stack aligned as after a call', () => {
    const { state } = plan(kernel())
    expect(state.general.RDI).toBe(BOOT_INFO)
    expect(state.general.RSP).toBe(BOOT_INFO + 0x20_1ff8n)
    expect(state).toMatchObject({ cr0: 0x8001_0011n, cr3: 0x1000n, cr4: 0x20n, efer: 0xd00n })
  })

  it('maps the file where it was loaded, at 4 MiB', () => {
    const memory = reader(plan(kernel()))
    const [segment] = readElf64(kernel()).segments
    expect(memory.at(segment?.virtualAddress ?? 0n)).toBe(0x40_0000 + 64 + 56)
    expect(memory.byte(memory.at(segment?.virtualAddress ?? 0n) + 3)).toBe(4)
  })

  it('leaves the page between BootInfo and the stack unmapped', () => {
    const memory = reader(plan(kernel()))
    expect(memory.entryOf(BOOT_INFO) & 1n).toBe(1n)
    expect(memory.entryOf(BOOT_INFO + 0x1000n)).toBe(0n)
    expect(memory.entryOf(BOOT_INFO + 0x2000n) & 3n).toBe(3n)
  })

  it('copies a page whose end is cleared, and keeps what follows of the file', () => {
    const more = [
      { flags: 6, bytes: Uint8Array.of(9), memorySize: 3n },
      { bytes: Uint8Array.of(7) },
    ]
    const file = kernel(0x20_0000n, more)
    const memory = reader(plan(file))
    const [, data] = readElf64(file).segments
    const at = memory.at(data?.virtualAddress ?? 0n)
    expect(at).not.toBe(0x40_0000 + Number(data?.fileOffset))
    expect([0, 1, 2].map((offset) => memory.byte(at + offset))).toEqual([9, 0, 0])
  })

  it('keeps the recursive slot, and says where, when BootInfo has a field for it', () => {
    const fields = { hasRecursivePageTable: true, hasPhysicalMemory: false }
    const memory = reader(plan(kernel(), fields))
    expect(memory.u64(0x1000 + 8)).toBe(0x1063n)
    expect(memory.u64(memory.at(BOOT_INFO) + 1544)).toBe(0x80_4020_1000n)
    expect(reader(plan(kernel())).u64(0x1000 + 8)).toBe(0n)
  })

  it('takes slots that the kernel leaves free', () => {
    const { state } = plan(kernel(0x80_0000_0000n))
    expect(state.general.RDI).toBe(0x180_0000_0000n)
  })

  it.each([
    ['pages of the bootloader', kernel(0x1000n), 'something else at the virtual address'],
    ['addresses beyond the canonical ones', kernel(0x8000_0000_0000n), 'no processor can use'],
    [
      'another place of its page',
      draftElf([{ bytes, virtualAddress: 0x20_0000n }]),
      'another place of its page',
    ],
  ])('refuses a kernel that wants %s', (_what, file, words) => {
    expect(() => plan(file)).toThrow(ImageError)
    expect(() => plan(file)).toThrow(words)
  })

  it.each([2, 4, 5])('asks for more than %i MiB of memory', (size) => {
    const large = kernel(0x20_0000n, [{ flags: 6, bytes, memorySize: BigInt(6 * MIB) }])
    expect(() => plan(large, NOTHING_MORE, size * MIB)).toThrow(/Give the machine more memory/)
  })

  it('says something sensible about any damage, and never fails otherwise', () => {
    const random = createRandom(20_260_102)
    const sound = kernel(0x20_0000n, [
      { flags: 6, bytes, memorySize: 0x5000n },
      { type: 7, bytes },
    ])
    let refused = 0
    for (let round = 0; round < 2000; round++) {
      const file = sound.slice()
      for (let i = random(10); i >= 0; i--) file[random(64 + 3 * 56)] = random(256)
      try {
        plan(file, NOTHING_MORE, 8 * MIB)
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError)
        expect((error as Error).message).toMatch(/\.$/)
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(500)
  })
})
