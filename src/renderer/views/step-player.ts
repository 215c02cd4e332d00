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
  /** From the first step to the whole. */
  play(): void
  /** Shows the whole, now. */
  finish(): void
  /** One step forth or back, by hand. */
  move(distance: -1 | 1): void
}

export function createStepPlayer(count: Readonly<Ref<number>>): StepPlayer {
  const step = ref<number>()
  const isPlaying = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function finish(): void {
    clearTimeout(timer)
    isPlaying.value = false
    step.value = undefined
  }

  function advance(): void {
    const next = (step.value ?? 0) + 1
    if (next >= count.value) return finish()
    step.value = next
    timer = setTimeout(advance, STEP_MS)
  }

  return {
    step: readonly(step),
    isPlaying: readonly(isPlaying),
    finish,
    play() {
      clearTimeout(timer)
      isPlaying.value = true
      step.value = 0
      timer = setTimeout(advance, STEP_MS / 2)
    },
    move(distance) {
      clearTimeout(timer)
      isPlaying.value = false
      const next = (step.value ?? count.value) + distance
      step.value = next >= count.value ? undefined : Math.max(0, next)
    },
  }
}
