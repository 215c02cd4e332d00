/** The easing curves of the tokens, as functions from a share of the time to a share of the way. */

export type Easing = (time: number) => number

const NUMBERS = /^cubic-bezier\(([^,]+),([^,]+),([^,]+),([^,]+)\)$/

/** Reads `linear` or `cubic-bezier(x1,y1,x2,y2)`, as style sheets write them. */
export function parseEasing(text: string): Easing {
  if (text === 'linear') return (time) => time
  const [x1, y1, x2, y2] = (NUMBERS.exec(text) ?? []).slice(1).map(Number)
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) {
    throw new SyntaxError(`not an easing curve: ${text}`)
  }
  return (time) => bezier(y1, y2, parameterAt(time, x1, x2))
}

/** One coordinate of a cubic Bézier curve from 0 to 1 with two control points. */
function bezier(first: number, second: number, parameter: number): number {
  const rest = 1 - parameter
  return (
    3 * rest * rest * parameter * first +
    3 * rest * parameter * parameter * second +
    parameter * parameter * parameter
  )
}

/** The curve's x never turns back, so halving the interval always finds the parameter. */
function parameterAt(time: number, x1: number, x2: number): number {
  if (time <= 0) return 0
  if (time >= 1) return 1
  let low = 0
  let high = 1
  for (let round = 0; round < 24; round++) {
    const middle = (low + high) / 2
    if (bezier(x1, x2, middle) < time) low = middle
    else high = middle
  }
  return (low + high) / 2
}
