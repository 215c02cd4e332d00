/** Which story of the stacks the reader looks at: what is under way, or one of the recent; and the way to where it was. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { instant } from '../../shared/units'
import { useMachineStore } from './machine'
import { useTopicSelection } from './topic-selection'

export const useStackSwitchStore = defineStore('stack-switch', () => {
  const machine = useMachineStore()
  const model = computed(() => machine.models['stack-switch'])
  const shown = computed(() => model.value?.shown)
  const total = computed(() => model.value?.total ?? 0)
  const selection = useTopicSelection('stack-switch', () => {
    if (!model.value) return undefined
    const { recent, shown } = model.value
    return { recent, ...(shown.story && { selected: shown.story }) }
  })
  /** The story on show is one that the machine has gone on from. */
  const isPast = computed(() => shown.value?.story?.isLive === false)

  /** To the instant right after the story, where the stacks still are as it left them. */
  function goThere(): void {
    const story = shown.value?.story
    if (story) machine.seek(instant(story.instant + 1))
  }

  return { ...selection, shown, total, isPast, goThere }
})
