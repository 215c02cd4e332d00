/** Exported files carry their fonts or their outlines, and stay small enough to mail. */
import { describe, expect, it } from 'vitest'
import { shapesOf } from '../../src/renderer/diagrams/scene'
import { exportScene } from '../../src/renderer/svg/export'
import { faceFor } from '../../src/renderer/svg/fonts/face'
import { serializeScene } from '../../src/renderer/svg/serialize'
import { galleryCases } from '../gallery/cases'

const KILOBYTE = 1000

describe.each(galleryCases())('$name', ({ draw }) => {
  const scene = draw('light')

  it('uses no character that the bundled fonts lack', () => {
    const lacking = [...shapesOf(scene.shapes)]
      .flatMap((shape) => (shape.kind === 'text' ? shape.runs : []))
      .flatMap(({ text, font, weight }) =>
        [...text].filter((character) => !faceFor(font, weight).glyph(character)),
      )
    expect(lacking).toEqual([])
  })

  it('is under 80 KB with its fonts embedded', () => {
    const file = exportScene(scene)
    expect(file.match(/@font-face/g)?.length).toBeGreaterThanOrEqual(2)
    expect(file.length).toBeLessThan(80 * KILOBYTE)
    expect(file.replace(/<style>\n[^<]*<\/style>\n/, '')).toBe(serializeScene(scene))
  })

  it('has no text left when text is drawn as outlines', () => {
    const file = exportScene(scene, 'outlines')
    expect(file).not.toMatch(/<text|NaN|undefined/)
    expect(file).toContain('<title')
  })
})
