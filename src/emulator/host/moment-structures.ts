/**
 * Structures and places of a machine that stands at a moment, as queries name them: descriptor tables, stacks, the
 * linear map of physical memory, the interrupt controllers.
 *
 * Guest memory is hostile: what cannot be read is not known, and every search through it is bounded.
 */
import { littleEndianNumber } from '../../shared/little-endian'
import { linearAddress } from '../../shared/units'
import { PageEntry, canonicalAddress } from '../../shared/x86/paging'
import type { Machine } from '../machine/machine-api'
import type { AddressRange, Fields } from '../query/event-record'
import { descriptorFields, gateFields } from '../query/gate-fields'

const PAGE = 4096n
/** A stack is not larger than this; what is, is no stack. */
const MOST_STACK_PAGES = 4096
const TSS_RSP0 = 4n
const TSS_IST1 = 36n
const SELECTOR_TI = 4n
const LARGE_PAGE_ADDRESS = 0x000f_ffff_ffe0_0000n

type Standing = Pick<Machine, 'processor' | 'readLinear' | 'translate' | 'memory' | 'controllers'>

export interface MomentStructures {
  /** `idt[8]`, `gdt[tr]`. */
  element(name: string, index: bigint): Fields | undefined
  /** `pic1.isr`. */
  structure(name: string): Fields | undefined
  region(name: string): readonly AddressRange[] | undefined
}

export function momentStructures(machine: Standing): MomentStructures {
  const processor = machine.processor()
  const readWord = (address: bigint, size = 8): bigint | undefined => {
    const bytes = machine.readLinear(linearAddress(address), size)
    if (bytes.length < size) return undefined
    return littleEndianNumber(bytes)
  }
  const isMapped = (address: bigint) =>
    machine.translate(linearAddress(address), 'read').walk.physicalAddress !== undefined

  function gate(index: bigint): Fields | undefined {
    const at = processor.idtr.base + 16n * index
    if (16n * index + 15n > BigInt(processor.idtr.limit)) return undefined
    const [low, high] = [readWord(at), readWord(at + 8n)]
    return low === undefined || high === undefined ? undefined : gateFields([low, high])
  }

  /** By selector: its index is what counts. */
  function descriptor(selector: bigint): Fields | undefined {
    const offset = selector & 0xfff8n
    if (selector & SELECTOR_TI || offset + 7n > BigInt(processor.gdtr.limit)) return undefined
    const low = readWord(processor.gdtr.base + offset)
    return low === undefined ? undefined : descriptorFields(low)
  }

  function tssWord(offset: bigint): bigint | undefined {
    const tss = processor.segments.find(({ name }) => name === 'TR')
    if (!tss || offset + 7n > BigInt(tss.limit)) return undefined
    return readWord(tss.base + offset)
  }

  /** From a stack's top down to the page that is not mapped; its guard, where one is. */
  function stackBelow(top: bigint): { stack: AddressRange; guard: AddressRange } | undefined {
    let page = (top - 1n) & ~(PAGE - 1n)
    for (let count = 0; count < MOST_STACK_PAGES && page > 0n; count++, page -= PAGE) {
      if (isMapped(page)) continue
      const guard = { lo: page, hi: page + PAGE }
      return { stack: { lo: page + PAGE, hi: top }, guard }
    }
    return undefined
  }

  /** RSP0, IST1 … IST7, as far as they are set. */
  function tssTops(): readonly bigint[] {
    const offsets = [TSS_RSP0, ...Array.from({ length: 7 }, (_, n) => TSS_IST1 + 8n * BigInt(n))]
    return offsets.map((offset) => tssWord(offset) ?? 0n).filter((top) => top !== 0n)
  }

  /** Where to look down from for the guards of all stacks that are known; RSP itself may stand in one. */
  function tops(): readonly bigint[] {
    const rsp = processor.general[4] ?? 0n
    return [isMapped(rsp) ? rsp : (rsp & ~(PAGE - 1n)) + 2n * PAGE, ...tssTops()]
  }

  /** Around RSP: up to a top that the TSS names, or else to where the mapping ends. */
  function presentStack(): AddressRange | undefined {
    const rsp = processor.general[4] ?? 0n
    const below = stackBelow(rsp + 1n)
    if (!below) return undefined
    const { lo } = below.stack
    const top = tssTops().find((each) => rsp < each && each - rsp < BigInt(MOST_STACK_PAGES) * PAGE)
    if (top !== undefined && stackBelow(top)?.stack.lo === lo) return { lo, hi: top }
    let end = (rsp & ~(PAGE - 1n)) + PAGE
    for (let count = 0; count < MOST_STACK_PAGES && isMapped(end); count++) end += PAGE
    return { lo, hi: end }
  }

  function regions(): Readonly<Record<string, () => readonly AddressRange[] | undefined>> {
    const { idtr, gdtr, segments } = processor
    const tss = segments.find(({ name }) => name === 'TR')
    return {
      idt: () => [{ lo: idtr.base, hi: idtr.base + BigInt(idtr.limit) + 1n }],
      gdt: () => [{ lo: gdtr.base, hi: gdtr.base + BigInt(gdtr.limit) + 1n }],
      tss: () => tss && [{ lo: tss.base, hi: tss.base + BigInt(tss.limit) + 1n }],
      stack: () => single(presentStack()),
      guard: () => tops().flatMap((top) => stackBelow(top)?.guard ?? []),
      physmap: () => single(physicalMap()),
      recursive: () => single(recursiveRange()),
    }
  }

  function istRange(number: number): readonly AddressRange[] | undefined {
    const top = tssWord(TSS_IST1 + 8n * BigInt(number - 1))
    return top ? single(stackBelow(top & ~0xfn)?.stack) : undefined
  }

  /** The entries of a table, by physical address. */
  function tableAt(entry: bigint): bigint[] {
    const address = Number(entry & PageEntry.ADDRESS)
    const { bytes } = machine.memory
    if (address + 4096 > bytes.length) return []
    const view = new DataView(bytes.buffer, bytes.byteOffset + address, 4096)
    return Array.from({ length: 512 }, (_, index) => view.getBigUint64(8 * index, true))
  }

  /** Where large pages map physical memory from 0 on, other than to itself. */
  function physicalMap(): AddressRange | undefined {
    for (const [slot, pml4e] of tableAt(processor.cr3).entries()) {
      if (slot === 0 || !isPresent(pml4e) || isSameTable(pml4e, processor.cr3)) continue
      for (const [index, pdpte] of tableAt(pml4e).entries()) {
        const [first = 0n] = pdpte & PageEntry.PS ? [pdpte] : isPresent(pdpte) ? tableAt(pdpte) : []
        const isLarge = (first & (PageEntry.P | PageEntry.PS)) === (PageEntry.P | PageEntry.PS)
        if (!isLarge || (first & LARGE_PAGE_ADDRESS) !== 0n) continue
        const lo = canonicalAddress((BigInt(slot) << 39n) | (BigInt(index) << 30n))
        return { lo, hi: lo + BigInt(machine.memory.bytes.length) }
      }
    }
    return undefined
  }

  function recursiveRange(): AddressRange | undefined {
    const slot = tableAt(processor.cr3).findIndex(
      (entry) => isPresent(entry) && isSameTable(entry, processor.cr3),
    )
    if (slot < 0) return undefined
    const lo = canonicalAddress(BigInt(slot) << 39n)
    return { lo, hi: lo + (1n << 39n) }
  }

  return {
    element(name, index) {
      if (name === 'idt') return gate(index)
      return name === 'gdt' ? descriptor(index) : undefined
    },
    structure(name) {
      const { master, slave } = machine.controllers()
      const chip = name === 'pic1' ? master : name === 'pic2' ? slave : undefined
      return (
        chip && {
          irr: BigInt(chip.irr),
          isr: BigInt(chip.isr),
          imr: BigInt(chip.imr),
          base: BigInt(chip.base),
        }
      )
    },
    region(name) {
      const [, number] = /^ist([1-7])$/.exec(name) ?? []
      const found = number ? istRange(Number(number)) : regions()[name]?.()
      return found && found.length > 0 ? found : undefined
    },
  }
}

const single = (range: AddressRange | undefined) => range && [range]
const isPresent = (entry: bigint) => (entry & PageEntry.P) !== 0n
const isSameTable = (entry: bigint, root: bigint) =>
  (entry & PageEntry.ADDRESS) === (root & PageEntry.ADDRESS)
