/** A notice stays until it is dismissed or replaced; what is only good to know goes by itself. */
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useNoticesStore } from './notices'

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => vi.useRealTimers())

const HOUR = 3_600_000

describe('the notices', () => {
  it('keep a problem until it is dismissed', () => {
    const store = useNoticesStore()
    store.show({ kind: 'machine', tone: 'problem', text: 'This is not an ELF file.' })
    vi.advanceTimersByTime(HOUR)
    expect(store.notices).toHaveLength(1)
    store.dismiss('machine')
    expect(store.notices).toEqual([])
  })

  it('let a passing one go, and no other of its kind', () => {
    const store = useNoticesStore()
    store.show({ kind: 'document', tone: 'done', text: 'Saved a.svg.', isPassing: true })
    vi.advanceTimersByTime(9000)
    store.show({ kind: 'document', tone: 'problem', text: 'b.svg could not be written.' })
    vi.advanceTimersByTime(HOUR)
    expect(store.notices.map(({ text }) => text)).toEqual(['b.svg could not be written.'])
    store.show({ kind: 'document', tone: 'done', text: 'Saved b.svg.', isPassing: true })
    vi.advanceTimersByTime(HOUR)
    expect(store.notices).toEqual([])
  })

  it('have one place for each kind', () => {
    const store = useNoticesStore()
    store.show({ kind: 'write', tone: 'done', text: 'one' })
    store.show({ kind: 'branch', tone: 'done', text: 'two' })
    store.show({ kind: 'write', tone: 'done', text: 'three' })
    expect(store.notices.map(({ text }) => text)).toEqual(['two', 'three'])
  })
})
