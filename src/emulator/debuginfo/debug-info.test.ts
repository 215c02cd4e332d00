import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { linearAddress } from '../../shared/units'
import { readElf64 } from '../boot/elf64'
import type { ElfImage, ImageSection } from '../memory/image'
import { createDebugInfo } from './debug-info'
import { createDebugSections } from './dwarf/sections'
import { createLineTable } from './line-table'
import { readSymbols } from './symbols'

const image = readElf64(
  readFileSync(new URL('../../../kernel/prebuilt/ringside-kernel.elf', import.meta.url)),
)

const section = (name: string, bytes: readonly number[]): ImageSection => ({
  name,
  type: 1,
  flags: 0n,
  address: 0n,
  size: BigInt(bytes.length),
  bytes: Uint8Array.from(bytes),
  link: 0,
})
const withSections = (...sections: ImageSection[]): ElfImage => ({
  isPositionIndependent: false,
  entry: 0n,
  segments: [],
  sections,
})

const readLines = (image: ElfImage) => createLineTable(createDebugSections(image))

describe('the symbols of our kernel', () => {
  const symbols = readSymbols(image)

  it('are found by name and by every address within', () => {
    const write = symbols.byName('ringside_kernel::shell::raise::write_at')
    expect(write?.isFunction).toBe(true)
    const { address = 0n, size = 0n } = write ?? {}
    expect(size).toBeGreaterThan(0n)
    for (const offset of [0n, 1n, size - 1n]) {
      expect(symbols.at(address + offset)).toEqual({ symbol: write, offset })
    }
    expect(symbols.at(address - 1n)?.symbol.name).not.toBe(write?.name)
    expect(symbols.at(address + size)?.symbol.name).not.toBe(write?.name)
  })

  it('give nothing for an address before them all', () => {
    expect(symbols.at(0n)).toBeUndefined()
  })

  it('give nothing for an address outside of all that was loaded', () => {
    const end = image.segments.reduce((most, { virtualAddress, memorySize }) => {
      const last = virtualAddress + memorySize
      return last < 1n << 63n && last > most ? last : most
    }, 0n)
    expect(symbols.at(end + 1n)).toBeUndefined()
    expect(symbols.at(0xffff_c000_0000_0108n)).toBeUndefined()
  })

  it('are found by a pattern, in the order of their addresses', () => {
    const found = symbols.matching(/ as core::alloc::global::GlobalAlloc>::\w+$/)
    expect(found.map(({ name }) => name.split('::').at(-1))).toEqual(['alloc', 'dealloc'])
    expect(found[0]?.address).toBeLessThan(found[1]?.address ?? 0n)
    expect(symbols.matching(/no such name/)).toEqual([])
  })
})

describe('the parameters of a function of our kernel', () => {
  const debugInfo = createDebugInfo(image)
  const [RCX, RDX, RSI, RDI] = [1, 2, 6, 7]
  const registersOf = (pattern: RegExp) => {
    const [symbol] = debugInfo.symbols.matching(pattern)
    const parameters = debugInfo.parametersAt(symbol?.address ?? 0n)
    return parameters?.map(({ name, words }) => [
      name,
      words.map((word) => (word && 'register' in word ? word.register : undefined)),
    ])
  }

  it('are where the convention has them, for one that others may call', () => {
    expect(registersOf(/::__rust_realloc$/)).toEqual([
      ['ptr', [RDI]],
      ['size', [RSI]],
      ['align', [RDX]],
      ['new_size', [RCX]],
    ])
  })

  it('are where the optimiser has moved them, and one that it dropped is nowhere', () => {
    // `self` has no bytes; a layout is two words, the alignment first.
    expect(registersOf(/GlobalAlloc>::dealloc$/)).toEqual([
      ['self', []],
      ['block', [RDI]],
      ['layout', [RSI, RDX]],
    ])
    const layout = debugInfo.layoutOf('core::alloc::layout::Layout')
    const offsets = layout?.members.map(({ name, offset }) => [name, offset])
    expect(Object.fromEntries(offsets ?? [])).toMatchObject({ align: 0, size: 8 })
  })

  it('are not known of code that is no function', () => {
    expect(debugInfo.parametersAt(0n)).toBeUndefined()
  })
})

describe('the structure of a type of our kernel', () => {
  const debugInfo = createDebugInfo(image)

  it('leads from a static through its members to a node that refers to its like', () => {
    const heap = debugInfo.typeNamed('ringside_kernel::heap::global::Heap')
    const member = (type: typeof heap, name: string) => {
      const found = type?.kind === 'record' ? type.members.find((one) => one.name === name) : type
      return found && 'type' in found ? debugInfo.typeOf(found.type) : undefined
    }
    const head = member(member(member(heap, 'list'), 'regions'), 'head')
    const node = head?.kind === 'pointer' && head.target ? debugInfo.typeOf(head.target) : undefined
    expect(node?.name).toBe('ringside_kernel::heap::free_regions::Node')
    expect(member(node, 'next')).toEqual(head)
    expect(member(node, 'size')).toMatchObject({ kind: 'unsigned', size: 8 })
  })

  it('is not known of a name that is none', () => {
    expect(debugInfo.typeNamed('ringside_kernel::heap::Nothing')).toBeUndefined()
  })
})

describe('the lines of our kernel', () => {
  const debugInfo = createDebugInfo(image)

  it('lead the instructions of a function to its file, or to what was inlined into it', () => {
    for (const name of ['write_code', 'breakpoint', 'page_walk']) {
      const symbol = debugInfo.symbols.byName(`ringside_kernel::scenarios::${name}::run`)
      const { address = 0n, size = 0n } = symbol ?? {}
      const files = Array.from(
        { length: Number(size) },
        (_, offset) => debugInfo.sourceOf(address + BigInt(offset))?.file,
      )
      expect(files).toContain(`src/scenarios/${name}.rs`)
      // Loading a constant that several statements share is no statement's: the compiler says line 0.
      const known = files.filter((file) => file !== undefined)
      expect(known.length / files.length).toBeGreaterThan(0.8)
    }
  })

  it('lead to the very statement', () => {
    const source = readFileSync(
      new URL('../../../kernel/src/scenarios/breakpoint.rs', import.meta.url),
      'utf8',
    ).split('\n')
    const run = debugInfo.symbols.byName('ringside_kernel::scenarios::breakpoint::run')
    const line = debugInfo.sourceOf(run?.address ?? 0n)?.line ?? 0
    expect(source[line - 1]).toContain('int3')
  })

  it('say nothing of an address outside of the code', () => {
    expect(debugInfo.sourceOf(0x1234n)).toBeUndefined()
    expect(debugInfo.sourceOf(0xffff_ffff_ffff_ffffn)).toBeUndefined()
  })
})

describe('a version 5 line program', () => {
  // Directories and files as inline strings, two rows, an end.
  const program = [
    ...[0x00, 9, 2, 0x00, 0x10, 0x40, 0, 0, 0, 0, 0], //  set address 0x401000
    ...[0x03, 9, 0x01], //                                line 10, copy
    ...[0x02, 4, 0x03, 0x7e, 0x01], //                    4 on, line 8, copy
    ...[0x02, 8, 0x00, 1, 1], //                          8 on, end of sequence
  ]
  const text = (value: string) => [...Buffer.from(value), 0]
  const tables = [
    ...[1, 1, 0x08, 2, ...text('/build'), ...text('src')],
    ...[2, 1, 0x08, 2, 0x0b, 2, ...text('main.rs'), 0, ...text('lib.rs'), 1],
  ]
  const afterHeaderLength = [1, 1, 1, 0xfb, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, ...tables]
  const unit = [5, 0, 8, 0, afterHeaderLength.length, 0, 0, 0, ...afterHeaderLength, ...program]
  const bytes = [unit.length, 0, 0, 0, ...unit]
  const table = readLines(withSections(section('.debug_line', bytes)))

  it('numbers files from 0 and leaves the build folder out', () => {
    expect(table.at(0x401000n)).toEqual({ file: 'src/lib.rs', line: 10, directory: '/build' })
    expect(table.at(0x401003n)).toEqual({ file: 'src/lib.rs', line: 10, directory: '/build' })
    expect(table.at(0x401004n)).toEqual({ file: 'src/lib.rs', line: 8, directory: '/build' })
  })

  it('ends where the sequence ends', () => {
    expect(table.at(0x40100bn)).toEqual({ file: 'src/lib.rs', line: 8, directory: '/build' })
    expect(table.at(0x40100cn)).toBeUndefined()
    expect(table.at(0x400fffn)).toBeUndefined()
  })

  it('yields what it can when it is cut anywhere', () => {
    for (let length = 0; length < bytes.length; length++) {
      const cut = readLines(withSections(section('.debug_line', bytes.slice(0, length))))
      expect(cut.rowCount()).toBeLessThanOrEqual(3)
    }
  })

  it('comes to an end with every byte changed to every extreme', () => {
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const damaged = bytes.slice()
        damaged[at] = value
        readLines(withSections(section('.debug_line', damaged))).at(0x401000n)
      }
    }
  })
})

describe('the disassembler', () => {
  const debugInfo = createDebugInfo(image)
  const disassemble = (bytes: readonly number[], bits: 16 | 32 | 64 = 64) =>
    debugInfo.disassembler
      .disassemble(Uint8Array.from(bytes), linearAddress(0x1000n), bits, 10)
      .map(({ text }) => text)

  it('writes Intel syntax with 0x', () => {
    expect(disassemble([0x48, 0x8b, 0x44, 0x24, 0x10, 0x0f, 0x22, 0xd8, 0xf4])).toEqual([
      'mov rax, [rsp+0x10]',
      'mov cr3, rax',
      'hlt',
    ])
  })

  it('decodes in the mode of the processor', () => {
    expect(disassemble([0x40], 32)).toEqual(['inc eax'])
    expect(disassemble([0x40, 0x50], 64)).toEqual(['push rax'])
  })

  it('names the target of a call', () => {
    const target =
      debugInfo.symbols.byName('ringside_kernel::shell::raise::write_at')?.address ?? 0n
    const at = linearAddress(target - 0x105n)
    const call = Uint8Array.of(0xe8, 0x00, 0x01, 0x00, 0x00)
    expect(debugInfo.disassembler.disassemble(call, at, 64, 1)[0]?.text).toBe(
      'call ringside_kernel::shell::raise::write_at',
    )
  })

  it('says so when bytes are no instruction', () => {
    expect(disassemble([0x06])).toEqual(['(bad)'])
    expect(debugInfo.disassembler.nameOf(Uint8Array.of(0x06), 64)).toBeUndefined()
  })

  it('names an instruction as the manual does', () => {
    expect(debugInfo.disassembler.nameOf(Uint8Array.of(0x0f, 0xfc, 0xc1), 64)).toBe(
      'PADDB mm, mm/m64',
    )
  })
})

describe('damaged debug sections', () => {
  it('cost names, never the run', () => {
    let state = 99
    const random = (limit: number) => (state = (state * 48_271) % 2_147_483_647) % limit
    for (let round = 0; round < 60; round++) {
      const sections = image.sections.map((original) => {
        if (original.type === 8 || original.bytes.length === 0) return original
        const bytes = original.bytes.slice(0, 20_000)
        for (let i = 0; i < 40; i++) bytes[random(bytes.length)] = random(256)
        return { ...original, bytes, link: random(4) === 0 ? random(100) : original.link }
      })
      const debugInfo = createDebugInfo({ ...image, sections })
      for (let i = 0; i < 100; i++) {
        const address = 0xffff_ffff_8010_0000n + BigInt(random(0x30_0000))
        debugInfo.locate(address)
        debugInfo.sourceOf(address)
      }
    }
  })
})
