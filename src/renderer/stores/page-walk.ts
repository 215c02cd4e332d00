/** Which translation the reader looks at: the latest, one of the recent, or one that they asked for. */
import { defineStore } from 'pinia'
import type { MemoryAccess } from '../../shared/events/page-walk'
import { parseAddress } from '../../shared/parse-address'
import { useMachineStore } from './machine'
import { useModelSelection } from './topic-selection'

export const usePageWalkStore = defineStore('page-walk', () => {
  const machine = useMachineStore()
  const selection = useModelSelection('page-walk')
  const { selected: walk, isFollowing } = selection

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
    machine.whoWrote({ type: 'memory', space: 'linear', address, length: 1 })
    return true
  }

  return { ...selection, walk, translate, askWhoWrote }
})
