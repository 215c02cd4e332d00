/** Watches the ports: keeps the recent accesses, and says of each what it means to the chip that answers there. */
import type { InstructionReference } from '../../shared/models/page-walk'
import type { PortAccesses, PortStrip } from '../../shared/models/port-strip'
import type { Instant, LinearAddress } from '../../shared/units'
import { createKeptList } from './kept-list'
import type { Observer } from './observer'
import { CHIPS, chipAt } from './ports/chips'

export interface SeenAccess {
  readonly direction: 'in' | 'out'
  readonly port: number
  /** Bytes. */
  readonly width: number
  readonly value: number
  readonly instant: Instant
  readonly rip: LinearAddress
}

export interface PortReader {
  readonly instant: () => Instant
  readonly instruction: (rip: LinearAddress) => InstructionReference
}

export interface PortStripObserver extends Observer<PortStrip> {
  readonly accessed: (access: SeenAccess) => void
  /** Shows the access of this number, or again always the last. */
  readonly select: (sequence: number | undefined) => void
}

interface KeptAccess extends SeenAccess {
  /** Of the last of those that are the same. */
  readonly sequence: number
  readonly count: number
  readonly chip: number
  /** Of the chip, before the access. */
  readonly state: number
}

interface State {
  readonly kept: readonly KeptAccess[]
  readonly total: number
  readonly states: readonly number[]
}

/** Different accesses that are kept; a poll of a status register is one, and so are the EOIs of an idle machine. */
const DEFAULT_LIMIT = 256
const PORTS = 0x1_0000

export function createPortStripObserver(
  reader: PortReader,
  { limit = DEFAULT_LIMIT }: { readonly limit?: number } = {},
): PortStripObserver {
  const kept = createKeptList<KeptAccess>(limit)
  let total = 0
  let states: readonly number[] = CHIPS.map(() => 0)
  let selected: number | undefined
  let revision = 0

  /** A chip that takes single bytes gets the others one port further on each. */
  function accessed(access: SeenAccess): void {
    const { port, width, value } = access
    if ((CHIPS[chipAt(port).chip]?.width ?? 1) >= width) return reach(access)
    for (let byte = 0; byte < width; byte++) {
      const part = { port: (port + byte) % PORTS, width: 1, value: (value >>> (8 * byte)) & 0xff }
      reach({ ...access, ...part })
    }
  }

  function reach(access: SeenAccess): void {
    total += 1
    revision += 1
    const { chip, offset } = chipAt(access.port)
    const { direction, value } = access
    const state = states[chip] ?? 0
    const next = CHIPS[chip]?.next?.(state, { direction, offset, value }) ?? state
    if (next !== state) states = states.map((other, index) => (index === chip ? next : other))
    const last = kept.last()
    const isSame =
      last?.port === access.port &&
      last.direction === direction &&
      last.value === value &&
      last.state === state &&
      !CHIPS[chip]?.streams?.includes(offset)
    const made = { ...access, sequence: total, count: isSame ? last.count + 1 : 1, chip, state }
    if (isSame) kept.replaceLast(made)
    else kept.push(made)
  }

  return {
    accessed,
    observe: () => undefined,
    revision: () => revision,
    model() {
      const recent = kept.all()
      const chosen =
        selected === undefined
          ? undefined
          : recent.find(
              ({ sequence, count }) =>
                selected !== undefined && selected <= sequence && selected > sequence - count,
            )
      const shown = chosen ?? recent.at(-1)
      return {
        instant: reader.instant(),
        devices: CHIPS.map(({ key, name, chip }) => ({ key, name, chip })),
        recent: recent.map(told),
        total,
        ...(shown && {
          selected: { ...told(shown), instruction: reader.instruction(shown.rip) },
        }),
      }
    },
    select(sequence) {
      selected = sequence
      revision += 1
    },
    save: (): State => ({ kept: kept.all(), total, states }),
    restore(saved) {
      const state = saved as State
      kept.restore(state.kept)
      total = state.total
      states = state.states
      revision += 1
    },
  }
}

function told({
  sequence,
  count,
  instant,
  direction,
  port,
  width,
  value,
  chip,
  state,
}: KeptAccess): PortAccesses {
  const { offset } = chipAt(port)
  const meaning = CHIPS[chip]?.words({ direction, offset, value }, state) ?? ''
  return { sequence, count, instant, direction, port, width, value, device: chip, meaning }
}
