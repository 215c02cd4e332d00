/** Two diagrams at once, of two topics or of both branches of a fork. */
import type { ShallowRef } from 'vue'
import { useMachineStore } from '../stores/machine'
import { useSettingsStore } from '../stores/settings'
import { useTimelineStore } from '../stores/timeline'
import { DIAGRAM_VIEWS } from './diagram-topics'
import { usePinsStore } from './pins'
import type { ShownDiagram } from './shown-diagram'

/** To be called once, by the window. */
export function useSideBySide(shown: Readonly<ShallowRef<ShownDiagram | undefined>>) {
  const machine = useMachineStore()
  const settings = useSettingsStore()
  const timeline = useTimelineStore()
  const pins = usePinsStore()

  return {
    /** A second diagram begins with what the first shows next. */
    toggle(): void {
      const at = DIAGRAM_VIEWS.findIndex(({ topic }) => topic === settings.topic)
      const next = DIAGRAM_VIEWS[(at + 1) % DIAGRAM_VIEWS.length]?.topic
      const beside = settings.diagrams.beside ? undefined : next
      settings.setDiagrams({ beside, isOverview: false })
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
      settings.setDiagrams({ beside: topic, isOverview: false })
      pins.pin('diagram', topic, present)
      pins.unpin('diagram-beside', topic)
      if (timeline.isComparing) timeline.stopComparing()
      timeline.goOver(other.id, instant)
    },
  }
}
