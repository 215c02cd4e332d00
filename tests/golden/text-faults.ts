/** What can be wrong with the texts of a drawing, each fault in words. */
import { shapesOf } from '../../src/renderer/diagrams/scene'
import type { Scene, Shape } from '../../src/renderer/diagrams/scene'
import { crosses, overlaps } from './text-boxes'
import type { TextBox } from './text-boxes'

const PAGE_MARGIN = 4

export const contents = (texts: readonly TextBox[]): string[] => texts.map(({ content }) => content)

export const collisions = (texts: readonly TextBox[]): string[] =>
  texts.flatMap((text, index) =>
    texts
      .slice(index + 1)
      .filter((other) => overlaps(text, other))
      .map((other) => `«${text.content}» over «${other.content}»`),
  )

/** Texts that leave the page. */
export const lostTexts = (texts: readonly TextBox[], { width, height }: Scene): string[] =>
  contents(
    texts.filter(
      ({ left, right, top, bottom }) =>
        left < PAGE_MARGIN ||
        right > width - PAGE_MARGIN ||
        top < PAGE_MARGIN ||
        bottom > height - PAGE_MARGIN,
    ),
  )

/** Texts that begin in a box and end outside of it. */
export const crossingTexts = (texts: readonly TextBox[]): string[] =>
  contents(texts.filter((text) => text.behind.some((box) => crosses(text, box))))

export const childrenOf = (shape: Shape): readonly Shape[] =>
  shape.kind === 'group' ? shape.children : []

/** Ids of groups and keys of siblings that are given twice. */
export function repeatedKeys(scene: Scene): string[] {
  const groups = [...shapesOf(scene.shapes)].filter(({ kind }) => kind === 'group')
  return [groups, scene.shapes, ...groups.map(childrenOf)].flatMap(repeated)
}

const repeated = (shapes: readonly Shape[]): string[] => {
  const keys = shapes.map(({ key }) => key)
  return keys.filter((key, index) => keys.indexOf(key) !== index)
}
