// @vitest-environment jsdom
/** The window shows what an export holds, whatever was shown before. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { recordedWalk } from '../gallery/recorded-walks'
import { pageWalkDiagram } from '../../src/renderer/diagrams/page-walk/page-walk'
import type { Scene } from '../../src/renderer/diagrams/scene'
import { createSceneView } from '../../src/renderer/svg/join'
import { serializeScene } from '../../src/renderer/svg/serialize'

const drawn = (name: string, step?: number): Scene =>
  pageWalkDiagram(recordedWalk(name), {
    theme: 'light',
    density: 'figure',
    ...(step === undefined ? {} : { step }),
  })

/** An element and all below it as lines; the order in which attributes were set does not count. */
function linesOf(element: Element): string[] {
  const attributes = element
    .getAttributeNames()
    .sort()
    .map((name) => ` ${name}=${element.getAttribute(name)}`)
  const text = element.childElementCount === 0 ? (element.textContent ?? '') : ''
  const children = [...element.children].flatMap(linesOf)
  return [`${element.tagName}${attributes.join('')}: ${text}`, ...children]
}

/** The shapes of an export, as a browser reads them: after title, description and paper. */
function exportedShapes(scene: Scene): string[] {
  const page = document.createElement('div')
  page.innerHTML = serializeScene(scene)
  return [...(page.querySelector('svg')?.children ?? [])].slice(3).flatMap(linesOf)
}

const shownShapes = (viewport: Element): string[] => [...viewport.children].flatMap(linesOf)

describe('the live drawing', () => {
  let svg: SVGSVGElement

  beforeEach(() => {
    svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  })

  it('holds exactly what an export holds', () => {
    const view = createSceneView(svg)
    view.show(drawn('4-kib'))
    expect(shownShapes(view.viewport)).toEqual(exportedShapes(drawn('4-kib')))
    expect(svg.querySelector('title')?.textContent).toBe(drawn('4-kib').title)
  })

  it('becomes any other drawing, with nothing left of the one before', () => {
    const view = createSceneView(svg)
    for (const name of ['4-kib', 'not-user', '1-gib', 'non-canonical', 'tlb-hit', '4-kib']) {
      view.show(drawn(name))
      expect(shownShapes(view.viewport)).toEqual(exportedShapes(drawn(name)))
    }
  })

  it('keeps the elements of what stayed', () => {
    const view = createSceneView(svg)
    view.show(drawn('4-kib', 3))
    const before = svg.querySelector('[id="page-walk.linear-address.pml4"]')
    view.show(drawn('4-kib', 4))
    expect(before).not.toBeNull()
    expect(svg.querySelector('[id="page-walk.linear-address.pml4"]')).toBe(before)
  })

  it('plays a move, and any input finishes it at its final state', () => {
    vi.useFakeTimers()
    const view = createSceneView(svg)
    view.show(drawn('4-kib', 3))
    view.show(drawn('4-kib', 4), { motion: 'full' })
    expect(svg.querySelector('[id="page-walk.entries.pd"]')).toBeNull()
    view.finish()
    expect(shownShapes(view.viewport)).toEqual(exportedShapes(drawn('4-kib', 4)))
    vi.useRealTimers()
  })

  it('leaves nothing behind', () => {
    const view = createSceneView(svg)
    view.show(drawn('4-kib'))
    view.destroy()
    expect(svg.childElementCount).toBe(0)
  })
})
