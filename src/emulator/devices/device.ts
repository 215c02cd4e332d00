/**
 * What every chip is to the machine: ports, deadlines and a state of plain data.
 *
 * A device changes only when the guest accesses it, when its deadline comes, or when input arrives;
 * never because somebody looks. So its state is the same however the run was cut into slices.
 */
import type { Instant } from '../../shared/units'

/** Bytes of one port access. */
export type PortWidth = 1 | 2 | 4

/** Data that survives a copy through JSON unchanged: what a device's state is made of. */
export type PlainData =
  number | boolean | string | null | readonly PlainData[] | { readonly [key: string]: PlainData }

export interface PortRange {
  readonly first: number
  readonly last: number
}

export interface PortDevice {
  /** The chip's name, as in statistics and snapshots. */
  readonly name: string
  readonly ports: readonly PortRange[]
  /** The widest access that the chip takes whole; the bus cuts wider ones into bytes. */
  readonly width: PortWidth
  readPort(port: number, width: PortWidth): number
  writePort(port: number, value: number, width: PortWidth): void
}

export interface Device<State extends PlainData = PlainData> extends PortDevice {
  /** The instant at which the device next wants to act by itself; `undefined` when it waits for the guest. */
  deadline(): Instant | undefined
  /** Does what was due at `deadline()`. Called when the guest's time has reached it. */
  act(): void
  /** A copy of the state. */
  save(): State
  restore(state: State): void
}

/** Reads the guest's time. Exact during port accesses and at deadlines. */
export type Clock = () => Instant

/** Drives one input of the interrupt controllers: `true` is the active level. */
export type InterruptLine = (isActive: boolean) => void

/** What a device that never acts by itself has for a deadline. */
export const withoutDeadline = {
  deadline: (): Instant | undefined => undefined,
  act: (): void => undefined,
}
