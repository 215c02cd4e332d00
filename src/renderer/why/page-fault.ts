/** Why a #PF: which entry ended the walk, what lies at the address, and what would have let the access pass. */
import { formatHex } from '../../shared/format'
import type { MemoryAccess } from '../../shared/events/page-walk'
import type { PageWalk } from '../../shared/models/page-walk'
import type { FaultStory, Situation } from '../../shared/models/situation'
import type { DeliveryStep, RaisedFault } from '../../shared/models/stack-switch'
import type { LinearAddress } from '../../shared/units'
import { PageEntry } from '../../shared/x86/paging'
import { PageFaultErrorCode } from '../../shared/x86/exceptions'
import { pageFaultWords } from '../../shared/x86/shutdown-words'
import { blames, chiefBlame, entryName } from '../diagrams/page-walk/facts'
import { link, say, type Origin, type Piece, type Sentence } from './explanation'
import { addressWords, callWords, guardedStack, instructionWords, raisedWords } from './naming'
import type { Answer } from './question'

export const PAGE_FAULTS = 'SDM Vol. 3A, "Page-Fault Exceptions"'

/** The walk that raised a fault. */
export const walkOf = ({ walks }: FaultStory, { cr2 }: RaisedFault): PageWalk | undefined =>
  walks.find(({ linearAddress }) => linearAddress === cr2)

export function accessOf(errorCode = 0): MemoryAccess {
  if (errorCode & PageFaultErrorCode.ID) return 'execute'
  return errorCode & PageFaultErrorCode.WR ? 'write' : 'read'
}

const VERBS: Readonly<Record<MemoryAccess, string>> = {
  read: 'read',
  write: 'wrote to',
  execute: 'fetched an instruction from',
}

export const ACCESS_NOUNS: Readonly<Record<MemoryAccess, string>> = {
  read: 'the read from',
  write: 'the write to',
  execute: 'the fetch from',
}

export function pageFault(situation: Situation, fault: FaultStory, step: DeliveryStep): Answer {
  const { story } = fault
  const walk = walkOf(fault, step)
  const address = step.cr2 ?? story.instruction.rip
  const access = accessOf(step.errorCode)
  const place = placeOf(situation, fault, address, access)
  const origin = walk && originOf(walk)
  return {
    question: `Why #PF on ${ACCESS_NOUNS[access]} ${formatHex(address)}?`,
    paragraph: [
      say`${actor(fault, access)} ${VERBS[access]} ${addressWords(address, access)}.`,
      walk ? walkWords(walk) : say`It was ${pageFaultWords(step.errorCode ?? 0)}.`,
      ...(place ? [place.words] : []),
      say`So the processor loaded CR2, raised ${raisedWords(step.vector, step.errorCode)}${callWords(situation, fault, step)}.`,
    ],
    cure: place?.cure ?? cureOf(walk, address),
    ...(origin && { origin }),
    manual: PAGE_FAULTS,
  }
}

/** A fetch has no instruction yet that could have made it. */
const actor = ({ story }: FaultStory, access: MemoryAccess): Sentence =>
  access === 'execute'
    ? say`${link('The processor', { kind: 'instant', instant: story.instant })}`
    : instructionWords(story.instruction, story.instant)

/** `The walk stopped at PML4E 1 with P = 0: nothing is mapped there.` */
export function walkWords(walk: PageWalk): Sentence {
  const guilty = blames(walk)
  const entries = joined(guilty.map(({ entry }) => entry))
  const shown = walkLink(entries, walk)
  const statement = guilty[0]?.statement ?? ''
  switch (walk.outcome) {
    case 'not-present':
      return say`The walk stopped at ${shown} with P = 0: nothing is mapped there.`
    case 'not-writable':
      return walk.cpl === 3
        ? say`The page is mapped, but R/W = 0 in ${shown} forbids writing.`
        : say`The page is mapped, but R/W = 0 in ${shown} forbids writing, and CR0.WP = 1 binds ring 0 as well.`
    case 'not-user':
      return say`The page is mapped, but U/S = 0 in ${shown} keeps it for the supervisor, and CPL was 3.`
    case 'not-executable':
      return say`The page is mapped, but XD = 1 in ${shown} with IA32_EFER.NXE = 1 says that it holds no code.`
    case 'smep':
      return say`U/S = 1 at every level makes it a user page, and CR4.SMEP = 1 forbids a fetch from it in ring 0.`
    case 'smap':
      return say`U/S = 1 at every level makes it a user page, and CR4.SMAP = 1 forbids an access to it in ring 0.`
    case 'reserved':
      return say`The walk stopped at ${shown} with ${statement}, which the entry's form keeps at 0.`
    case 'non-canonical':
    case 'mapped':
      return []
  }
}

/** To the drawing of a walk, where the processor made it: else the page shows it already. */
export const walkLink = (text: string, { sequence }: PageWalk): Piece =>
  sequence === 0 ? text : link(text, { kind: 'diagram', topic: 'page-walk', item: sequence })

const joined = (names: readonly string[]): string =>
  names.join(', ').replace(/, ([^,]*)$/, ' and $1')

/** What is known of the address beside its translation, and what helps there. */
interface Place {
  readonly words: Sentence
  readonly cure: Sentence
}

const PAGE = 0x1000n

function placeOf(
  situation: Situation,
  fault: FaultStory,
  address: LinearAddress,
  access: MemoryAccess,
): Place | undefined {
  const stack = guardedStack(situation, address)
  if (access === 'execute' && isHandler(situation, address)) {
    return {
      words: say`That is where the gate leads: the handler itself is not mapped, so calling it is the next #PF.`,
      cure: say`A gate whose offset points at mapped code.`,
    }
  }
  if (stack) {
    const bottom = stack.bottom ? ` ended at ${formatHex(stack.bottom.address)}` : ' was full'
    return {
      words: say`It is the guard page of the ${link(stack.name, { kind: 'diagram', topic: 'stack-switch' })}, which${bottom}.`,
      cure: say`Fewer or smaller frames, or a larger stack.`,
    }
  }
  if (address < PAGE) return nullPlace(address, access)
  const base = walkOf(fault, { cr2: address } as RaisedFault)?.cr3
  if (base !== undefined && (address & PageEntry.ADDRESS) === (base & PageEntry.ADDRESS)) {
    return {
      words: say`CR3 holds the same number: a physical address was taken for a linear one.`,
      cure: say`The linear address at which that frame is mapped: the offset of the physical memory plus CR3.`,
    }
  }
  return undefined
}

const nullPlace = (address: LinearAddress, access: MemoryAccess): Place =>
  access === 'execute'
    ? {
        words: say`A return or a jump led there: ${formatHex(address)} is what an empty return address or function pointer holds.`,
        cure: say`Code that never returns from its entry point, or a pointer that was set before the call.`,
      }
    : {
        words: say`The address lies in the first page, where null pointers lead.`,
        cure: say`A test for null before the access.`,
      }

/** A handler was called a moment ago, and its first instruction lies there. */
const isHandler = ({ before, underWay }: Situation, address: LinearAddress): boolean =>
  [...before, ...(underWay ? [underWay] : [])].some(({ story }) =>
    story.steps.some(({ handler }) => handler?.rip === address),
  )

export function cureOf(walk: PageWalk | undefined, address: LinearAddress): Sentence {
  const page = formatHex(address - (address % PAGE))
  const blame = walk && chiefBlame(walk)
  switch (walk?.outcome) {
    case 'not-writable':
      return say`R/W = 1 at every level, or a store to a page that is meant for it.`
    case 'not-executable':
      return say`XD = 0 in ${blame?.entry}, or a jump to a page that holds code.`
    case 'not-user':
      return say`U/S = 1 at every level, or an access from ring 0.`
    case 'smep':
    case 'smap':
      return say`A page with U/S = 0, or for data STAC before the access.`
    case 'reserved':
      return say`An entry without the bit.`
    default:
      return say`A mapping for the page ${page}, made before the access, or another address.`
  }
}

export function originOf(walk: PageWalk): Origin | undefined {
  const blame = chiefBlame(walk)
  const level = blame && walk.levels.find((one) => one.level === blame.level)
  return (
    level && {
      what: entryName(level),
      address: level.address,
      before: walk.instant,
    }
  )
}
