/** The images of one page in Ringside: what the loader leaves, and how each ends. */
import { describe, expect, it } from 'vitest'
import { readElf64 } from '../../src/emulator/boot/elf64'
import { createMachine } from '../../src/emulator/machine/machine'
import type { Machine } from '../../src/emulator/machine/machine-api'
import { linearAddress } from '../../src/shared/units'
import { imageOf, onePageImages, PAGE, STACK_GUARD, STACK_TOP } from './one-page'
import { core } from './ringside'

const CR0_WP = 1n << 16n
const EFER_NXE = 1n << 11n
const INTERRUPT_FLAG = 1n << 9n

const machineOf = (name: string): Machine =>
  createMachine(core, { image: imageOf(name), commandLine: '', memorySize: 16 << 20 })

/** Stops in front of the first instruction of `_start`. */
function atEntry(name: string): Machine {
  const machine = machineOf(name)
  while (machine.processor().rip !== PAGE) {
    if (machine.instant() > 1000) throw new Error('_start was not reached')
    machine.step(1)
  }
  return machine
}

describe.each(onePageImages)('$name', ({ name, finalState, rip }) => {
  it('is entered where its ELF header says, which is not where the loader begins', () => {
    expect(readElf64(imageOf(name)).entry).toBe(PAGE)
    expect(machineOf(name).processor().rip).not.toBe(PAGE)
  })

  it('finds a stack with a zero on it, and a guard page below', () => {
    const machine = atEntry(name)
    const rsp = machine.processor().general[4]
    expect(rsp).toBe(STACK_TOP - 8n)
    expect([...machine.readLinear(linearAddress(STACK_TOP - 8n), 8)]).toEqual(Array(8).fill(0))
    const isMapped = (address: bigint) => machine.readLinear(linearAddress(address), 1).length === 1
    expect([0n, STACK_GUARD, STACK_TOP - 0x1000n, PAGE].map(isMapped)).toEqual([
      false,
      false,
      true,
      true,
    ])
  })

  it('finds no IDT, read-only pages that bind the kernel, and pages without code', () => {
    const { idtr, cr0, efer } = atEntry(name).processor()
    expect(idtr.limit).toBe(0)
    expect(cr0 & CR0_WP).toBe(CR0_WP)
    expect(efer & EFER_NXE).toBe(EFER_NXE)
  })

  it(`ends in ${finalState}`, () => {
    const machine = machineOf(name)
    const stop = machine.run(1_000_000)
    const state = machine.processor()
    expect(rip[0] <= state.rip && state.rip <= rip[1]).toBe(true)
    if (finalState === 'spin') {
      expect(stop).toEqual({ reason: 'budget' })
      expect(machine.isHalted()).toBe(false)
      expect(state.rflags & INTERRUPT_FLAG).toBe(0n)
    } else {
      expect(stop).toMatchObject({ reason: finalState })
    }
  })
})

describe('returning from the entry point', () => {
  it('fetches from address 0, where nothing is, and ends in a triple fault', () => {
    const stop = machineOf('entry-returns').run(1_000_000)
    const chain = stop.reason === 'shutdown' ? stop.chain : []
    expect(chain.map(({ vector }) => vector)).toEqual([14, 13, 8, 13])
    expect(chain[0]).toMatchObject({ errorCode: 0x10 })
  })
})
