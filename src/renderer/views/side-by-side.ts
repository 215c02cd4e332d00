/** Two diagrams at once, of two topics or of both branches of a fork. In most windows they take the whole width. */
import type { ShallowRef } from 'vue'
import type { DiagramTopic } from '../../shared/protocol'
import { useMachineStore } from '../stores/machine'
import { useSettingsStore } from '../stores/settings'
import { useTimelineStore } from '../stores/timeline'
import { DIAGRAM_VIEWS } from './diagram-topics'
import { usePinsStore } from './pins'
import type { ShownDiagram } from './shown-diagram'

/** In a narrower window two diagrams are too small to read beside the other panes. */
const ROOM_FOR_ALL = 1900

/** To be called once, by the window. */
export function useSideBySide(shown: Readonly<ShallowRef<ShownDiagram | undefined>>) {
  const machine = useMachineStore()
  const settings = useSettingsStore()
  const timeline = useTimelineStore()
  const pins = usePinsStore()
  /** The other panes made room for the second diagram, and come back when it goes. */
  let hasMadeRoom = false

  function open(beside: DiagramTopic): void {
    if (!settings.diagrams.beside) {
      hasMadeRoom = !settings.diagrams.isWide && innerWidth < ROOM_FOR_ALL
    }
    const isFirst = hasMadeRoom && !settings.diagrams.beside
    settings.setDiagrams({ beside, isOverview: false, ...(isFirst && { isWide: true }) })
  }

  function close(): void {
    settings.setDiagrams({
      beside: undefined,
      isOverview: false,
      ...(hasMadeRoom && { isWide: false }),
    })
    hasMadeRoom = false
  }

  return {
    /** A second diagram begins with what the first shows next. */
    toggle(): void {
      if (settings.diagrams.beside) return close()
      const at = DIAGRAM_VIEWS.findIndex(({ topic }) => topic === settings.topic)
      const next = DIAGRAM_VIEWS[(at + 1) % DIAGRAM_VIEWS.length]
      if (next) open(next.topic)
    },
    /**
     * The picture of the present branch is pinned, and beside it the same diagram shows the branch that was left last,
     * at the same instant.
     */
    showBothBranches(): void {
      const other = timeline.otherBranch()
      const { instant } = machine.status
      const present = shown.value?.present()
      if (!other || !shown.value || !present) return
      const { topic } = shown.value
      settings.setTopic(topic)
      open(topic)
      pins.pin('diagram', topic, present)
      pins.unpin('diagram-beside', topic)
      if (timeline.isComparing) timeline.stopComparing()
      timeline.goOver(other.id, instant)
    },
  }
}
