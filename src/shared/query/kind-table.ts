/** The table of event kinds as Markdown: the documentation holds it, and a test holds the documentation to it. */
import type { EventKind, FieldType, Source } from './event-kind'
import { EVENT_KINDS } from './event-kinds'

const HEAD = ['| kind | fires when | fields | source |', '| --- | --- | --- | --- |']

export const kindTable = (): string => [...HEAD, ...EVENT_KINDS.map(row)].join('\n')

function row(kind: EventKind): string {
  const fields = Object.entries(kind.fields).map(([name, type]) => `\`${name}\`${typeWords(type)}`)
  const meaning = kind.meaning + (kind.isProbe ? ' (probe)' : '')
  return `| ${heading(kind)} | ${meaning} | ${fields.join(', ')} | ${sourceWords(kind)} |`
}

const ARGUMENTS: Partial<Record<EventKind['argument'], string>> = {
  symbol: 'SYMBOL',
  vector: 'VECTOR',
  register: 'REGISTER',
  instruction: 'NAME',
  name: 'NAME',
}

function heading({ name, argument, words }: EventKind): string {
  if (!words) return `\`${[name, ARGUMENTS[argument]].filter(Boolean).join(' ')}\``
  const line = argument === 'line' ? 'N ' : ''
  return `\`${name} ${line}${Object.keys(words).join('/')}\``
}

function typeWords(type: FieldType): string {
  if (typeof type !== 'object' || !('words' in type)) return ''
  return ` (${type.words.join(' ')})`
}

function sourceWords({ words, source, exceptions }: EventKind): string {
  const cases = Object.entries(words ?? exceptions ?? {})
  const told = new Set(cases.map(([, one]) => sourceText(one)))
  if (words && told.size === 1) return [...told].join()
  const main = words ? [] : [sourceText(source)]
  return [...main, ...cases.map(([word, one]) => `\`${word}\`: ${sourceText(one)}`)].join('; ')
}

function sourceText(source: Source): string {
  if ('events' in source) return source.events.map((type) => `\`${type}\``).join(', ')
  return 'from' in source ? source.from : `_needs_ ${source.needs}`
}
