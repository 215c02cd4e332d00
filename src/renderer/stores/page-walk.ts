/** Which translation the reader looks at: the latest, one of the recent, or one that they asked for. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { MemoryAccess } from '../../shared/events/page-walk'
import { parseAddress } from '../../shared/parse-address'
import { useMachineStore } from './machine'

export const usePageWalkStore = defineStore('page-walk', () => {
  const machine = useMachineStore()
  const isFollowing = ref(true)
  const walk = computed(() => machine.models['page-walk']?.selected)
  const recent = computed(() => machine.models['page-walk']?.recent ?? [])
  const total = computed(() => machine.models['page-walk']?.total ?? 0)

  function followLatest(): void {
    isFollowing.value = true
    machine.select('page-walk', 'latest')
  }

  function select(sequence: number): void {
    isFollowing.value = false
    machine.select('page-walk', sequence)
  }

  /** Shows the walk of the next or previous row of the recent ones. */
  function selectBeside(distance: -1 | 1): void {
    const at = recent.value.findIndex(({ sequence }) => sequence === walk.value?.sequence)
    const next = recent.value[at < 0 ? recent.value.length - 1 : at + distance]
    if (next !== undefined) select(next.sequence)
  }

  /** False when the text is no address. */
  function translate(text: string, access: MemoryAccess): boolean {
    const address = parseAddress(text)
    if (address === undefined) return false
    isFollowing.value = false
    machine.translate({ address, access })
    return true
  }

  /**
   * Goes to the last store into the byte at an address, or without one into the byte that the shown walk leads to.
   * False when the text is no address.
   */
  function askWhoWrote(text: string): boolean {
    const address = text.trim() === '' ? walk.value?.linearAddress : parseAddress(text)
    if (address === undefined) return false
    machine.whoWrote(address)
    return true
  }

  return {
    isFollowing,
    walk,
    recent,
    total,
    followLatest,
    select,
    selectBeside,
    translate,
    askWhoWrote,
  }
})
