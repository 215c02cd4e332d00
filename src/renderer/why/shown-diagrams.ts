/** What the diagrams show, explained: a story, a delivery or a walk of the past, or an address that somebody asked for. */
import { formatHex } from '../../shared/format'
import type { PageWalk } from '../../shared/models/page-walk'
import type { FaultStory, Situation } from '../../shared/models/situation'
import { say } from './explanation'
import { explainStory } from './fault-story'
import { ACCESS_NOUNS, cureOf, originOf, PAGE_FAULTS, walkWords } from './page-fault'
import type { Answer } from './question'

const isTold = ({ before, underWay }: Situation, instant: number): boolean =>
  [...before, ...(underWay ? [underWay] : [])].some(({ story }) => story.instant === instant)

const past = (situation: Situation, fault: FaultStory | undefined): readonly Answer[] =>
  fault && !isTold(situation, fault.story.instant) ? explainStory(situation, fault) : []

export const shownStory = (situation: Situation): readonly Answer[] =>
  past(situation, situation.shown.story)

export const shownDispatch = (situation: Situation): readonly Answer[] =>
  past(situation, situation.shown.dispatch)

/** A walk that ended in an exception, or would. */
export function shownWalk(situation: Situation): readonly Answer[] {
  const { walk } = situation.shown
  if (!walk || walk.outcome === 'mapped') return []
  const isAsked = walk.origin === 'query'
  if (!isAsked && isTold(situation, walk.instant)) return []
  return [walk.outcome === 'non-canonical' ? notCanonical(walk, isAsked) : stopped(walk, isAsked)]
}

function stopped(walk: PageWalk, isAsked: boolean): Answer {
  const origin = originOf(walk)
  const address = formatHex(walk.linearAddress)
  return {
    question: isAsked
      ? `Why would ${ACCESS_NOUNS[walk.access]} ${address} raise #PF?`
      : `Why #PF on ${ACCESS_NOUNS[walk.access]} ${address}?`,
    paragraph: [walkWords(walk)],
    cure: cureOf(walk, walk.linearAddress),
    ...(origin && { origin }),
    manual: PAGE_FAULTS,
  }
}

const notCanonical = ({ linearAddress, access }: PageWalk, isAsked: boolean): Answer => ({
  question: isAsked
    ? `Why would ${ACCESS_NOUNS[access]} ${formatHex(linearAddress)} raise #GP?`
    : `Why no walk for ${ACCESS_NOUNS[access]} ${formatHex(linearAddress)}?`,
  paragraph: [
    say`Bits 63:47 of the address are not all equal, so it is not canonical. The processor checks that before any translation: no table is read, and it is #GP or, through SS, #SS.`,
  ],
  cure: say`An address whose bits 63:47 are copies of bit 47.`,
  manual: 'SDM Vol. 1, "Canonical Addressing"',
})
