/** Lists, tuples and structures as Rust's `{:?}` writes them, from the texts of their parts. */
import type { NamedValue } from '../../../shared/models/debug'
import type { RecordType } from './type-kinds'

export const hex = (value: bigint) => `0x${value.toString(16)}`

export function listText(items: readonly NamedValue[], count: number): string {
  const shown = items.map(({ value }) => value.text).join(', ')
  return `[${shown}${items.length < count ? ', …' : ''}]`
}

export const setText = (items: readonly NamedValue[], count: number): string =>
  braced(
    items.map(({ value }) => value.text),
    count,
  )

export const mapText = (entries: readonly NamedValue[], count: number): string =>
  braced(
    entries.map(({ name, value }) => `${name}: ${value.text}`),
    count,
  )

const braced = (texts: readonly string[], count: number): string =>
  `{${texts.join(', ')}${texts.length < count ? ', …' : ''}}`

/** `Name { a: 1 }`, `Name(1)`, `(1, 2)`, `Name`. */
export function recordText(type: RecordType, name: string, fields: readonly NamedValue[]): string {
  const isTuple = type.name.startsWith('(')
  const texts = fields.map(({ value }) => value.text)
  if (isTuple) return texts.length === 1 ? `(${texts[0]},)` : `(${texts.join(', ')})`
  if (name === 'PhantomData') return type.name.replace(/^.*?(?=PhantomData)/, '')
  if (fields.length === 0) return name
  if (/^__\d+$/.test(type.members[0]?.name ?? '')) return `${name}(${texts.join(', ')})`
  return `${name} { ${fields.map((field) => `${field.name}: ${field.value.text}`).join(', ')} }`
}
