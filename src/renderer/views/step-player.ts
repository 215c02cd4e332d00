/**
 * Tells a diagram step by step: which of its steps is shown, and when the next one follows.
 * Every step is an exact state, so stopping anywhere leaves a correct figure.
 */
import { readonly, ref, type Ref } from 'vue'

/** A move of the marker and the pause after it: the design's travel and settle times. */
const STEP_MS = 1000

export interface StepPlayer {
  /** Steps passed; undefined for the whole. */
  readonly step: Readonly<Ref<number | undefined>>
  readonly isPlaying: Readonly<Ref<boolean>>
  /** Whether the step shown was reached by a move, which may be seen, and which way it went. */
  readonly isMoving: Readonly<Ref<boolean>>
  readonly isBackwards: Readonly<Ref<boolean>>
  /** From the first step to the whole. */
  play(): void
  /** Shows the whole, now. */
  finish(): void
  /** Stands behind the first step, as after a move. */
  begin(): void
  /** One step forth or back, by hand. */
  move(distance: -1 | 1): void
}

export function createStepPlayer(count: Readonly<Ref<number>>): StepPlayer {
  const step = ref<number>()
  const isPlaying = ref(false)
  const isMoving = ref(false)
  const isBackwards = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function finish(): void {
    clearTimeout(timer)
    isPlaying.value = isMoving.value = isBackwards.value = false
    step.value = undefined
  }

  function show(passed: number): void {
    step.value = passed >= count.value ? undefined : Math.max(0, passed)
  }

  function advance(): void {
    isMoving.value = true
    show((step.value ?? 0) + 1)
    if (step.value === undefined) isPlaying.value = false
    else timer = setTimeout(advance, STEP_MS)
  }

  return {
    step: readonly(step),
    isPlaying: readonly(isPlaying),
    isMoving: readonly(isMoving),
    isBackwards: readonly(isBackwards),
    finish,
    play() {
      finish()
      isPlaying.value = true
      show(0)
      timer = setTimeout(advance, STEP_MS / 2)
    },
    begin() {
      finish()
      isMoving.value = true
      show(1)
    },
    move(distance) {
      clearTimeout(timer)
      isPlaying.value = false
      isMoving.value = true
      isBackwards.value = distance < 0
      show((step.value ?? count.value) + distance)
    },
  }
}
