/** Pan and zoom of a drawing: wheel, drag, and the keys + − 0 and Shift with arrows, for those without a mouse. */
import { select } from 'd3-selection'
import { zoom, zoomIdentity } from 'd3-zoom'

export interface SceneZoom {
  readonly zoomBy: (factor: number) => void
  readonly reset: () => void
  readonly destroy: () => void
}

const SCALE_RANGE: [number, number] = [0.5, 8]
const KEY_FACTOR = 1.25
/** Pixels of the drawing that an arrow key moves it by. */
const KEY_DISTANCE = 40

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [KEY_DISTANCE, 0],
  ArrowRight: [-KEY_DISTANCE, 0],
  ArrowUp: [0, KEY_DISTANCE],
  ArrowDown: [0, -KEY_DISTANCE],
}

/** Transforms `viewport` inside `svg`; the paper behind it stays where it is. */
export function createSceneZoom(svg: SVGSVGElement, viewport: SVGGElement): SceneZoom {
  const root = select<SVGSVGElement, unknown>(svg)
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent(SCALE_RANGE)
    .extent(() => extentOf(svg))
    .on('zoom', ({ transform }: { readonly transform: { toString(): string } }) => {
      viewport.setAttribute('transform', transform.toString())
    })
  root.call(behaviour).on('dblclick.zoom', null).on('keydown.zoom', onKey)

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = event.shiftKey ? ARROWS[event.key] : undefined
    if (event.key === '+' || event.key === '=') behaviour.scaleBy(root, KEY_FACTOR)
    else if (event.key === '-') behaviour.scaleBy(root, 1 / KEY_FACTOR)
    else if (event.key === '0') behaviour.transform(root, zoomIdentity)
    else if (arrow) behaviour.translateBy(root, ...arrow)
    else return
    event.preventDefault()
  }

  return {
    zoomBy: (factor) => behaviour.scaleBy(root, factor),
    reset: () => behaviour.transform(root, zoomIdentity),
    destroy() {
      root.on('.zoom', null)
      viewport.removeAttribute('transform')
    },
  }
}

/** The drawing's own coordinates, which the viewport's transform is written in. */
function extentOf(svg: SVGSVGElement): [[number, number], [number, number]] {
  const [x = 0, y = 0, width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '')
    .split(' ')
    .map(Number)
  return [
    [x, y],
    [x + width, y + height],
  ]
}
