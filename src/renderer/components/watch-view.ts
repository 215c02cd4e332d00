/** Has the machine make a view as long as the component that shows it is there. */
import { onBeforeUnmount, onMounted } from 'vue'
import type { View } from '../../shared/protocol'
import { useMachineStore } from '../stores/machine'

export function useView(...views: readonly View[]): void {
  const machine = useMachineStore()
  const stops: (() => void)[] = []
  onMounted(() => stops.push(...views.map((view) => machine.watchView(view))))
  onBeforeUnmount(() => stops.forEach((stop) => stop()))
}
