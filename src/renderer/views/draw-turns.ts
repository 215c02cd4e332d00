/** Several drawings that are to be brought up to date share the animation frames: one of them is drawn in each. */

export interface DrawTurns {
  /** Draws it when its turn comes; what was wanted for the same key before is forgotten. */
  want(key: string, draw: () => void): void
  forget(key: string): void
}

export function createDrawTurns(
  schedule: (callback: () => void) => void = (callback) => void requestAnimationFrame(callback),
): DrawTurns {
  const wanted = new Map<string, () => void>()
  let isScheduled = false

  function next(): void {
    isScheduled = false
    const [first] = wanted
    if (!first) return
    const [key, draw] = first
    wanted.delete(key)
    wait()
    draw()
  }

  function wait(): void {
    if (isScheduled || wanted.size === 0) return
    isScheduled = true
    schedule(next)
  }

  return {
    want(key, draw) {
      wanted.set(key, draw)
      wait()
    },
    forget: (key) => void wanted.delete(key),
  }
}
