/** What can be done with a drawn box, each by a key: where it leads, and who made it so. */
import type { DiagramTopic } from '../../shared/protocol'
import { LONGEST_TARGET } from '../../shared/write-target'
import type { DiagramDetail } from '../diagrams/detail'
import { useDebugStore } from '../stores/debug'
import { useMachineStore } from '../stores/machine'
import { useMemoryStore } from '../stores/memory'
import { useFollowLink } from './follow-link'

export interface BoxAction {
  /** A letter, as it is pressed. */
  readonly key: string
  readonly label: string
  /** It needs a machine that stands still. */
  readonly isForStanding?: boolean
  readonly run: () => void
}

/** To be called in the setup of a component. `goToBox` turns to another box of the same drawing. */
export function useBoxActions(topic: () => DiagramTopic, goToBox: (key: string) => void) {
  const machine = useMachineStore()
  const memory = useMemoryStore()
  const debug = useDebugStore()
  const follow = useFollowLink()

  function leadsOf(detail: DiagramDetail): BoxAction[] {
    const { box, item, code, source, translate, moment } = detail
    return [
      ...(box === undefined
        ? []
        : [{ key: 'g', label: 'Go to what it points to', run: () => goToBox(box) }]),
      ...(item === undefined
        ? []
        : [
            {
              key: 'g',
              label: 'Go to it',
              run: () => follow({ kind: 'diagram', topic: topic(), item }),
            },
          ]),
      ...(code === undefined
        ? []
        : [
            {
              key: 's',
              label: 'Source of its code',
              isForStanding: true,
              run: () => debug.showCode(code),
            },
          ]),
      ...(source === undefined
        ? []
        : [
            {
              key: 's',
              label: 'Its source',
              isForStanding: true,
              run: () => debug.showSource(source),
            },
          ]),
      ...(moment === undefined
        ? []
        : [
            {
              key: 'p',
              label: `Go to ${moment.what}`,
              run: () => follow({ kind: 'instant', instant: moment.instant }),
            },
          ]),
      ...(translate === undefined
        ? []
        : [
            {
              key: 'a',
              label: 'Its page walk',
              run: () => follow({ kind: 'translation', address: translate, access: 'read' }),
            },
          ]),
    ]
  }

  function bytesActions({ bytes, register }: DiagramDetail): BoxAction[] {
    const length = Math.min(bytes?.length ?? 0, LONGEST_TARGET)
    return [
      ...(register === undefined
        ? []
        : [
            {
              key: 'w',
              label: `Who changed ${register}?`,
              run: () => machine.whoWrote({ type: 'register', register }),
            },
          ]),
      ...(bytes === undefined || register !== undefined
        ? []
        : [
            {
              key: 'w',
              label: 'Who wrote it?',
              run: () => machine.whoWrote({ type: 'memory', ...bytes, length }),
            },
          ]),
      ...(bytes === undefined
        ? []
        : [
            {
              key: 'm',
              label: 'Show in memory',
              run: () => memory.showAddress(bytes.address, bytes.space),
            },
          ]),
    ]
  }

  return (detail: DiagramDetail): readonly BoxAction[] => [
    ...leadsOf(detail),
    ...bytesActions(detail),
  ]
}
