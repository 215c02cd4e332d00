/** What could not be recognised of a program, so that the reader can be told what would help. */
import type { ExecutorGap, ExecutorMoment } from '../../../shared/models/executor'
import type { Recognition } from './recognition'

export function gapsOf(
  { futures, wakers }: Recognition,
  { tasks, ready, inputs }: ExecutorMoment,
  hasSymbols: boolean,
  hasTypes: boolean,
): readonly ExecutorGap[] {
  if (!hasSymbols) return ['no-symbols']
  if (futures.length === 0) return ['no-futures']
  const gaps: ExecutorGap[] = []
  if (wakers.length === 0) gaps.push('no-wakers')
  if (!hasTypes) return [...gaps, 'no-types']
  if (tasks.some(({ id, status }) => id === undefined && status !== 'done'))
    gaps.push('no-task-numbers')
  if (!ready && tasks.length > 0) gaps.push('no-ready-queue')
  if (inputs.length === 0) gaps.push('no-input-queue')
  return gaps
}
