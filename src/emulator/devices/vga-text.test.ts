import { beforeEach, describe, expect, it } from 'vitest'
import { instant, type Instant } from '../../shared/units'
import { createVgaText, type VgaText } from './vga-text'

describe('the text adapter', () => {
  let vga: VgaText
  let now: Instant
  beforeEach(() => {
    now = instant(0)
    vga = createVgaText(() => now)
  })
  const write = (port: number, value: number) => vga.writePort(port, value, 1)
  const read = (port: number) => vga.readPort(port, 1)
  function crtc(index: number, value: number) {
    write(0x3d4, index)
    write(0x3d5, value)
  }

  it('puts the cursor where the CRTC’s address registers say', () => {
    crtc(0x0e, 0x07)
    crtc(0x0f, 0x9e)
    expect(vga.cursor()).toEqual({ row: 24, column: 30, isVisible: true })
    write(0x3d4, 0x0f)
    expect(read(0x3d5)).toBe(0x9e)
  })

  it('hides the cursor when it is switched off, has no shape, or is off the screen', () => {
    crtc(0x0a, 0x2d)
    expect(vga.cursor().isVisible).toBe(false)
    crtc(0x0a, 0x0f)
    crtc(0x0b, 0x0e)
    expect(vga.cursor().isVisible).toBe(false)
    crtc(0x0a, 0x0d)
    expect(vga.cursor().isVisible).toBe(true)
    crtc(0x0e, 0x20)
    expect(vga.cursor()).toEqual({ row: 0, column: 0, isVisible: false })
  })

  it('scrolls by the start address, and the cursor with it', () => {
    crtc(0x0d, 80)
    expect(vga.startOffset()).toBe(160)
    crtc(0x0f, 80)
    expect(vga.cursor()).toMatchObject({ row: 0, column: 0 })
    crtc(0x0c, 0xff)
    crtc(0x0d, 0xff)
    expect(vga.startOffset()).toBeLessThan(0x8000)
  })

  it('tells index from data at port 0x3C0 by turns, which a read of 0x3DA begins anew', () => {
    write(0x3c0, 0x10)
    write(0x3c0, 0x55)
    write(0x3c0, 0x10)
    expect(read(0x3c1)).toBe(0x55)
    read(0x3da)
    write(0x3c0, 0x11)
    expect(read(0x3c1)).toBe(0x00)
  })

  it('shows retrace by guest time', () => {
    const seen = new Set(
      Array.from({ length: 100 }, (_, i) => {
        now = instant(i * 20_000)
        return read(0x3da)
      }),
    )
    expect(seen).toEqual(new Set([0x00, 0x09]))
  })

  it('keeps the palette, six bits a colour', () => {
    write(0x3c8, 7)
    for (const value of [0xff, 0x20, 0x01]) write(0x3c9, value)
    write(0x3c7, 7)
    expect([read(0x3c9), read(0x3c9), read(0x3c9)]).toEqual([0x3f, 0x20, 0x01])
  })

  it('ignores registers that it does not have', () => {
    for (let index = 0; index < 256; index++) {
      for (const port of [0x3c4, 0x3ce, 0x3d4]) {
        write(port, index)
        write(port + 1, 0xaa)
        expect(read(port + 1)).toBeGreaterThanOrEqual(0)
      }
    }
    expect(vga.save().crtc).toHaveLength(25)
  })

  it('continues from a saved state', () => {
    crtc(0x0f, 33)
    write(0x3c0, 0x10)
    const copy = createVgaText(() => now)
    copy.restore(vga.save())
    expect(copy.save()).toEqual(vga.save())
    expect(copy.cursor()).toEqual(vga.cursor())
  })
})
