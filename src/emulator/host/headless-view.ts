/**
 * What a diagram shows, of a machine without a window: at an instant, or right behind the first event that a query
 * finds. Runs are deterministic, so this is what the app shows there.
 */
import type { DiagramTopic, Selection, ViewModels } from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import { foundEvent } from './found-event'
import { foundTranslation } from './found-translation'
import { createHeadlessMachine, type HeadlessOptions } from './headless'
import { createQueryRun, type EventQueryText, type Found } from './headless-query'
import type { LoadedMachine } from './loaded-machine'
import { modelOf, selectItem } from './observers'
import { shownSpace } from './shown-space'
import { spaceMap } from './space-map'

/** The model at an instant, or at the end of the run if that comes first. */
export function modelAt<Topic extends DiagramTopic>(
  topic: Topic,
  instant: Instant,
  options: HeadlessOptions,
): ViewModels[Topic] {
  return modelOf(machineAt(topic, instant, options).observers, topic)
}

/** The machine there, whose observer has looked at the topic from the beginning. */
export function machineAt(
  topic: DiagramTopic,
  instant: Instant,
  options: HeadlessOptions,
): LoadedMachine {
  const run = createHeadlessMachine({ ...options, maxInstructions: instant })
  lookFromNowOn(run.loaded, topic)
  while (!run.advance());
  return run.loaded
}

/**
 * The model once the event has happened, with what happened there selected where the topic has several things to look
 * at. Undefined when the query finds nothing. Throws `QueryError`.
 */
export function modelWhere<Topic extends DiagramTopic>(
  topic: Topic,
  query: EventQueryText,
  options: HeadlessOptions,
): ViewModels[Topic] | undefined {
  const there = standBehind(topic, query, options)
  return there && withFound(topic, modelOf(there.loaded.observers, topic), there)
}

/** The machine there. */
export const machineWhere = (
  topic: DiagramTopic,
  query: EventQueryText,
  options: HeadlessOptions,
): LoadedMachine | undefined => standBehind(topic, query, options)?.loaded

interface There {
  readonly loaded: LoadedMachine
  readonly found: Found
}

function standBehind(
  topic: DiagramTopic,
  query: EventQueryText,
  options: HeadlessOptions,
): There | undefined {
  let found: Found | undefined
  const run = createQueryRun({
    ...options,
    query,
    endsWhereFound: true,
    onFound: (one) => (found = one),
  })
  const { loaded } = run
  lookFromNowOn(loaded, topic)
  while (!run.advance());
  if (!found) return undefined
  loaded.timeline.run(1)
  selectItem(loaded.observers, topic, itemOf(modelOf(loaded.observers, topic), found))
  return { loaded, found }
}

/** An event about an address that took no walk is shown as the translation that it was. */
function withFound<Topic extends DiagramTopic>(
  topic: Topic,
  model: ViewModels[Topic],
  { loaded, found: { record } }: There,
): ViewModels[Topic] {
  if (topic !== 'page-walk' || !record) return model
  const found = foundEvent(loaded, record)
  const selected = foundTranslation(loaded, found)
  const space = shownSpace(loaded, { found, space: undefined })
  return {
    ...model,
    ...(selected && { selected }),
    ...(space && { space: spaceMap(loaded, space) }),
  }
}

/** Some observers read a kernel's types when they are first asked, and miss what came before. */
function lookFromNowOn({ observers }: LoadedMachine, topic: DiagramTopic): void {
  modelOf(observers, topic)
}

/** A row of what a topic has seen lately, with what tells it from others of the same instant. */
interface Row {
  readonly sequence: number
  readonly instant: Instant
  readonly linearAddress?: bigint
  readonly vector?: number
}

/** The thing that happened where the event was: that of its address or vector, where there are several. */
function itemOf(model: ViewModels[DiagramTopic], { instant, record }: Found): Selection {
  const recent: readonly Row[] = 'recent' in model ? model.recent : []
  const there = recent.filter((row) => row.instant === instant)
  const { va, cr2 = va, vec } = record?.fields ?? {}
  const isMeant = ({ linearAddress, vector }: Row) =>
    linearAddress === undefined ? BigInt(vector ?? -1) === vec : linearAddress === cr2
  return there.filter(isMeant).at(-1)?.sequence ?? 'latest'
}
