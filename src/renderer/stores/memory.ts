/** Which memory the reader looks at: the rows in view, the byte that is chosen, and the address that was asked for. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { MemoryColumns, MemoryWindow } from '../../shared/models/memory'
import type { AddressSpace } from '../../shared/state-edit'
import { useMachineStore } from './machine'
import { clampAddress, fromShowing, rowOf } from './memory-window'

/** So many addresses that were asked for are offered again. */
const HISTORY_LIMIT = 12
const FIRST_HISTORY: readonly string[] = ['rsp', 'rip', 'cr2', 'rbp']

export const useMemoryStore = defineStore('memory', () => {
  const machine = useMachineStore()
  const space = ref<AddressSpace>('linear')
  const from = ref(0n)
  const cursor = ref(0n)
  const rows = ref(16)
  const columns = ref<MemoryColumns>(8)
  const expression = shallowRef<MemoryWindow['expression']>()
  /** The address is gone to whenever it is another. */
  const isFollowing = ref(false)
  const history = shallowRef(FIRST_HISTORY)
  /** How often somebody has asked from elsewhere to see memory. */
  const wishes = ref(0)
  /** The question whose answer is still to be gone to. */
  let awaited: number | undefined
  let isPlaced = false

  const model = computed(() => machine.models.memory)
  /** What is known of the chosen byte, once the machine has said it. */
  const place = computed(() =>
    model.value?.cursor.address === cursor.value ? model.value.cursor : undefined,
  )
  const problem = computed(() => {
    const answer = model.value?.expression
    return answer?.question === expression.value?.question ? answer?.problem : undefined
  })

  const show = () =>
    machine.showMemory({
      space: space.value,
      from: from.value,
      rows: rows.value,
      columns: columns.value,
      cursor: cursor.value,
      ...(expression.value && { expression: expression.value }),
    })
  watch([space, from, cursor, rows, columns, expression], show)

  /** Chooses a byte, and scrolls as little as needed to show it. */
  function choose(address: bigint): void {
    cursor.value = clampAddress(address)
    from.value = fromShowing(cursor.value, from.value, rows.value, columns.value)
  }

  /** Chooses a byte, with some rows before it. */
  function goTo(address: bigint): void {
    const before = BigInt(Math.min(2, rows.value >> 2) * columns.value)
    from.value = rowOf(clampAddress(address - before), columns.value)
    choose(address)
  }

  function goToMapped(direction: 'mappedBefore' | 'mappedAfter'): void {
    const address = model.value?.[direction]
    if (address !== undefined) goTo(address)
  }

  function ask(text: string): void {
    const question = (expression.value?.question ?? 0) + 1
    awaited = question
    expression.value = { question, text }
    history.value = [text, ...history.value.filter((one) => one !== text)].slice(0, HISTORY_LIMIT)
  }

  watch(model, (now, before) => {
    const answer = now?.expression
    if (answer?.address === undefined || answer.question !== expression.value?.question) return
    const isAnother = answer.address !== before?.expression?.address
    if (answer.question !== awaited && !(isFollowing.value && isAnother)) return
    awaited = undefined
    goTo(answer.address)
  })

  return {
    space,
    cursor,
    columns,
    rows,
    expression,
    isFollowing,
    history,
    wishes,
    model,
    place,
    problem,
    show,
    choose,
    goTo,
    goToMappedBefore: () => goToMapped('mappedBefore'),
    goToMappedAfter: () => goToMapped('mappedAfter'),
    ask,
    /** Rows up or down, without the choice. */
    scroll(count: number) {
      const last = rowOf((1n << 64n) - 1n, columns.value)
      const wanted = from.value + BigInt(count * columns.value)
      from.value = wanted < 0n ? 0n : wanted > last ? last : wanted
    },
    setSize(rowCount: number, columnCount: MemoryColumns) {
      if (rowCount === rows.value && columnCount === columns.value) return
      rows.value = rowCount
      columns.value = columnCount
      from.value = rowOf(from.value, columnCount)
      choose(cursor.value)
    },
    /** The first time there is something to see: the stack. */
    begin() {
      if (!isPlaced && !expression.value) ask('rsp')
      isPlaced = true
      show()
    },
    /** Shows an address on a wish from elsewhere in the window. */
    showAddress(address: bigint, wantedSpace: AddressSpace = 'linear') {
      isPlaced = true
      isFollowing.value = false
      space.value = wantedSpace
      goTo(address)
      wishes.value += 1
    },
    setByte: (value: number) => machine.editMemory(cursor.value, [value], space.value),
    askWhoWrote: () =>
      machine.whoWrote({
        type: 'memory',
        space: space.value,
        address: cursor.value,
        length: 1,
      }),
  }
})
