/**
 * How long an event lasts, for `within`: a call until its return, a mark until its end, others the instant they happen at.
 */
import { isEarlier, type EventRecord } from './event-record'

/** The event that closes another one, and the fields that are equal in both. */
const CLOSED_BY: Readonly<
  Record<string, { readonly kind: string; readonly same: readonly string[] }>
> = {
  call: { kind: 'ret', same: ['rsp'] },
  mark: { kind: 'mark', same: ['name'] },
}

/** A mark that does not say that it begins something is the instant it happens at. */
export const lasts = ({ kind, fields }: EventRecord): boolean =>
  kind in CLOSED_BY && (CLOSED_BY[kind]?.kind !== kind || fields['state'] === 'start')

export function closes(record: EventRecord, opening: EventRecord): boolean {
  const rule = CLOSED_BY[opening.kind]
  if (!rule || record.kind !== rule.kind || !isEarlier(opening, record)) return false
  if (rule.kind === opening.kind && !isEnd(record)) return false
  return rule.same.every((name) => record.fields[name] === opening.fields[name])
}

/** The end of something that lasts is no event of its own: `first mark map` is where it begins. */
export const isEnd = ({ kind, fields }: EventRecord): boolean =>
  CLOSED_BY[kind]?.kind === kind && fields['state'] === 'end'

/** Whether an event ends any that lasts. */
export const isEnding = (record: EventRecord): boolean =>
  isEnd(record) ||
  Object.entries(CLOSED_BY).some(([kind, rule]) => rule.kind === record.kind && kind !== rule.kind)
