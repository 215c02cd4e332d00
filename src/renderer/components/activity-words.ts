/** What the machine is doing, in the few words of a status line. */
import { formatCount } from '../../shared/format'
import type { MachineStatus, RunWork } from '../../shared/models/machine'

export function activityWords(status: MachineStatus): string {
  const { activity, isHalted, exitStatus } = status
  switch (activity) {
    case 'running':
      if (status.instant < status.end) return 'Replays the past'
      return isHalted ? 'Running, waits in HLT' : 'Running'
    case 'paused':
      if (status.stoppedAt !== undefined) return 'At a breakpoint'
      return status.instant < status.end ? 'Looking at the past' : 'Paused'
    case 'frozen':
      return 'Frozen by a triple fault'
    case 'exited':
      return `Ended with status ${exitStatus ?? 0}`
    case 'empty':
      return 'No machine'
  }
}

const WORK: Readonly<Record<RunWork['kind'], string>> = {
  search: 'Searching',
  replay: 'Replaying',
  step: 'Stepping until the line is over (F5 stops here)',
}

/** What it is busy with, and how far: `Replaying, 40 %: instr 4,000,000 of 10,000,000 …`. */
export function workWords({ kind, at, goal }: RunWork): string {
  const doing = WORK[kind]
  if (goal === undefined) return `${doing}, now at instr ${formatCount(at)} …`
  const percent = goal === 0 ? 100 : Math.floor((100 * at) / goal)
  return `${doing}, ${percent} %: instr ${formatCount(at)} of ${formatCount(goal)} …`
}
