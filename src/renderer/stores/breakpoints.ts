/** The breakpoints as the window shows them, and the place that F2 means. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Breakpoint, BreakpointPlace } from '../../shared/models/breakpoints'
import type { SourceFile, SourceLocation } from '../../shared/models/debug'
import { useDebugStore } from './debug'
import { useMachineStore } from './machine'

/** What a line or an instruction shows of its breakpoint. */
export type BreakpointMark = 'set' | 'off'

export interface Refusal {
  readonly text: string
  readonly cause: string
  readonly span?: { readonly start: number; readonly end: number }
}

const isSameSource = (one: SourceFile, other: SourceFile): boolean =>
  one.file === other.file && (one.directory ?? '') === (other.directory ?? '')

export const useBreakpointsStore = defineStore('breakpoints', () => {
  const machine = useMachineStore()
  const debug = useDebugStore()
  const list = computed<readonly Breakpoint[]>(() => machine.models.breakpoints?.list ?? [])
  const reached = computed<readonly number[]>(() => machine.models.breakpoints?.reached ?? [])
  /** What was typed and is not yet a breakpoint, and why the last of it was refused. */
  const typed = ref('')
  const refusal = shallowRef<Refusal>()
  /** Where the cursor of the code pane is that had the focus last. */
  const target = shallowRef<BreakpointPlace>()
  /** Whoever asks for code from elsewhere means its source, whatever pane had the focus before. */
  watch(
    () => debug.wishes,
    () => (target.value = undefined),
    { flush: 'sync' },
  )

  machine.onBreakpointAnswered(({ text, refusal: why }) => {
    refusal.value = why && { text, ...why }
    if (!why && typed.value === text) typed.value = ''
  })

  /** Lines of a file that have one. */
  function linesOf(source: SourceFile): ReadonlyMap<number, BreakpointMark> {
    const marks = new Map<number, BreakpointMark>()
    for (const { place, isEnabled } of list.value) {
      if (place.type !== 'line' || !isSameSource(place.source, source)) continue
      marks.set(place.line, isEnabled ? 'set' : 'off')
    }
    return marks
  }

  /** Instructions before which one stops. */
  const addresses = computed<ReadonlyMap<bigint, BreakpointMark>>(() => {
    const marks = new Map<bigint, BreakpointMark>()
    for (const { addresses: own, isEnabled } of list.value) {
      for (const address of own) {
        if (isEnabled || !marks.has(address)) marks.set(address, isEnabled ? 'set' : 'off')
      }
    }
    return marks
  })

  const toggle = (place: BreakpointPlace) => machine.toggleBreakpoint(place)
  const placeOf = ({ file, directory, line }: SourceLocation): BreakpointPlace => ({
    type: 'line',
    source: { file, ...(directory !== undefined && { directory }) },
    line,
  })

  const targetOf = (place: BreakpointPlace | SourceLocation): BreakpointPlace =>
    'type' in place ? place : placeOf(place)

  return {
    list,
    reached,
    typed,
    refusal,
    linesOf,
    addresses,
    toggle,
    toggleLine: (location: SourceLocation) => toggle(placeOf(location)),
    toggleHere() {
      const here = target.value ?? (debug.place && placeOf(debug.place))
      if (here) toggle(here)
    },
    /** The cursor of a code pane that has the focus. */
    aim: (place: BreakpointPlace | SourceLocation) => (target.value = targetOf(place)),
    /** A cursor that went elsewhere with the machine: of no account while another pane had the focus last. */
    follow(place: BreakpointPlace | SourceLocation) {
      const next = targetOf(place)
      if (next.type === (target.value?.type ?? 'line')) target.value = next
    },
    /** That of a code pane which is not shown any more. */
    forget(type: BreakpointPlace['type']) {
      if (target.value?.type === type) target.value = undefined
    },
    add() {
      refusal.value = undefined
      machine.addBreakpoint(typed.value)
    },
    enable: machine.enableBreakpoint,
    remove: machine.deleteBreakpoint,
  }
})
