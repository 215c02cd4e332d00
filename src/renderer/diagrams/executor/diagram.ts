/** The executor as a diagram that can be shown, told and pointed at. */
import type { Executor } from '../../../shared/models/executor'
import type { Diagram } from '../diagram'
import { detailOf } from './details'
import { executorDiagram } from './executor'
import { stepCount } from './stations'
import { executorText } from './text'

export const diagramOfExecutor = (executor: Executor, isFollowing: boolean): Diagram => ({
  id: `chain ${executor.chain?.sequence ?? 'none'}`,
  reason: isFollowing ? 'latest' : 'chosen',
  ...(executor.chain?.stations[0] && { instant: executor.chain.stations[0].instant }),
  steps: stepCount(executor),
  fileName: executor.chain ? `executor-chain-${executor.chain.sequence}` : 'executor',
  draw: (options) => executorDiagram(executor, options),
  text: () => executorText(executor),
  detail: (key) => detailOf(executor, key),
})
