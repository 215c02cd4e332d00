/** Where the window was, remembered between two starts, and whether that place still exists. */
import { readFileSync, writeFileSync } from 'node:fs'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const SMALLEST_WINDOW = { width: 1024, height: 640 }
const DEFAULT_WINDOW = { width: 1440, height: 900 }

/** So much of the window must lie on a display that a person can take hold of it. */
const GRIP = 64

const isBounds = (value: unknown): value is Bounds =>
  typeof value === 'object' &&
  value !== null &&
  ['x', 'y', 'width', 'height'].every((key) =>
    Number.isSafeInteger((value as Record<string, unknown>)[key]),
  )

function isReachable(bounds: Bounds, display: Bounds): boolean {
  const shared = (a: number, aSize: number, b: number, bSize: number) =>
    Math.min(a + aSize, b + bSize) - Math.max(a, b)
  return (
    shared(bounds.x, bounds.width, display.x, display.width) >= GRIP &&
    shared(bounds.y, bounds.height, display.y, display.height) >= GRIP
  )
}

/** The remembered bounds if they can be seen on one of the displays, else only a fitting size. */
export function chooseBounds(
  remembered: unknown,
  displays: readonly Bounds[],
): Partial<Bounds> & { width: number; height: number } {
  const first = displays[0]
  const width = Math.min(DEFAULT_WINDOW.width, first?.width ?? DEFAULT_WINDOW.width)
  const height = Math.min(DEFAULT_WINDOW.height, first?.height ?? DEFAULT_WINDOW.height)
  if (!isBounds(remembered)) return { width, height }
  if (!displays.some((display) => isReachable(remembered, display))) return { width, height }
  return {
    ...remembered,
    width: Math.max(remembered.width, SMALLEST_WINDOW.width),
    height: Math.max(remembered.height, SMALLEST_WINDOW.height),
  }
}

export function readBounds(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Called while the window closes, so it must be done on return; a failure costs the place, no more. */
export function writeBounds(path: string, bounds: Bounds): void {
  try {
    writeFileSync(path, JSON.stringify(bounds) + '\n')
  } catch {
    return
  }
}
