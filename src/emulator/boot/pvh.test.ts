import { describe, expect, it } from 'vitest'
import { decodeUtf8 } from '../memory/byte-reader'
import type { BootPlan } from './boot-plan'
import { draftElf, draftNote, PT_NOTE, pvhNote, smallKernel, u32 } from './elf-image.fixture'
import { readElf64 } from './elf64'
import { ImageError } from './image-error'
import { memoryMap } from './memory-map'
import { planPvhBoot } from './pvh'

const MIB = 2 ** 20
const plan = (image: Uint8Array, commandLine = '', memorySize = 128 * MIB) =>
  planPvhBoot(readElf64(image), { commandLine, memorySize })

const code = { physicalAddress: 0x10_0000n, bytes: Uint8Array.of(0xf4) }

/** What the kernel would read at a physical address. */
function memoryOf({ placements }: BootPlan) {
  const byte = (address: number) => {
    const found = placements.find((p) => address >= p.address && address < p.address + p.size)
    return found?.bytes[address - found.address] ?? 0
  }
  const number = (address: number, size: number) => {
    let value = 0
    for (let i = size - 1; i >= 0; i--) value = value * 256 + byte(address + i)
    return value
  }
  const text = (address: number) => {
    const bytes: number[] = []
    for (let at = address; byte(at) !== 0; at++) bytes.push(byte(at))
    return decodeUtf8(Uint8Array.from(bytes))
  }
  return { number, text }
}

describe('the PVH plan', () => {
  it('enters where the note says, with the start info in low memory', () => {
    const { entry, startInfo, stackTop, gdt } = plan(smallKernel())
    expect(entry).toBe(0x10_0000)
    for (const address of [startInfo, stackTop, gdt.base]) {
      expect(address).toBeGreaterThanOrEqual(0x1000)
      expect(address).toBeLessThan(0x9_fc00)
    }
  })

  it('lays the start info out as its ABI says', () => {
    const it = plan(smallKernel(), 'scenario=walk wörter')
    const memory = memoryOf(it)
    const at = it.startInfo
    expect(memory.number(at, 4)).toBe(0x336e_c578)
    expect(memory.number(at + 4, 4)).toBe(1) //  version
    expect(memory.number(at + 12, 4)).toBe(0) // no modules
    expect(memory.text(memory.number(at + 24, 8))).toBe('scenario=walk wörter')
    const map = memory.number(at + 40, 8)
    expect(memory.number(at + 48, 4)).toBe(7)
    expect([memory.number(map, 8), memory.number(map + 8, 8), memory.number(map + 16, 4)]).toEqual([
      0, 0x9_fc00, 1,
    ])
  })

  it('gives the memory map that QEMU gives for -m 128', () => {
    const rows = memoryMap(128 * MIB).map(({ start, end, kind }) => [start, end, kind])
    expect(rows).toEqual([
      [0, 0x9_fc00, 'usable'],
      [0x9_fc00, 0xa_0000, 'reserved'],
      [0xf_0000, 0x10_0000, 'reserved'],
      [0x10_0000, 0x7fe_0000, 'usable'],
      [0x7fe_0000, 0x800_0000, 'reserved'],
      [0xfffc_0000, 0x1_0000_0000, 'reserved'],
      [0xfd_0000_0000, 0x100_0000_0000, 'reserved'],
    ])
  })

  it('has flat 32-bit code and data in the GDT, where the selectors point', () => {
    const it = plan(smallKernel())
    const memory = memoryOf(it)
    expect(it.gdt.limit).toBe(23)
    expect(memory.number(it.gdt.base + 8, 4)).toBe(0x0000_ffff)
    expect(memory.number(it.gdt.base + 12, 4)).toBe(0x00cf_9b00)
    expect(memory.number(it.gdt.base + 20, 4)).toBe(0x00cf_9300)
  })

  it('takes a note of eight bytes too, and passes over other notes', () => {
    const notes = Uint8Array.from([
      ...draftNote('GNU', 18, u32(1)),
      ...draftNote('Xen', 5, u32(2)),
      ...draftNote('Xen', 18, Uint8Array.from([...u32(0x10_0000), ...u32(0)])),
    ])
    expect(plan(draftElf([code, { type: PT_NOTE, bytes: notes }])).entry).toBe(0x10_0000)
  })

  it('steps aside for a kernel that lies in low memory', () => {
    const low = { physicalAddress: 0x1000n, bytes: Uint8Array.of(1), memorySize: 0x8000n }
    const { startInfo, stackTop } = plan(draftElf([low, code, pvhNote(0x10_0000)]))
    expect(startInfo).toBeGreaterThanOrEqual(0x9000)
    expect(stackTop).toBeGreaterThanOrEqual(0x9000)
  })

  it.each([
    ['no note', draftElf([code]), 'no PVH entry note', 'XEN_ELFNOTE_PHYS32_ENTRY'],
    [
      'a note of two bytes',
      draftElf([code, { type: PT_NOTE, bytes: draftNote('Xen', 18, Uint8Array.of(1, 2)) }]),
      'holds 2 bytes',
      '32-bit physical',
    ],
    [
      'an entry above 4 GiB',
      draftElf([
        code,
        { type: PT_NOTE, bytes: draftNote('Xen', 18, Uint8Array.from([...u32(0), ...u32(1)])) },
      ]),
      'above 4 GiB',
      '32-bit physical',
    ],
    [
      'an entry in no segment',
      draftElf([code, pvhNote(0x20_0000)]),
      '0x200000',
      'physical address',
    ],
    ['nothing to load', draftElf([pvhNote(0)]), 'no loadable segment', 'linked kernel'],
    [
      'a segment beyond RAM',
      draftElf([{ ...code, memorySize: 2n ** 31n }, pvhNote(0x10_0000)]),
      'RAM ends at 0x8000000',
      'more memory',
    ],
    [
      'a segment whose end wraps around',
      draftElf([
        { physicalAddress: 2n ** 64n - 1n, bytes: Uint8Array.of(1), memorySize: 2n },
        pvhNote(0),
      ]),
      'RAM ends at',
      'more memory',
    ],
    [
      'a segment over the VGA window',
      draftElf([{ ...code, physicalAddress: 0xb_8000n }, pvhNote(0xb_8000)]),
      'not all usable RAM',
      '1 MiB',
    ],
    [
      'no room below 640 KiB',
      draftElf([
        { physicalAddress: 0x1000n, bytes: Uint8Array.of(1), memorySize: 0x9_e000n },
        code,
        pvhNote(0x10_0000),
      ]),
      'fill all memory below 640 KiB',
      '1 MiB',
    ],
  ])('refuses %s, and says what would work', (_what, image, finding, cure) => {
    let error: unknown
    try {
      plan(image)
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(ImageError)
    expect((error as ImageError).finding).toContain(finding)
    expect((error as ImageError).cure).toContain(cure)
  })

  it.each([
    ['x'.repeat(4096), '4096 bytes long'],
    ['a\0b', 'zero byte'],
  ])('refuses a command line that cannot be handed over', (commandLine, words) => {
    expect(() => plan(smallKernel(), commandLine)).toThrow(words)
  })
})
