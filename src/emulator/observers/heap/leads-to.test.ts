/** Where an address in a block leads, for each thing that it can be an address of. */
import { expect, it } from 'vitest'
import type { Frame } from '../../../shared/models/debug'
import { instant, linearAddress } from '../../../shared/units'
import { createLeadsTo } from './leads-to'
import type { Block } from './ledger'
import type { ObservedHeapMachine } from './observed-machine'

const HEAP = 0x4444_0000n
const STACK = 0x8000n
const CODE = 0x10_0000n

const block = (sequence: number, offset: bigint, size: number): Block => ({
  ...{ sequence, size, address: HEAP + offset },
  ...{ alignment: 8, instant: instant(0), site: 0 },
})

const frame = (name: string, from: bigint, to: bigint, isInlined = false): Frame => ({
  ...{ function: name, isInlined, activation: 0, origin: 'unwind-table' },
  address: linearAddress(CODE),
  stackPointer: linearAddress(from),
  frameAddress: to,
})

const FRAMES = [
  frame('inlined', STACK, STACK + 0x40n, true),
  frame('inner', STACK, STACK + 0x40n),
  frame('run', STACK + 0x40n, STACK + 0x100n),
]

interface Surroundings {
  readonly symbols?: Readonly<Record<string, { readonly from: bigint; readonly to: bigint }>>
  readonly mapped?: bigint
}

function leadsTo({ symbols = {}, mapped }: Surroundings = {}) {
  const symbolAt = (address: bigint) =>
    Object.entries(symbols).find(([, { from, to }]) => from <= address && address < to)
  const machine = {
    debugInfo: {
      backtrace: () => FRAMES,
      locate: (address: bigint) => symbolAt(address)?.[0],
      symbols: {
        at(address: bigint) {
          const [name] = symbolAt(address) ?? []
          return name && { symbol: { name, isFunction: false }, offset: 0n }
        },
      },
    },
    registers: () => ({ general: [], rip: 0n }),
    readLinear: (address: bigint) => new Uint8Array(address === mapped ? 1 : 0),
  } as unknown as ObservedHeapMachine
  return createLeadsTo(machine, {
    block: block(2, 0x40n, 16),
    blocks: [block(1, 0n, 32), block(2, 0x40n, 16)],
    whole: { start: HEAP, end: HEAP + 0x1000n },
    kindAt: () => 'free',
  })
}

it('leads back into the block that keeps it, up to its last byte', () => {
  expect(leadsTo()(HEAP + 0x40n)).toEqual({ kind: 'itself', offset: 0 })
  expect(leadsTo()(HEAP + 0x4fn)).toEqual({ kind: 'itself', offset: 15 })
})

it('leads into another live block, or to memory of the heap that is in none', () => {
  expect(leadsTo()(HEAP + 8n)).toEqual({ kind: 'block', sequence: 1, offset: 8 })
  expect(leadsTo()(HEAP + 0x50n)).toEqual({ kind: 'heap', byte: 'free' })
})

it('leads to the call whose frame reaches over it, not to one that was inlined there', () => {
  expect(leadsTo()(STACK + 0x10n)).toEqual({ kind: 'stack', function: 'inner' })
  expect(leadsTo()(STACK + 0x40n)).toEqual({ kind: 'stack', function: 'run' })
})

it('knows a stack by what the image calls it, also where no call reaches', () => {
  const symbols = { stack_bottom: { from: STACK - 0x1000n, to: STACK + 0x1000n } }
  expect(leadsTo({ symbols })(STACK + 0x40n)).toEqual({
    ...{ kind: 'stack', stack: 'stack', function: 'run' },
  })
  expect(leadsTo({ symbols })(STACK - 8n)).toEqual({ kind: 'stack', stack: 'stack' })
})

it('leads to what the image names, to memory that has no name, or nowhere', () => {
  const symbols = { GREETING: { from: CODE, to: CODE + 16n } }
  expect(leadsTo({ symbols })(CODE)).toEqual({ kind: 'program', symbol: 'GREETING' })
  expect(leadsTo({ mapped: 0xb8000n })(0xb8000n)).toEqual({ kind: 'memory' })
  expect(leadsTo()(0xdead_0000n)).toEqual({ kind: 'nowhere' })
  expect(leadsTo()(0n)).toEqual({ kind: 'null' })
})
