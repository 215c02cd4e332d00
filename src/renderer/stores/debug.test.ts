// @vitest-environment jsdom
/** The place of the source that the reader has turned to, and how long it stays on show. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { instant } from '../../shared/units'
import { useDebugStore } from './debug'
import { useMachineStore } from './machine'

const place = { file: 'src/heap.rs', directory: '/kernel', line: 12, column: 1 }

/** Every frame brings a status of its own, whether the machine has moved or not. */
async function receiveStatus(now: number): Promise<void> {
  const machine = useMachineStore()
  machine.status = { ...machine.status, instant: instant(now) }
  await nextTick()
}

describe('a place of the source that was turned to', () => {
  beforeEach(async () => {
    setActivePinia(createPinia())
    useDebugStore()
    await receiveStatus(7)
    useDebugStore().showSource(place)
  })

  it('stays on show over the frames of a machine that stands still', async () => {
    await receiveStatus(7)
    await receiveStatus(7)
    expect(useDebugStore().place).toEqual(place)
  })

  it('is left when the program stands elsewhere', async () => {
    await receiveStatus(8)
    expect(useDebugStore().place).toBeUndefined()
  })
})
