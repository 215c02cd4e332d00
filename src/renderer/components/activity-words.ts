/** What the machine is doing, in the few words of a status line. */
import type { MachineStatus } from '../../shared/models/machine'

export function activityWords({ activity, isHalted, exitStatus }: MachineStatus): string {
  switch (activity) {
    case 'running':
      return isHalted ? 'Running, waits in HLT' : 'Running'
    case 'paused':
      return 'Paused'
    case 'frozen':
      return 'Frozen by a triple fault'
    case 'exited':
      return `Ended with status ${exitStatus ?? 0}`
    case 'empty':
      return 'No machine'
  }
}
