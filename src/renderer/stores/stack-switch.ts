/** Which story of the stacks the reader looks at: what is under way, or one of the recent; and the way to where it was. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { instant } from '../../shared/units'
import { useMachineStore } from './machine'
import { useTopicSelection } from './topic-selection'

export const useStackSwitchStore = defineStore('stack-switch', () => {
  const machine = useMachineStore()
  const shown = computed(() => machine.models['stack-switch']?.shown)
  const selection = useTopicSelection('stack-switch', () => {
    const model = machine.models['stack-switch']
    const story = model?.shown.story
    return model && { ...model, ...(story ? { selected: story } : {}) }
  })
  /** The story on show is one that the machine has gone on from. */
  const isPast = computed(() => shown.value?.story?.isLive === false)

  /** To the instant right after the story, where the stacks still are as it left them. */
  function goThere(): void {
    const story = shown.value?.story
    if (story) machine.seek(instant(story.instant + 1))
  }

  return { shown, isPast, goThere, ...selection }
})
