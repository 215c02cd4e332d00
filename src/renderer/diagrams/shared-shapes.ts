/**
 * Lets a Scene keep the very shapes of the one before where both are equal, so that whoever comes from there finds what
 * differs by a glance at each shape: a drawing is made anew for every state, and most of it is as it was.
 */
import type { Scene, Shape } from './scene'

/** `scene`, of the shapes of `before` as far as they are equal. */
export const sharingShapes = (scene: Scene, before: Scene): Scene => ({
  ...scene,
  shapes: shared(scene.shapes, before.shapes),
})

/** What tells a shape from its siblings. */
export const identityOf = ({ kind, key }: Shape): string => `${kind} ${key}`

export const isSameShape = (one: Shape | undefined, other: Shape): boolean =>
  one?.key === other.key && one.kind === other.kind

function shared(shapes: readonly Shape[], before: readonly Shape[]): readonly Shape[] {
  let byIdentity: Map<string, Shape> | undefined
  const result = shapes.map((shape, index) => {
    const opposite = before[index]
    if (opposite && isSameShape(opposite, shape)) return sharedShape(shape, opposite)
    byIdentity ??= new Map(before.map((old) => [identityOf(old), old]))
    const old = byIdentity.get(identityOf(shape))
    return old ? sharedShape(shape, old) : shape
  })
  const isAsBefore = result.length === before.length && result.every((one, i) => one === before[i])
  return isAsBefore ? before : result
}

function sharedShape(shape: Shape, old: Shape): Shape {
  if (shape === old) return old
  if (shape.kind !== 'group' || old.kind !== 'group') return isEqual(shape, old) ? old : shape
  const children = shared(shape.children, old.children)
  return children === old.children && shape.opacity === old.opacity ? old : { ...shape, children }
}

/** Of plain data: what a shape holds beside its children. */
function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => isEqual(one[name as never], other[name as never]))
  )
}
