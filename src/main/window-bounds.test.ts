/** The window comes back where it was, as long as that place can be seen. */
import { describe, expect, it } from 'vitest'
import { chooseBounds } from './window-bounds'

const DISPLAY = { x: 0, y: 0, width: 1920, height: 1080 }

describe('chooseBounds', () => {
  it('takes the remembered place on a display that is there', () => {
    const remembered = { x: 100, y: 50, width: 1300, height: 800 }
    expect(chooseBounds(remembered, [DISPLAY])).toEqual(remembered)
  })

  it('forgets a place on a display that is gone', () => {
    const remembered = { x: 2500, y: 50, width: 1300, height: 800 }
    expect(chooseBounds(remembered, [DISPLAY])).toEqual({ width: 1440, height: 900 })
  })

  it('starts no larger than the display', () => {
    const small = { x: 0, y: 0, width: 1280, height: 720 }
    expect(chooseBounds(undefined, [small])).toEqual({ width: 1280, height: 720 })
  })

  it('never comes back too small to use', () => {
    const remembered = { x: 0, y: 0, width: 100, height: 80 }
    expect(chooseBounds(remembered, [DISPLAY])).toMatchObject({ width: 1024, height: 640 })
  })

  it.each([null, 'x', {}, { x: 0, y: 0, width: 'a', height: 1 }, { x: 1e99, y: 0 }])(
    'takes the default for %j',
    (remembered) => {
      expect(chooseBounds(remembered, [DISPLAY])).toEqual({ width: 1440, height: 900 })
    },
  )
})
