/** The observers of a machine, one for each phenomenon that is drawn. A row here is all that makes one follow a run. */
import type { MachineEvent } from '../../shared/events'
import {
  DIAGRAM_TOPICS,
  type DiagramTopic,
  type Selection,
  type ViewModels,
} from '../../shared/protocol'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine } from '../machine/machine-api'
import type { Observer } from '../observers/observer'
import { createPageWalkObserver, type PageWalkObserver } from '../observers/page-walk'
import type { AddressLookup } from '../observers/page-walk-model'

/** What observers may ask: the machine as it stands, its names, and what lies at an address. */
export interface ObserverContext {
  readonly machine: Machine
  readonly debugInfo: DebugInfo
  readonly lookup: AddressLookup
}

/** An observer of which the reader may choose what it shows. */
export interface Selectable {
  readonly select?: (item: number | undefined) => void
}

export type Observers = {
  readonly [Topic in DiagramTopic]: Observer<ViewModels[Topic]>
} & {
  readonly 'page-walk': PageWalkObserver
}

export const createObservers = ({ lookup }: ObserverContext): Observers => ({
  'page-walk': createPageWalkObserver(lookup),
})

export const observeAll = (observers: Observers, event: MachineEvent): void => {
  for (const topic of DIAGRAM_TOPICS) observers[topic].observe(event)
}

export function selectItem(observers: Observers, topic: DiagramTopic, item: Selection): void {
  const { select }: Selectable = observers[topic]
  select?.(item === 'latest' ? undefined : item)
}

export const modelOf = <Topic extends DiagramTopic>(
  observers: Observers,
  topic: Topic,
): ViewModels[Topic] => observers[topic].model()
