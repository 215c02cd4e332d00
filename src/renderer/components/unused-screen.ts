/**
 * Whether the guest has left its text screen alone so far and writes to the serial line instead, as many a kernel of
 * the series does: the room of a black screen is then better used.
 */
import { readonly, ref, watch, type Ref } from 'vue'
import { CODE_PAGE_437 } from '../../shared/code-page-437'
import type { TextScreen } from '../../shared/models/machine'
import { useMachineStore } from '../stores/machine'
import { useSerialLogStore } from '../stores/serial-log'

const BYTES_PER_CELL = 2

export const isBlank = ({ cells }: Pick<TextScreen, 'cells'>): boolean =>
  cells.every((byte, index) => index % BYTES_PER_CELL === 1 || CODE_PAGE_437[byte] === ' ')

export function useUnusedScreen(): Readonly<Ref<boolean>> {
  const machine = useMachineStore()
  const serial = useSerialLogStore()
  const isUnused = ref(false)
  /** Once something was there, going back to before that changes nothing in the window. */
  let isUsed = false

  watch(
    () => machine.loads,
    () => (isUsed = isUnused.value = false),
  )
  watch([() => machine.models.screen, () => machine.isRunning, () => serial.log], ([screen]) => {
    if (!screen || isUsed) return
    isUsed = !isBlank(screen)
    if (isUsed) isUnused.value = false
    // A kernel that runs may yet write there.
    else if (!machine.isRunning && serial.log.text !== '') isUnused.value = true
  })
  return readonly(isUnused)
}
