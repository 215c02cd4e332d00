/** What the abbreviations in a diagram stand for, for windows that have no room for its key. */
import type { Diagram } from './diagram'
import type { Shape } from './scene'

export interface KeyWord {
  readonly name: string
  readonly meaning: string
}

/** So large that nothing is left out. */
const ROOM = { width: 2400, height: 1600 }

/** Of those that occur in the drawing, as its key has them; patterns are told by the drawing alone. */
export function keyWords(diagram: Diagram): readonly KeyWord[] {
  const { shapes } = diagram.draw({ theme: 'light', density: 'laptop', size: ROOM })
  const key = shapes.find((shape) => shape.kind === 'group' && shape.key === 'key')
  return key?.kind === 'group' ? key.children.flatMap(wordOf) : []
}

function wordOf(shape: Shape): readonly KeyWord[] {
  if (shape.kind !== 'text') return []
  const [name, meaning] = shape.runs
  return name && meaning ? [{ name: name.text, meaning: meaning.text }] : []
}
