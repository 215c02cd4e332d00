/** What the reader looks at of the program's variables: which rows are open, in view, and searched for. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import {
  FIRST_OPENED,
  type ChangeableScalar,
  type VariableRow,
} from '../../shared/models/variables'
import { bytesOf, withBits } from '../../shared/state-edit'
import { useMachineStore } from './machine'

/** So many rows may be open; the machine takes no more. */
const OPEN_LIMIT = 1_000

export const useVariablesStore = defineStore('variables', () => {
  const machine = useMachineStore()
  const opened = shallowRef<ReadonlySet<string>>(new Set(FIRST_OPENED))
  const search = ref('')
  /** The row that the keys work on: rows above it come and go, and the pane does. */
  const cursorKey = ref<string>()
  const inView = shallowRef({ first: 0, count: 50 })
  const model = computed(() => machine.models.variables)

  const show = () =>
    machine.showVariables({
      ...inView.value,
      search: search.value.trim(),
      opened: [...opened.value].slice(0, OPEN_LIMIT),
    })

  watch([opened, search, inView], show)
  // The statics are read a stretch for each time that one looks.
  watch(model, (now) => now?.isReadingStatics && show())

  function setOpen(key: string, isOpen: boolean): void {
    const keys = new Set(opened.value)
    if (isOpen) keys.add(key)
    else keys.delete(key)
    opened.value = keys
  }

  /** Changes a number where it lies, to these bits. */
  function change({ place, size }: ChangeableScalar, bits: bigint): void {
    if (place.kind === 'memory') machine.editMemory(place.address, bytesOf(bits, size))
    else {
      const { register, offset, whole } = place
      machine.editRegister(register, withBits(whole, 8 * offset, 8 * size, bits))
    }
  }

  return {
    model,
    search,
    cursorKey,
    show,
    setOpen,
    change,
    look(first: number, count: number) {
      const { first: before, count: many } = inView.value
      if (first !== before || count !== many) inView.value = { first, count }
    },
    rowAt(index: number): VariableRow | undefined {
      const now = model.value
      return now?.rows[index - now.first]
    },
  }
})
