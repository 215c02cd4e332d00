// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { createSceneZoom } from './zoom'

const NAMESPACE = 'http://www.w3.org/2000/svg'
let svg: SVGSVGElement
let viewport: SVGGElement

const press = (key: string, init: KeyboardEventInit = {}) =>
  svg.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true, ...init }))

beforeEach(() => {
  svg = document.createElementNS(NAMESPACE, 'svg')
  svg.setAttribute('viewBox', '0 0 400 200')
  viewport = document.createElementNS(NAMESPACE, 'g')
  svg.append(viewport)
  document.body.replaceChildren(svg)
})

it('zooms around the middle of the drawing with + and -, and comes back with 0', () => {
  createSceneZoom(svg, viewport)
  press('+')
  expect(viewport.getAttribute('transform')).toBe('translate(-50,-25) scale(1.25)')
  press('-')
  expect(viewport.getAttribute('transform')).toBe('translate(0,0) scale(1)')
  press('+')
  press('0')
  expect(viewport.getAttribute('transform')).toBe('translate(0,0) scale(1)')
})

it('moves with Shift and the arrow keys, and keeps the page from scrolling', () => {
  createSceneZoom(svg, viewport)
  expect(press('ArrowRight')).toBe(true)
  expect(press('ArrowRight', { shiftKey: true })).toBe(false)
  expect(viewport.getAttribute('transform')).toBe('translate(-40,0) scale(1)')
})

it('leaves every other key and every chord alone', () => {
  createSceneZoom(svg, viewport)
  expect(press('a')).toBe(true)
  expect(press('+', { ctrlKey: true })).toBe(true)
  expect(viewport.getAttribute('transform')).toBeNull()
})

it('lets go of the drawing', () => {
  const zoom = createSceneZoom(svg, viewport)
  press('+')
  zoom.destroy()
  press('+')
  expect(viewport.getAttribute('transform')).toBeNull()
})
