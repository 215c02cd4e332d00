/** What can be done with a drawn box, each by a key: where it leads, and who made it so. */
import type { DiagramTopic } from '../../shared/protocol'
import type { Instant } from '../../shared/units'
import { LONGEST_TARGET } from '../../shared/write-target'
import type { DiagramDetail } from '../diagrams/detail'
import { useDebugStore } from '../stores/debug'
import { useMachineStore } from '../stores/machine'
import { useMemoryStore } from '../stores/memory'
import { useFollowLink, useSelectItem } from './follow-link'
import { usePinsStore, type Pin } from './pins'

export interface BoxAction {
  /** A letter, as it is pressed. */
  readonly key: string
  readonly label: string
  /** It needs a machine that stands still. */
  readonly isForStanding?: boolean
  /** It asks the machine as it stands. */
  readonly isOfPresent?: boolean
  readonly run: () => void
}

/** The drawing that the boxes are in. */
export interface BoxContext {
  readonly topic: () => DiagramTopic
  /** What is pinned shows the moment of the pin: the machine can be asked about it while it stands there. */
  readonly pin: () => Pin | undefined
  /** Turns to another box of the same drawing. */
  readonly goToBox: (key: string) => void
}

/** To be called in the setup of a component. */
export function useBoxActions({ topic, pin, goToBox }: BoxContext) {
  const machine = useMachineStore()
  const memory = useMemoryStore()
  const debug = useDebugStore()
  const pins = usePinsStore()
  const follow = useFollowLink()
  const selectItem = useSelectItem()

  /** What comes first is done by a double click too. */
  function actionsOf(detail: DiagramDetail): (BoxAction | undefined)[] {
    const { box, item, code, source, moment, translate } = detail
    return [
      box === undefined
        ? undefined
        : { key: 'g', label: 'Go to what it points to', run: () => goToBox(box) },
      // What is pinned shows no other one.
      item === undefined || pin()
        ? undefined
        : { key: 'g', label: 'Go to it', run: () => selectItem(topic(), item) },
      code === undefined
        ? undefined
        : {
            key: 's',
            label: 'Source of its code',
            isForStanding: true,
            run: () => debug.showCode(code),
          },
      source && {
        key: 's',
        label: 'Its source',
        isForStanding: true,
        run: () => debug.showSource(source),
      },
      moment && canGo()
        ? { key: 'p', label: `Go to ${moment.what}`, run: () => goTo(moment.instant) }
        : undefined,
      translate === undefined
        ? undefined
        : {
            key: 'a',
            label: 'Its page walk',
            isOfPresent: true,
            run: () => follow({ kind: 'translation', address: translate, access: 'read' }),
          },
      ...bytesActions(detail),
    ]
  }

  /** From a picture of a branch that was deleted nothing leads on. */
  function canGo(): boolean {
    const kept = pin()
    return !kept || !pins.placeOf(kept).isGone
  }

  function goTo(instant: Instant): void {
    const kept = pin()
    if (kept) pins.goTo(kept, instant)
    else machine.seek(instant)
  }

  function bytesActions({ bytes, register }: DiagramDetail): (BoxAction | undefined)[] {
    const length = Math.min(bytes?.length ?? 0, LONGEST_TARGET)
    return [
      register && {
        key: 'w',
        label: `Who changed ${register}?`,
        isOfPresent: true,
        run: () => machine.whoWrote({ type: 'register', register }),
      },
      bytes && !register
        ? {
            key: 'w',
            label: 'Who wrote it?',
            isOfPresent: true,
            run: () => machine.whoWrote({ type: 'memory', ...bytes, length }),
          }
        : undefined,
      bytes && {
        key: 'm',
        label: 'Show in memory',
        isOfPresent: true,
        run: () => memory.showAddress(bytes.address, bytes.space),
      },
    ]
  }

  return (detail: DiagramDetail): readonly BoxAction[] => {
    const kept = pin()
    const isPresent = !kept || pins.isThere(kept)
    return actionsOf(detail)
      .filter((action) => action !== undefined)
      .filter(({ isOfPresent }) => isPresent || !isOfPresent)
  }
}
