/** Every gallery case is drawn as it was: the files beside this test are the drawings. */
import { describe, expect, it } from 'vitest'
import { serializeScene } from '../../src/renderer/svg/serialize'
import { galleryCases } from '../gallery/cases'

const KILOBYTE = 1000

describe.each(galleryCases())('$name', ({ name, themes, draw }) => {
  it.each(themes)('draws the same in the %s theme', async (theme) => {
    const svg = serializeScene(draw(theme))
    await expect(svg).toMatchFileSnapshot(`./${name}.${theme}.svg`)
    expect(svg.length).toBeLessThan(80 * KILOBYTE)
  })
})
