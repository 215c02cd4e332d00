/** What the machine is doing, in the few words of a status line. */
import type { MachineStatus } from '../../shared/models/machine'

export function activityWords(status: MachineStatus): string {
  const { activity, isHalted, exitStatus } = status
  switch (activity) {
    case 'running':
      if (status.instant < status.end) return 'Replays the past'
      return isHalted ? 'Running, waits in HLT' : 'Running'
    case 'paused':
      return status.instant < status.end ? 'Looking at the past' : 'Paused'
    case 'frozen':
      return 'Frozen by a triple fault'
    case 'exited':
      return `Ended with status ${exitStatus ?? 0}`
    case 'empty':
      return 'No machine'
  }
}
