/** What the reader looks at of the stopped program: which call, and which place of the source. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { formatHex } from '../../shared/format'
import type { SourceLocation, StackFrame } from '../../shared/models/debug'
import { useMachineStore } from './machine'
import { useMemoryStore } from './memory'
import { useNoticesStore } from './notices'

/** Lines of one file where the program stands: the innermost first. */
export interface StandingLine {
  readonly line: number
  /** `now` is the line of RIP itself, `call` that of a call that has not returned. */
  readonly as: 'now' | 'call'
}

export const isSameFile = (one: SourceLocation, other: SourceLocation): boolean =>
  one.file === other.file && one.directory === other.directory

export const useDebugStore = defineStore('debug', () => {
  const machine = useMachineStore()
  const memory = useMemoryStore()
  const notices = useNoticesStore()
  const frames = computed<readonly StackFrame[]>(() => machine.models.backtrace?.frames ?? [])
  const isComplete = computed(() => machine.models.backtrace?.isComplete ?? false)
  const selected = computed(() => machine.models.backtrace?.selected ?? 0)
  const frame = computed<StackFrame | undefined>(() => frames.value[selected.value])
  /** A place that the reader has turned to, until the program stands elsewhere. */
  const opened = shallowRef<SourceLocation>()
  const place = computed(() => opened.value ?? frame.value?.source)

  /** How often somebody has asked from elsewhere to see code. */
  const wishes = ref(0)
  function showSource(source: SourceLocation): void {
    opened.value = source
    wishes.value += 1
  }
  machine.onSourceFound(({ address, source, symbol }) => {
    if (source) return showSource(source)
    notices.show({
      kind: 'source',
      tone: 'problem',
      text: `Where the code of ${symbol ?? formatHex(address)} was written is not known.`,
      cure: 'Its bytes are shown in the memory pane.',
      isPassing: true,
    })
    memory.showAddress(address)
  })

  watch([() => machine.status.instant, selected], () => (opened.value = undefined))

  /** Those of the shown file: of the selected frame, and of all that it is inlined into. */
  const standing = computed<readonly StandingLine[]>(() => {
    const shown = place.value
    const at = frame.value
    if (!shown || !at) return []
    return frames.value.flatMap(({ source, activation }, index) => {
      const isPart = index >= selected.value && activation === at.activation
      if (!isPart || !source || !isSameFile(source, shown)) return []
      return [{ line: source.line, as: index === 0 ? 'now' : 'call' }]
    })
  })

  return {
    frames,
    isComplete,
    selected,
    frame,
    place,
    standing,
    wishes,
    /** Turns to where the code at an address was written, or else to its bytes. */
    showCode: machine.findSource,
    showSource,
    open: (location: SourceLocation) => (opened.value = location),
    selectFrame: (index: number) => {
      opened.value = undefined
      machine.selectFrame(index)
    },
  }
})
