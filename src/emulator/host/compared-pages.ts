/** Says what lies in a page of RAM, as far as the registers of either machine tell. */
import { linearAddress } from '../../shared/units'
import { TEXT_WINDOW } from '../../shared/vga-text'
import type { Machine } from '../machine/machine-api'

const PAGE_SIZE = 4096
const pageOf = (address: bigint): number => Number(address) - (Number(address) % PAGE_SIZE)

export function pageNames(...machines: readonly Machine[]): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (let at = 0; at < TEXT_WINDOW.size; at += PAGE_SIZE) {
    names.set(TEXT_WINDOW.start + at, 'text screen')
  }
  for (const machine of machines) {
    const { cr3, general } = machine.processor()
    const stack = machine.translate(linearAddress(general[4] ?? 0n), 'read').walk.physicalAddress
    if (stack !== undefined) names.set(pageOf(stack), 'stack')
    names.set(pageOf(cr3), 'PML4')
  }
  return names
}
