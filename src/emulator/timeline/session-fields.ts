/**
 * Reads the fields of a session file's text, which is hostile: each gives a value within bounds or a `SessionFileError`
 * that names what cannot be read.
 */
import { instant, type Instant } from '../../shared/units'

/** Why a file is no session: a sentence for its reader. */
export class SessionFileError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SessionFileError'
  }
}

export type Fields = Readonly<Record<string, unknown>>

export function damaged(what: string): never {
  throw new SessionFileError(`The session is damaged: ${what} cannot be read.`)
}

export function object(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return damaged(what)
  return value as Fields
}

export function text(fields: Fields, name: string, limit: number): string {
  const value = fields[name]
  return typeof value === 'string' && value.length <= limit ? value : damaged(name)
}

export const optionalText = (fields: Fields, name: string, limit: number): string | undefined =>
  fields[name] === undefined ? undefined : text(fields, name, limit)

export function integer(fields: Fields, name: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = fields[name]
  const isInteger = typeof value === 'number' && Number.isSafeInteger(value)
  return isInteger && value >= 0 && value <= most ? value : damaged(name)
}

export const moment = (fields: Fields, name: string): Instant => instant(integer(fields, name))

/** At most 64 bits, as `hexOf` writes them. */
export function hex(fields: Fields, name: string): bigint {
  const value = fields[name]
  return typeof value === 'string' && /^0x[0-9a-f]{1,16}$/.test(value)
    ? BigInt(value)
    : damaged(name)
}

export const hexOf = (value: bigint): string => `0x${value.toString(16)}`

export function list(fields: Fields, name: string, limit: number): readonly unknown[] {
  const value = fields[name]
  return Array.isArray(value) && value.length <= limit ? (value as unknown[]) : damaged(name)
}

export const bytes = (fields: Fields, name: string, limit: number): number[] =>
  list(fields, name, limit).map((byte) => integer({ byte }, 'byte', 255))

export function oneOf<T extends string>(fields: Fields, name: string, choices: readonly T[]): T {
  const value = fields[name]
  return choices.find((choice) => choice === value) ?? damaged(name)
}
