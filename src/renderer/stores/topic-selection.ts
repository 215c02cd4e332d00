/** Which of the things that a topic has seen the reader looks at: always the latest, or one of the recent. */
import { computed, ref } from 'vue'
import type { DiagramTopic, ViewModels } from '../../shared/protocol'
import { useMachineStore } from './machine'

interface Numbered {
  readonly sequence: number
}

/** What the model of such a topic has in common with all others. */
interface Recent<Row extends Numbered, Item extends Numbered> {
  /** Oldest first. */
  readonly recent: readonly Row[]
  readonly selected?: Item
}

/** Topics whose model is such a list itself, and says how long it would be with those that are no longer kept. */
type CountedTopic = {
  [Topic in DiagramTopic]: 'recent' | 'selected' | 'total' extends keyof ViewModels[Topic]
    ? Topic
    : never
}[DiagramTopic]

export function useTopicSelection<Row extends Numbered, Item extends Numbered>(
  topic: DiagramTopic,
  model: () => Recent<Row, Item> | undefined,
) {
  const machine = useMachineStore()
  const isFollowing = ref(true)
  const selected = computed(() => model()?.selected)
  const recent = computed(() => model()?.recent ?? [])

  function followLatest(): void {
    isFollowing.value = true
    machine.select(topic, 'latest')
  }

  function select(sequence: number): void {
    isFollowing.value = false
    machine.select(topic, sequence)
  }

  /** Shows the next or previous row of the recent ones. */
  function selectBeside(distance: -1 | 1): void {
    const at = recent.value.findIndex(({ sequence }) => sequence === selected.value?.sequence)
    const next = recent.value[at < 0 ? recent.value.length - 1 : at + distance]
    if (next !== undefined) select(next.sequence)
  }

  return { isFollowing, selected, recent, followLatest, select, selectBeside }
}

/** The selection of a topic whose model says itself what it has seen and what is chosen of it; and that model. */
export function useModelSelection<Topic extends CountedTopic>(topic: Topic) {
  const machine = useMachineStore()
  const model = computed(() => machine.models[topic])
  const total = computed(() => model.value?.total ?? 0)
  const selection = useTopicSelection<
    ViewModels[Topic]['recent'][number],
    NonNullable<ViewModels[Topic]['selected']>
  >(topic, () => model.value)
  return { ...selection, model, total }
}

type TopicSelection = ReturnType<typeof useTopicSelection>

/** In the place of a thing's number: none of them, for a topic that has something else to show then. */
const ASIDE = 0

/** A selection beside which the topic can show something that is none of the things that it has seen. */
export function withAside<
  Selection extends Pick<TopicSelection, 'select' | 'followLatest' | 'selectBeside'>,
>(selection: Selection) {
  const isAside = ref(false)

  function select(sequence: number): void {
    isAside.value = sequence === ASIDE
    selection.select(sequence)
  }

  function followLatest(): void {
    isAside.value = false
    selection.followLatest()
  }

  function selectBeside(distance: -1 | 1): void {
    isAside.value = false
    selection.selectBeside(distance)
  }

  /** There, and back to the latest. */
  function toggleAside(): void {
    if (isAside.value) followLatest()
    else select(ASIDE)
  }

  return { ...selection, isAside, select, followLatest, selectBeside, toggleAside }
}
