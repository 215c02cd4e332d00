/** What would have let a handler be called is said of what failed, and not of what is told most often. */
import { describe, expect, it } from 'vitest'
import type { DeliveryAttempt, DeliveryCheck } from '../../shared/events/delivery'
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep } from '../../shared/models/stack-switch'
import { linearAddress, vector } from '../../shared/units'
import { plainSentence } from './explanation'
import { failureCure } from './failed-delivery'

const IST_5 = 5n << 32n
const ADDRESS = linearAddress(0x8000_0000_0010n)

function cureOf(failedCheck: DeliveryCheck, attempt: Partial<DeliveryAttempt>): string {
  const situation = { stacks: { stacks: [] } } as unknown as Situation
  const step = { vector: vector(3), failedCheck, attempt } as DeliveryStep
  const fault = { story: { steps: [step] }, walks: [] } as unknown as FaultStory
  return plainSentence(failureCure(situation, fault, step))
}

describe('what would have helped', () => {
  it('is another RSP where the stack in use is kept', () => {
    const cure = cureOf('stack-canonical', { stackSource: 'current', rspBefore: ADDRESS })
    expect(cure).toContain('An RSP that points into a mapped stack: it was 0x0000_8000_0000_0010.')
  })

  it.each(['stack-canonical', 'frame-push'] as const)(
    'is the field of the TSS that gave the pointer: %s',
    (check) => {
      const cure = cureOf(check, {
        gate: [IST_5, 0n],
        stackSource: 'ist',
        stackPointer: { address: linearAddress(0x1000n), value: ADDRESS },
      })
      expect(cure).toContain('TSS.IST5, which holds 0x0000_8000_0000_0010')
    },
  )

  it('is the GDT where the selector is right', () => {
    expect(cureOf('descriptor-read', {})).toBe('A GDT in memory that stays mapped.')
    expect(cureOf('selector-limit', {})).toContain('reaches to the selector')
  })

  it('is a stack in the TSS, or another IST, where the gate names one that nobody has set', () => {
    const cure = cureOf('frame-push', {
      gate: [IST_5, 0n],
      stackSource: 'ist',
      stackPointer: { address: linearAddress(0x1000n), value: linearAddress(0n) },
    })
    expect(cure).toContain('The top of a mapped stack in TSS.IST5, or in gate 3')
  })
})
