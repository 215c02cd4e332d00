// @vitest-environment jsdom
/** The serial text stays whole at its end and bounded at its beginning. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useSerialLogStore } from './serial-log'

beforeEach(() => setActivePinia(createPinia()))

describe('the serial log', () => {
  it('appends, and says what was appended', () => {
    const store = useSerialLogStore()
    store.add({ appended: 'one\r\n', isFresh: false })
    store.add({ appended: 'two', isFresh: false })
    expect(store.log).toEqual({ text: 'one\ntwo', appended: 'two' })
  })

  it('begins anew with a fresh run', () => {
    const store = useSerialLogStore()
    store.add({ appended: 'old', isFresh: false })
    store.add({ appended: 'new', isFresh: true })
    expect(store.log).toEqual({ text: 'new' })
  })

  it('drops whole old lines once there is too much, and asks for the text to be shown anew', () => {
    const store = useSerialLogStore()
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`)
    for (const line of lines) store.add({ appended: line, isFresh: false })
    expect(store.log.text.length).toBeLessThanOrEqual(128 * 1024)
    expect(store.log.text).toMatch(/^line \d+\n/)
    expect(store.log.text.endsWith('line 19999\n')).toBe(true)
  })
})
