/** Reads fields of a message that may be anything; one of another type or out of its bounds is refused by a `RangeError`. */
import { instant, linearAddress } from '../../shared/units'

export type Fields = Readonly<Record<string, unknown>>

export function refuse(name: string, wanted: string): never {
  throw new RangeError(`'${name}' must be ${wanted}.`)
}

export function text(fields: Fields, name: string, limit: number): string {
  const value = fields[name]
  const isText = typeof value === 'string' && value.length <= limit
  return isText ? value : refuse(name, `a text of at most ${limit} characters`)
}

export function integer(fields: Fields, name: string, least: number, most: number): number {
  const value = fields[name]
  const isInteger = typeof value === 'number' && Number.isInteger(value)
  if (isInteger && value >= least && value <= most) return value
  return refuse(name, `an integer from ${least} to ${most}`)
}

export const identity = (fields: Fields, name: string) =>
  integer(fields, name, 0, Number.MAX_SAFE_INTEGER)

export const moment = (fields: Fields, name: string) =>
  instant(integer(fields, name, 0, Number.MAX_SAFE_INTEGER))

export function flag(fields: Fields, name: string): boolean {
  const value = fields[name]
  return typeof value === 'boolean' ? value : refuse(name, 'true or false')
}

export function oneOf<T extends string>(fields: Fields, name: string, choices: readonly T[]): T {
  const value = fields[name]
  return choices.find((choice) => choice === value) ?? refuse(name, `one of ${choices.join(', ')}`)
}

export function inner(fields: Fields, name: string): Fields {
  const value = fields[name]
  return typeof value === 'object' && value !== null ? (value as Fields) : refuse(name, 'an object')
}

export function list(fields: Fields, name: string, limit: number): readonly unknown[] {
  const value = fields[name]
  const isList = Array.isArray(value) && value.length <= limit
  return isList ? value : refuse(name, `a list of at most ${limit}`)
}

export function bytes(fields: Fields, name: string, limit: number): Uint8Array {
  const value = fields[name]
  const isBytes = value instanceof Uint8Array && value.length <= limit
  return isBytes ? value : refuse(name, `at most ${limit} bytes`)
}

export function bits64(fields: Fields, name: string): bigint {
  const value = fields[name]
  const is64Bit = typeof value === 'bigint' && BigInt.asUintN(64, value) === value
  return is64Bit ? value : refuse(name, 'a number of 64 bits')
}

export const address = (fields: Fields) => linearAddress(bits64(fields, 'address'))
