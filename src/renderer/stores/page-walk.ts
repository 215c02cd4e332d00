/** Which translation the reader looks at: the latest, one of the recent, or one that they asked for. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { MemoryAccess } from '../../shared/events/page-walk'
import type { SpaceLook } from '../../shared/models/space-map'
import { parseAddress } from '../../shared/parse-address'
import type { LinearAddress } from '../../shared/units'
import { pml4Address } from '../../shared/x86/paging'
import { useMachineStore } from './machine'
import { useModelSelection } from './topic-selection'

export const usePageWalkStore = defineStore('page-walk', () => {
  const machine = useMachineStore()
  const selection = useModelSelection('page-walk')
  const { selected: walk, isFollowing: wantsLatest, model } = selection
  /** A walk of code that was found is shown as long as the machine stands there, and is none of the processor's. */
  const isFollowing = computed(() => wantsLatest.value && !walk.value?.software)
  /** In place of a walk. */
  const space = computed(() => model.value?.space)

  /** False when the text is no address. */
  function translate(text: string, access: MemoryAccess): boolean {
    const address = parseAddress(text)
    if (address === undefined) return false
    wantsLatest.value = false
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
    machine.whoWrote({ type: 'memory', space: 'linear', address, length: 1 })
    return true
  }

  const toggleSpace = (): void => machine.showSpace(space.value ? undefined : {})

  /** Without a value: that of now, or none beside it. The lowest bits of CR3 are flags. */
  function chooseSpace(part: keyof SpaceLook, value: LinearAddress | undefined): void {
    const { pml4, isCurrent, beside } = space.value ?? {}
    const chosen = value === undefined ? {} : { [part]: pml4Address(value) }
    machine.showSpace({
      ...(part !== 'pml4' && pml4 !== undefined && !isCurrent && { pml4 }),
      ...(part !== 'beside' && beside && { beside: beside.pml4 }),
      ...chosen,
    })
  }

  return {
    ...selection,
    isFollowing,
    walk,
    space,
    translate,
    askWhoWrote,
    findCodeWalk: machine.findCodeWalk,
    toggleSpace,
    chooseSpace,
  }
})
