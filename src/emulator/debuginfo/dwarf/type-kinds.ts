/** What kinds of types there are, as far as reading and printing a value needs to know them. Types alone. */
import type { Entry } from './entry'

interface Named {
  /** With its path and parameters: `core::option::Option<u32>`. */
  readonly name: string
  readonly size: number
}

export interface ScalarType extends Named {
  readonly kind: 'unsigned' | 'signed' | 'bool' | 'char' | 'float'
}

/** References, raw pointers and boxes of one address: the name says which. */
export interface PointerType extends Named {
  readonly kind: 'pointer'
  readonly target: Entry | undefined
}

export interface FunctionPointerType extends Named {
  readonly kind: 'function-pointer'
}

export interface ArrayType extends Named {
  readonly kind: 'array'
  readonly element: Entry
  readonly count: number
}

export interface Member {
  readonly name: string
  /** In bytes from the beginning of the whole. */
  readonly offset: number
  readonly type: Entry
}

export interface RecordType extends Named {
  readonly kind: 'record' | 'union'
  readonly members: readonly Member[]
  /** Types that the definition is given: `T` of `Vec<T>`. */
  readonly parameters: ReadonlyMap<string, Entry>
}

export interface Variant {
  /** Absent for the one that all other values of the discriminant mean. */
  readonly value?: bigint
  readonly member: Member
}

/** An enum with data. Its discriminant may be a niche of that data. */
export interface ChoiceType extends Named {
  readonly kind: 'choice'
  readonly discriminant: Member | undefined
  readonly variants: readonly Variant[]
}

/** An enum without data. */
export interface EnumerationType extends Named {
  readonly kind: 'enumeration'
  readonly names: ReadonlyMap<bigint, string>
}

export interface OpaqueType extends Named {
  readonly kind: 'opaque'
}

export type Type =
  | ScalarType
  | PointerType
  | FunctionPointerType
  | ArrayType
  | RecordType
  | ChoiceType
  | EnumerationType
  | OpaqueType
