/**
 * What SVG element and which attributes stand for a shape.
 *
 * The export and the window both ask here, so they cannot drift apart. The order of the
 * attributes is fixed: it is the order in which an exported file shows them.
 */
import type { Paint, Run, Shape, Text } from '../diagrams/scene'
import { decimal } from '../diagrams/primitives/shapes'
import { fonts } from '../diagrams/tokens/tokens'

export type Attribute = readonly [name: string, value: string]

export const SVG_ELEMENTS: Readonly<Record<Shape['kind'], string>> = {
  group: 'g',
  rect: 'rect',
  path: 'path',
  circle: 'circle',
  text: 'text',
}

/** A list of attributes in which `undefined` stands for one that is left at its default. */
const present = (attributes: readonly (Attribute | undefined)[]): Attribute[] =>
  attributes.filter((attribute) => attribute !== undefined)

/** `sceneName` makes the ids of groups: `page-walk.pml4.entry-3`. */
export function shapeAttributes(shape: Shape, sceneName: string): Attribute[] {
  const opacity = optional('opacity', shape.opacity)
  switch (shape.kind) {
    case 'group':
      return present([['id', `${sceneName}.${shape.key}`], opacity])
    case 'rect':
      return present([
        ['x', decimal(shape.x)],
        ['y', decimal(shape.y)],
        ['width', decimal(shape.width)],
        ['height', decimal(shape.height)],
        optional('rx', shape.radius),
        ...paintAttributes(shape),
        opacity,
      ])
    case 'path':
      return present([['d', shape.data], ...paintAttributes(shape), opacity])
    case 'circle':
      return present([
        ['cx', decimal(shape.x)],
        ['cy', decimal(shape.y)],
        ['r', decimal(shape.radius)],
        ...paintAttributes(shape),
        opacity,
      ])
    case 'text':
      return present([
        ['x', decimal(shape.x)],
        ['y', decimal(shape.y)],
        shape.anchor === 'start' ? undefined : ['text-anchor', shape.anchor],
        ...(isPlain(shape) ? shape.runs.flatMap((run) => runAttributes(run)) : []),
        opacity,
      ])
  }
}

const optional = (name: string, value: number | undefined): Attribute | undefined =>
  value === undefined ? undefined : [name, decimal(value)]

function paintAttributes(paint: Paint): Attribute[] {
  return present([
    ['fill', paint.fill ?? 'none'],
    paint.stroke === undefined ? undefined : ['stroke', paint.stroke],
    paint.stroke === undefined ? undefined : optional('stroke-width', paint.strokeWidth),
    paint.dash === undefined ? undefined : ['stroke-dasharray', paint.dash],
    paint.roundCaps ? ['stroke-linecap', 'round'] : undefined,
    paint.roundCaps ? ['stroke-linejoin', 'round'] : undefined,
  ])
}

/** A text of one run needs no `<tspan>`. */
export const isPlain = (text: Text): boolean => text.runs.length === 1 && !text.runs[0]?.gap

export function runAttributes(run: Run): Attribute[] {
  return present([
    run.gap ? optional('dx', run.gap) : undefined,
    ['font-size', decimal(run.size)],
    run.weight === 400 ? undefined : ['font-weight', String(run.weight)],
    run.font === 'mono' ? ['font-family', fonts.mono.stack] : undefined,
    ['fill', run.fill],
  ])
}

/**
 * The attributes of the outermost element.
 * `font-variant` keeps ligatures off, so that `->` stays what was typed.
 */
export function rootAttributes(scene: {
  readonly name: string
  readonly width: number
  readonly height: number
}): Attribute[] {
  const { name, width, height } = scene
  return [
    ['width', decimal(width)],
    ['height', decimal(height)],
    ['viewBox', `0 0 ${decimal(width)} ${decimal(height)}`],
    ['role', 'img'],
    ['aria-labelledby', `${name}.title ${name}.desc`],
    ['font-family', fonts.sans.stack],
    ['font-variant', 'none'],
  ]
}
