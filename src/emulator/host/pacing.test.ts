import { describe, expect, it } from 'vitest'
import { startPacing, type Pacing } from './pacing'

/** Spends all that may pass at each of the times, and gives what passed in all. */
function spendAt(pacing: Pacing, times: readonly number[]): number {
  return times.reduce((sum, now) => {
    const { amount } = pacing.allowance(now)
    pacing.spend(amount)
    return sum + amount
  }, 0)
}

const times = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step)

describe('pacing', () => {
  it('lets a hundred thousand instants pass in each millisecond of real time', () => {
    const pacing = startPacing('real-time', 50)
    expect(pacing.allowance(50)).toEqual({ amount: 0, unit: 'instants' })
    expect(spendAt(pacing, times(50, 1050, 4))).toBe(100_000_000)
  })

  it('does not make up for a host that was asleep', () => {
    const pacing = startPacing('real-time', 0)
    expect(pacing.allowance(3_600_000).amount).toBe(100 * 100_000)
    expect(spendAt(pacing, times(3_600_000, 3_601_000, 5))).toBe(1100 * 100_000)
  })

  it('counts instructions at a rate that is asked for, whole ones only', () => {
    const pacing = startPacing(3, 0)
    expect(pacing.allowance(300).amount).toBe(0)
    expect(pacing.allowance(334)).toEqual({ amount: 1, unit: 'instructions' })
    expect(spendAt(pacing, times(334, 10_000, 7))).toBe(29)
  })

  it('keeps one instruction a second', () => {
    const pacing = startPacing(1, 0)
    expect(spendAt(pacing, times(0, 60_000, 4))).toBe(60)
    expect(pacing.delay(60_000, false)).toBeCloseTo(1000)
  })

  it('knows no brake flat out, but lets a sleeping guest leave the host alone', () => {
    const pacing = startPacing('flat-out', 0)
    expect(pacing.allowance(0).amount).toBe(Infinity)
    expect(pacing.delay(0, false)).toBe(0)
    expect(pacing.delay(0, true)).toBeGreaterThan(0)
  })
})
