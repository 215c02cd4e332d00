/**
 * Keeps a live `<svg>` equal to a Scene by D3's keyed join: what is new enters, what is gone
 * exits, and what stayed is touched only where it differs.
 *
 * The attributes are those of the serialiser, so the window shows what an export would hold.
 */
import { easeLinear } from 'd3-ease'
import { select } from 'd3-selection'
import 'd3-transition'
import type { Scene, Shape, Text } from '../diagrams/scene'
import { identityOf, isSameShape, sharingShapes } from '../diagrams/shared-shapes'
import { motion } from '../diagrams/tokens/tokens'
import { tween, tweenDuration } from '../diagrams/tween'
import { SVG_ELEMENTS, isPlain, rootAttributes, runAttributes, shapeAttributes } from './attributes'
import type { Attribute } from './attributes'

export type Motion = 'none' | 'reduced' | 'full'

export interface ShowOptions {
  /** `none` while the machine runs fast: a picture that never rests cannot be read. */
  readonly motion?: Motion
  /** A step back: the move that led here, reversed. */
  readonly isBackwards?: boolean
}

export interface SceneView {
  readonly show: (scene: Scene, options?: ShowOptions) => void
  /** Ends a move that is under way at its final state. */
  readonly finish: () => void
  readonly destroy: () => void
  /** The group that holds the shapes: what a zoom transforms. */
  readonly viewport: SVGGElement
}

const TRANSITION = 'scene'
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg'

export function createSceneView(svg: SVGSVGElement): SceneView {
  const create = (name: string) => svg.ownerDocument.createElementNS(SVG_NAMESPACE, name)
  const root = select(svg)
  const title = create('title')
  const description = create('desc')
  const paper = create('rect')
  const viewport = create('g') as SVGGElement
  svg.replaceChildren(title, description, paper, viewport)
  let shown: Scene | undefined

  function draw(scene: Scene): void {
    setAttributes(svg, rootAttributes(scene))
    title.id = `${scene.name}.title`
    description.id = `${scene.name}.desc`
    setText(title, scene.title)
    setText(description, scene.description)
    setAttributes(paper, [
      ['width', '100%'],
      ['height', '100%'],
      ['fill', scene.background],
    ])
    joinShapes(viewport, scene.shapes, scene.name)
  }

  function settle(): void {
    root.interrupt(TRANSITION)
    if (shown) draw(shown)
  }

  return {
    viewport,
    show(next, { motion: wanted = 'none', isBackwards = false } = {}) {
      const before = shown
      const scene = before ? sharingShapes(next, before) : next
      root.interrupt(TRANSITION)
      shown = scene
      if (wanted === 'none' || !before || before.name !== scene.name) {
        draw(scene)
        return
      }
      const options = { isMotionReduced: wanted === 'reduced' }
      const [from, to] = isBackwards ? [scene, before] : [before, scene]
      const frameAt = tween(from, to, options)
      const milliseconds = tweenDuration(to, options) * (isBackwards ? motion.stepBackFactor : 1)
      root
        .transition(TRANSITION)
        .duration(milliseconds)
        .ease(easeLinear)
        .tween('scene', () => (time) => draw(frameAt(isBackwards ? 1 - time : time)))
    },
    finish: settle,
    destroy() {
      root.interrupt(TRANSITION)
      svg.replaceChildren()
      shown = undefined
    },
  }
}

/** The shape that an element was last drawn from: an equal one needs no work. */
const drawnFrom = new WeakMap<Element, Shape>()

function joinShapes(parent: Element, shapes: readonly Shape[], sceneName: string): void {
  if (!hasElementsFor(parent, shapes)) {
    select(parent)
      .selectChildren<Element, Shape>()
      .data(shapes, identityOf)
      .join((enter) => enter.append((shape) => createFor(parent, shape)))
      .order()
  }
  let element = parent.firstElementChild
  for (const shape of shapes) {
    if (element && drawnFrom.get(element) !== shape) drawShape(element, shape, sceneName)
    element = element?.nextElementSibling ?? null
  }
}

/** Whether nothing enters, leaves or changes places: so it is in all but a few frames of a move. */
function hasElementsFor(parent: Element, shapes: readonly Shape[]): boolean {
  let element = parent.firstElementChild
  for (const shape of shapes) {
    if (!element || !isSameShape(drawnFrom.get(element), shape)) return false
    element = element.nextElementSibling
  }
  return element === null
}

function drawShape(element: Element, shape: Shape, sceneName: string): void {
  drawnFrom.set(element, shape)
  setAttributes(element, shapeAttributes(shape, sceneName))
  if (shape.kind === 'group') joinShapes(element, shape.children, sceneName)
  else if (shape.kind === 'text') joinRuns(element, shape)
}

const createFor = (parent: Element, { kind }: Shape): Element =>
  parent.ownerDocument.createElementNS(SVG_NAMESPACE, SVG_ELEMENTS[kind])

function joinRuns(element: Element, text: Text): void {
  if (isPlain(text)) {
    setText(element, text.runs[0]?.text ?? '')
    return
  }
  if (element.firstElementChild === null) element.textContent = ''
  select(element)
    .selectChildren<Element, unknown>()
    .data(text.runs)
    .join('tspan')
    .each(function (run) {
      setAttributes(this, runAttributes(run))
      setText(this, run.text)
    })
}

function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

/** Writes what differs, and removes what the shape no longer has. */
function setAttributes(element: Element, attributes: readonly Attribute[]): void {
  for (const [name, value] of attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value)
  }
  if (element.attributes.length === attributes.length || element.tagName === 'svg') return
  const kept = new Set(attributes.map(([name]) => name))
  for (const name of element.getAttributeNames()) {
    if (!kept.has(name)) element.removeAttribute(name)
  }
}
