/** The observers of a machine, one for each phenomenon that is drawn. A row here is all that makes one follow a run. */
import type { MachineEvent } from '../../shared/events'
import {
  DIAGRAM_TOPICS,
  type DiagramTopic,
  type Selection,
  type ViewModels,
} from '../../shared/protocol'
import type { BootPlan } from '../boot/boot-plan'
import type { DebugInfo } from '../debuginfo/debug-info'
import type { Machine } from '../machine/machine-api'
import type { ElfImage } from '../memory/image'
import type { HeapObserver } from '../observers/heap'
import { createIdtDispatchObserver } from '../observers/idt-dispatch'
import { createImageMapObserver } from '../observers/image-map'
import { createInterleavingObserver } from '../observers/interleaving'
import { createInterruptPathObserver } from '../observers/interrupt-path'
import type { Observer } from '../observers/observer'
import { createPageWalkObserver, type PageWalkObserver } from '../observers/page-walk'
import type { AddressLookup } from '../observers/page-walk-model'
import { createScreenCellsObserver } from '../observers/screen-cells'
import { createStackSwitchObserver, type StackSwitchObserver } from '../observers/stack-switch'
import { createDispatchLookup, createIdtTableReader } from './dispatch-lookup'
import { followExecutor } from './executor-observer'
import { createImageReader } from './image-reader'
import { createInterleavingReader } from './interleaving-reader'
import { createInterruptPathReader } from './interrupt-path-reader'
import { followHeap } from './heap-observer'
import { followPorts } from './port-reader'
import { createScreenReader } from './screen-reader'
import { createStackReader } from './stack-reader'

/** What observers may ask: the machine as it stands, its names, and what lies at an address. */
export interface ObserverContext {
  readonly machine: Machine
  readonly debugInfo: DebugInfo
  readonly lookup: AddressLookup
}

/** The same, with what was loaded and how the loader leaves the machine. */
export interface BootContext extends ObserverContext {
  readonly elf: ElfImage
  readonly plan: BootPlan
}

/** An observer of which the reader may choose what it shows. */
export interface Selectable {
  readonly select?: (item: number | undefined) => void
}

type TopicObservers = {
  readonly [Topic in DiagramTopic]: Observer<ViewModels[Topic]> & Selectable
}

export type Observers = TopicObservers & {
  readonly 'page-walk': PageWalkObserver
  readonly 'stack-switch': StackSwitchObserver
  readonly heap: HeapObserver
}

export const createObservers = (context: BootContext): Observers => ({
  'page-walk': createPageWalkObserver(context.lookup),
  'idt-dispatch': createIdtDispatchObserver(createDispatchLookup(context), {
    table: createIdtTableReader(context),
  }),
  'stack-switch': createStackSwitchObserver(createStackReader(context)),
  'interrupt-path': createInterruptPathObserver(createInterruptPathReader(context)),
  heap: followHeap(context.machine, context.debugInfo),
  executor: followExecutor(context.machine, context.debugInfo),
  'screen-cells': createScreenCellsObserver(createScreenReader(context)),
  interleaving: createInterleavingObserver(createInterleavingReader(context)),
  'port-strip': followPorts(context),
  'image-map': createImageMapObserver(createImageReader(context)),
})

export const observeAll = (observers: Observers, event: MachineEvent): void => {
  for (const topic of DIAGRAM_TOPICS) observers[topic].observe(event)
}

export function selectItem(observers: Observers, topic: DiagramTopic, item: Selection): void {
  observers[topic].select?.(item === 'latest' ? undefined : item)
}

export const modelOf = <Topic extends DiagramTopic>(
  observers: TopicObservers,
  topic: Topic,
): ViewModels[Topic] => observers[topic].model()
