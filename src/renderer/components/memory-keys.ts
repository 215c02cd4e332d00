/** What the keys and the menu do on the bytes of the memory pane; letters of hex digits are the bytes' own. */
import { computed, ref, watch } from 'vue'
import { useMachineStore } from '../stores/machine'
import { useMemoryStore } from '../stores/memory'
import type { MenuItem } from './ContextMenu.vue'
import { addressText } from './memory-cells'
import { typeDigit } from './memory-words'

interface Action extends MenuItem {
  readonly key: string
  readonly isCtrl?: boolean
}

/** To be called in the setup of a component. `askForAddress`: turns to where one is typed. */
export function useMemoryKeys(askForAddress: () => void) {
  const machine = useMachineStore()
  const memory = useMemoryStore()

  /** The first digit of a byte that is being typed. */
  const typed = ref('')
  watch(
    () => memory.cursor,
    () => (typed.value = ''),
  )

  const distances = computed((): Readonly<Record<string, bigint>> => {
    const row = BigInt(memory.columns)
    const page = row * BigInt(Math.max(1, memory.rows - 1))
    const within = memory.cursor % row
    return {
      ArrowLeft: -1n,
      ArrowRight: 1n,
      ArrowUp: -row,
      ArrowDown: row,
      PageUp: -page,
      PageDown: page,
      Home: -within,
      End: row - 1n - within,
    }
  })

  const copyAddress = () =>
    void navigator.clipboard.writeText(addressText(memory.cursor, memory.space))

  /** By the menu, and each by a key. */
  const actions = (): readonly Action[] => [
    { key: 'w', keys: 'W', label: 'Who wrote this byte?', run: memory.askWhoWrote },
    { key: 'g', keys: 'G', label: 'Go to …', run: askForAddress },
    { key: 'c', isCtrl: true, keys: 'Ctrl+C', label: 'Copy the address', run: copyAddress },
    ...(memory.model?.mappedAfter === undefined
      ? []
      : [{ key: 'n', keys: 'N', label: 'Next mapped memory', run: memory.goToMappedAfter }]),
    ...(memory.model?.mappedBefore === undefined
      ? []
      : [{ key: 'p', keys: 'P', label: 'Previous mapped memory', run: memory.goToMappedBefore }]),
  ]

  /** True when the key was a digit of the byte. */
  function type(key: string): boolean {
    const next =
      machine.isRunning || memory.place?.absence ? undefined : typeDigit(typed.value, key)
    if (!next) return false
    typed.value = next.typed
    if (next.byte === undefined) return true
    memory.setByte(next.byte)
    memory.choose(memory.cursor + 1n)
    return true
  }

  function act({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const isCtrl = ctrlKey || metaKey
    const distance = isCtrl ? undefined : distances.value[key]
    const action = actions().find(
      (one) => one.key === key.toLowerCase() && ((one.isCtrl ?? false) === isCtrl || key === 'g'),
    )
    if (distance !== undefined) memory.choose(memory.cursor + distance)
    else if (action) action.run()
    else if (key === 'Escape' && typed.value !== '') typed.value = ''
    else return !isCtrl && type(key)
    return true
  }

  return {
    typed,
    actions,
    pressKey(event: KeyboardEvent): void {
      if (event.altKey || !act(event)) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
