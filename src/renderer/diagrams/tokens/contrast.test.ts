import { describe, expect, it } from 'vitest'
import { VISIONS, contrast, distance } from './contrast'
import { THEMES, palettes } from './tokens'

const TEXT = 4.5
const OBJECT_LINE = 3
const MARKER_TEXT = 7

it('measures the extremes of contrast as the standard does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#777777')).toBe(1)
})

describe.each(THEMES)('the %s theme', (theme) => {
  const colours = palettes[theme]
  const { paper, surface, ink, muted, ghost, now, changed, level, event } = colours

  it('keeps words readable on paper and on surfaces', () => {
    for (const text of [ink, muted, ghost]) {
      expect(contrast(text, paper)).toBeGreaterThanOrEqual(TEXT)
      expect(contrast(text, surface)).toBeGreaterThanOrEqual(TEXT)
    }
    expect(contrast(ghost, colours.ghostFill)).toBeGreaterThanOrEqual(TEXT)
  })

  it('keeps the hues of levels and events readable on paper, on their tint, and as a ground', () => {
    for (const hue of [...Object.values(level), ...Object.values(event)]) {
      expect(contrast(hue.ink, paper)).toBeGreaterThanOrEqual(TEXT)
      expect(contrast(hue.ink, surface)).toBeGreaterThanOrEqual(TEXT)
      expect(contrast(hue.ink, hue.tint)).toBeGreaterThanOrEqual(TEXT)
      expect(contrast(ink, hue.tint)).toBeGreaterThanOrEqual(TEXT)
      expect(contrast(colours.onSolid, hue.ink)).toBeGreaterThanOrEqual(TEXT)
    }
  })

  it('keeps marked and changed values readable', () => {
    expect(contrast(now.text, now.fill)).toBeGreaterThanOrEqual(MARKER_TEXT)
    expect(contrast(changed.ink, changed.tint)).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(colours.ok, paper)).toBeGreaterThanOrEqual(TEXT)
    expect(contrast(colours.bad, paper)).toBeGreaterThanOrEqual(TEXT)
  })

  it('keeps the words of source code readable, whatever their kind', () => {
    for (const hue of Object.values(colours.code)) {
      expect(contrast(hue, paper)).toBeGreaterThanOrEqual(TEXT)
      expect(contrast(hue, surface)).toBeGreaterThanOrEqual(TEXT)
    }
  })

  it('keeps the outlines of objects visible', () => {
    expect(contrast(colours.line, paper)).toBeGreaterThanOrEqual(OBJECT_LINE)
  })

  it.each(VISIONS)('keeps the levels apart to %s vision', (vision) => {
    const inks = Object.values(level).map((hue) => hue.ink)
    for (const [index, one] of inks.entries()) {
      for (const other of inks.slice(index + 1)) {
        expect(distance(vision, one, other)).toBeGreaterThanOrEqual(10)
      }
    }
  })
})
