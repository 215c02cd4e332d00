/** The images of one page in QEMU. */
import { describe, expect, it } from 'vitest'
import { imagePath, onePageImages } from './one-page'
import { runInQemu } from './qemu'

describe('an image of one page in QEMU', () => {
  it.each(onePageImages)('$name', { timeout: 30_000 }, async ({ name, finalState, rip }) => {
    const run = await runInQemu({ image: imagePath(name), untilIn: rip })
    expect(run).toMatchObject({ finalState, serial: '' })
  })
})
