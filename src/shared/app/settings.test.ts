/** Remembered settings survive whatever a file may hold. */
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, parseSettings } from './settings'

describe('parseSettings', () => {
  it('gives back what is valid', () => {
    const settings = {
      theme: 'dark',
      speed: 1000,
      layout: { columns: 0.4 },
      folded: ['timeline'],
      topic: 'page-walk',
      diagrams: { beside: 'heap', isWide: true, isPairWide: false, isOverview: false },
    }
    expect(parseSettings(settings)).toEqual(settings)
  })

  it.each([null, undefined, 'dark', 7, []])('takes the defaults for %j', (value) => {
    expect(parseSettings(value)).toEqual(DEFAULT_SETTINGS)
  })

  it('replaces each wrong part alone', () => {
    const parsed = parseSettings({
      theme: 'pink',
      speed: -1,
      layout: { a: 0.3, b: 7, c: 'x' },
      folded: ['timeline', 7],
      topic: 'weather',
      diagrams: { beside: 'weather', isWide: 'yes', isOverview: true },
    })
    expect(parsed).toEqual({
      theme: 'system',
      speed: 'real-time',
      layout: { a: 0.3 },
      folded: ['timeline'],
      topic: 'page-walk',
      diagrams: { isWide: false, isPairWide: true, isOverview: true },
    })
  })

  it('bounds a layout that nobody could have made', () => {
    const layout = Object.fromEntries(Array.from({ length: 999 }, (_, i) => [`split${i}`, 0.5]))
    expect(Object.keys(parseSettings({ layout }).layout).length).toBeLessThanOrEqual(32)
  })
})
