import { describe, expect, it } from 'vitest'
import { instant, linearAddress } from '../../shared/units'
import { readIdtTable } from './idt-table'

const BASE = 0x9000n
const PRESENT = (0x8en << 40n) | (1n << 32n) | (0x8n << 16n) | 0x1234n

function tableOf(gates: Readonly<Record<number, bigint>>, limit = 0xfff, readable = 0x1000) {
  const bytes = new Uint8Array(0x1000)
  const view = new DataView(bytes.buffer)
  for (const [vector, low] of Object.entries(gates))
    view.setBigUint64(Number(vector) * 16, low, true)
  return readIdtTable({
    instant: () => instant(7),
    idtr: () => ({ base: linearAddress(BASE), limit }),
    gateBytes: () => 16,
    read: (address, length) => {
      const at = Number(address - BASE)
      return bytes.slice(at, Math.min(at + length, readable))
    },
    symbolAt: (address) => (address === 0x1234n ? 'handler' : undefined),
  })
}

describe('the whole IDT', () => {
  it('has 256 gates, whatever the limit is', () => {
    const { gates } = tableOf({}, 0x2f)
    expect(gates).toHaveLength(256)
    expect(gates.slice(0, 4).map(({ state }) => state)).toEqual([
      'empty',
      'empty',
      'empty',
      'beyond',
    ])
  })

  it('says of a present gate where it leads, and with which stack', () => {
    expect(tableOf({ 8: PRESENT }).gates[8]).toMatchObject({
      state: 'present',
      type: 'interrupt gate',
      dpl: 0,
      ist: 1,
      offset: 0x1234n,
      symbol: 'handler',
    })
  })

  it('keeps apart what is absent, of a wrong type, and not to be read', () => {
    const { gates } = tableOf({ 1: PRESENT & ~(1n << 47n), 2: 0x89n << 40n }, 0xfff, 0x30)
    expect(gates.slice(1, 4).map(({ state }) => state)).toEqual(['absent', 'no gate', 'unread'])
  })
})
