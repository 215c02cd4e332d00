/** Goes where a part of an explanation leads: to a diagram, to an instant, to a translation. */
import type { DiagramTopic } from '../../shared/protocol'
import { formatShortHex } from '../../shared/format'
import { useExecutorStore } from '../stores/executor'
import { useHeapStore } from '../stores/heap'
import { useIdtDispatchStore } from '../stores/idt-dispatch'
import { useInterleavingStore } from '../stores/interleaving'
import { useInterruptPathStore } from '../stores/interrupt-path'
import { useMachineStore } from '../stores/machine'
import { usePageWalkStore } from '../stores/page-walk'
import { usePortStripStore } from '../stores/port-strip'
import { useScreenCellsStore } from '../stores/screen-cells'
import { useSettingsStore } from '../stores/settings'
import { useStackSwitchStore } from '../stores/stack-switch'
import type { Link } from '../why/explanation'

/** Chooses what a topic shows, wherever it is shown. To be called in the setup of a component. */
export function useSelectItem(): (topic: DiagramTopic, item: number) => void {
  /** Topics of which one can choose what they show. */
  const stores: Partial<Record<DiagramTopic, { select: (sequence: number) => void }>> = {
    'page-walk': usePageWalkStore(),
    'idt-dispatch': useIdtDispatchStore(),
    'stack-switch': useStackSwitchStore(),
    heap: useHeapStore(),
    'interrupt-path': useInterruptPathStore(),
    executor: useExecutorStore(),
    'screen-cells': useScreenCellsStore(),
    interleaving: useInterleavingStore(),
    'port-strip': usePortStripStore(),
  }
  return (topic, item) => stores[topic]?.select(item)
}

/** To be called in the setup of a component. */
export function useFollowLink(): (link: Link) => void {
  const machine = useMachineStore()
  const settings = useSettingsStore()
  const walks = usePageWalkStore()
  const selectItem = useSelectItem()

  return (link) => {
    switch (link.kind) {
      case 'diagram':
        settings.setTopic(link.topic)
        if (link.item !== undefined) selectItem(link.topic, link.item)
        return
      case 'instant':
        return machine.seek(link.instant)
      case 'translation':
        settings.setTopic('page-walk')
        walks.translate(formatShortHex(link.address), link.access)
    }
  }
}
