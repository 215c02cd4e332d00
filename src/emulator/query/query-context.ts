/**
 * What a query may ask of the run that it is put to. The host gives it; the evaluator knows no machine.
 * Whatever is undefined is unknown here, and asking for it is an error with a position.
 */
import type { Query } from '../../shared/query/syntax'
import type { Instant } from '../../shared/units'
import type { EventRecord, Fields, Position, Region, Value } from './event-record'

/** The machine as it stood at one moment. */
export interface MomentState {
  /** A register by its lower-case name; descriptor-table registers are structures of `base` and `limit`. */
  register(name: string): Value | undefined
  /** Fewer bytes than asked for where the next are not mapped; nothing when memory of that moment cannot be read. */
  memory(address: bigint, length: number): Uint8Array | undefined
  /** Where a linear address lies; nothing when it is not mapped. */
  physical(address: bigint): bigint | undefined
}

/** What a name such as `@1.2`, `this` or one of `let` stands for. */
export type NamedMoment =
  | { readonly query: Query }
  | { readonly instant: Instant; readonly until?: Instant; readonly record?: EventRecord }

export interface QueryContext {
  /** A function or variable of the image. */
  symbol(name: string): Region | undefined
  /** The symbol that an address lies in. */
  symbolAt(address: bigint): string | undefined
  region(name: string, argument?: Value): Region | undefined
  /** A place that depends on the moment: stacks and their guards, descriptor tables. */
  regionOf?(name: string, position: Position): Region | undefined
  /** The name of the region that an address lies in. */
  regionAt(address: bigint, position: Position): string | undefined
  moment(name: string): NamedMoment | undefined
  stateAt(position: Position): MomentState | undefined
  /** What is known of the kernel's own structures and of the chips: `heap.used`, `pic1.isr`, `elf.entry`. */
  structure(name: string, position: Position): Fields | undefined
  /** A field that is worth finding out only where somebody asks for it: `block` of a load or store. */
  fieldOf?(name: string, record: EventRecord): Value | undefined
  /** A part of a table by its index: `idt[8]`, `gdt[tr]`. */
  element?(name: string, index: bigint, position: Position): Fields | undefined
  /** The last event of a kind, by its name if one is given, up to a place in the run. */
  latest(kind: string, name: string | undefined, position: Position): EventRecord | undefined
  /** The events of the whole run that a query selects, in order. */
  select?(query: Query, position: Position): readonly EventRecord[]
  /** Ordinals count from here unless `after` says otherwise. */
  readonly countFrom?: Query
}

/** A context that knows nothing: for queries over events alone, and to be filled in. */
export const emptyContext: QueryContext = {
  symbol: () => undefined,
  symbolAt: () => undefined,
  region: () => undefined,
  regionAt: () => undefined,
  moment: () => undefined,
  stateAt: () => undefined,
  structure: () => undefined,
  latest: () => undefined,
}
