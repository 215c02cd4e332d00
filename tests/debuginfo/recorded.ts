/** The recorded program: its image, what it gave away at its checkpoint, and what other tools say of it. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createDebugInfo } from '../../src/emulator/debuginfo/debug-info'
import type { StoppedRegisters } from '../../src/emulator/debuginfo/dwarf/frame-registers'
import type { ReadMemory } from '../../src/emulator/debuginfo/dwarf/values'
import type { ElfImage } from '../../src/emulator/memory/image'

export const BUILDS = ['debug', 'release', 'release-4'] as const
export type Build = (typeof BUILDS)[number]

/** Of the small program, which does not run: it is there to be damaged. */
export const SMALL_BUILDS = ['small-4', 'small-5', 'small-5-release'] as const

const file = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url))

export const unpacked = (name: string): Uint8Array => new Uint8Array(gunzipSync(file(`${name}.gz`)))
export const lines = (name: string): string[] => file(name).toString().trim().split('\n')
export const packedLines = (name: string): string[] =>
  new TextDecoder().decode(unpacked(name)).trim().split('\n')

interface Area {
  readonly start: bigint
  readonly bytes: Uint8Array
}

const PT_LOAD = 1
const REGISTERS_SIZE = 17 * 8
const AREA_HEADER_SIZE = 16

export function memoryOf(areas: readonly Area[]): ReadMemory {
  return (address, length) => {
    const area = areas.find(
      ({ start, bytes }) => start <= address && address < start + BigInt(bytes.length),
    )
    const from = area ? Number(address - area.start) : 0
    return area ? area.bytes.subarray(from, from + length) : new Uint8Array(0)
  }
}

/** What the image itself holds, for a program that has not run yet. */
export const imageAreas = (image: ElfImage): Area[] =>
  image.segments
    .filter(({ type }) => type === PT_LOAD)
    .map(({ virtualAddress, bytes }) => ({ start: virtualAddress, bytes }))

export const openImage = (name: string): ElfImage => readElf64(unpacked(`${name}.elf`))

export function openRecorded(build: Build) {
  const bytes = unpacked(`${build}.elf`)
  const image = readElf64(bytes)
  const checkpoint = unpacked(`${build}.checkpoint`)
  const view = new DataView(checkpoint.buffer, checkpoint.byteOffset, checkpoint.length)
  const word = (at: number) => view.getBigUint64(at, true)

  const registers: StoppedRegisters = {
    general: Array.from({ length: 16 }, (_, index) => word(8 * index)),
    rip: word(16 * 8),
  }
  const areas: Area[] = []
  for (let at = REGISTERS_SIZE; at < checkpoint.length;) {
    const size = Number(word(at + 8))
    const start = at + AREA_HEADER_SIZE
    areas.push({ start: word(at), bytes: checkpoint.subarray(start, start + size) })
    at = start + size
  }
  return {
    bytes,
    image,
    debugInfo: createDebugInfo(image),
    registers,
    readMemory: memoryOf([...areas, ...imageAreas(image)]),
  }
}
