/** A gate and a descriptor as queries name their parts. */
import { decodeCodeDescriptor } from '../../shared/x86/code-descriptor'
import { decodeGate } from '../../shared/x86/idt-gate'
import type { Fields } from './event-record'

const truth = (value: boolean) => (value ? 1n : 0n)

export function gateFields(words: readonly [bigint, bigint]): Fields {
  const { isPresent, dpl, type, ist, selector, offset } = decodeGate(words)
  return {
    p: truth(isPresent),
    dpl: BigInt(dpl),
    type: BigInt(type),
    ist: BigInt(ist),
    sel: BigInt(selector),
    offset,
  }
}

/** Of a system descriptor, which has two quadwords in IA-32e mode, the lower one. */
export function descriptorFields(word: bigint): Fields {
  const { type, s, dpl, isPresent, l, d } = decodeCodeDescriptor(word)
  const bits = (shift: bigint, count: bigint) => (word >> shift) & ((1n << count) - 1n)
  return {
    type: BigInt(type),
    s: BigInt(s),
    dpl: BigInt(dpl),
    p: truth(isPresent),
    l: BigInt(l),
    d: BigInt(d),
    base: bits(16n, 24n) | (bits(56n, 8n) << 24n),
    limit: bits(0n, 16n) | (bits(48n, 4n) << 16n),
  }
}
