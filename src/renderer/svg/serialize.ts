/**
 * Writes a Scene as SVG text: for export, for golden tests and for the command line.
 *
 * Needs no DOM. One shape per line and one order of attributes, so that a difference between two
 * files reads as a sentence. Blanks inside `<text>` would be drawn, so a text stays on one line.
 */
import type { Run, Scene, Shape } from '../diagrams/scene'
import { SVG_ELEMENTS, isPlain, rootAttributes, runAttributes, shapeAttributes } from './attributes'
import type { Attribute } from './attributes'

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (c) => ENTITIES[c] ?? c)

const openTag = (element: string, attributes: readonly Attribute[]): string =>
  `<${element}${attributes.map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('')}`

export function serializeScene(scene: Scene): string {
  const { name, width, height, background } = scene
  const paper: Shape = { kind: 'rect', key: 'paper', x: 0, y: 0, width, height, fill: background }
  return [
    `${openTag('svg', [['xmlns', SVG_NAMESPACE], ...rootAttributes(scene)])}>`,
    `<title id="${name}.title">${escapeXml(scene.title)}</title>`,
    `<desc id="${name}.desc">${escapeXml(scene.description)}</desc>`,
    ...[paper, ...scene.shapes].flatMap((shape) => linesOf(shape, name)),
    '</svg>',
    '',
  ].join('\n')
}

function linesOf(shape: Shape, sceneName: string): string[] {
  const element = SVG_ELEMENTS[shape.kind]
  const opening = openTag(element, shapeAttributes(shape, sceneName))
  switch (shape.kind) {
    case 'group':
      return [`${opening}>`, ...shape.children.flatMap((c) => linesOf(c, sceneName)), '</g>']
    case 'text': {
      const content = isPlain(shape)
        ? shape.runs.map((run) => escapeXml(run.text))
        : shape.runs.map(tspan)
      return [`${opening}>${content.join('')}</text>`]
    }
    default:
      return [`${opening}/>`]
  }
}

const tspan = (run: Run): string =>
  `${openTag('tspan', runAttributes(run))}>${escapeXml(run.text)}</tspan>`
