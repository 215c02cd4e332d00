/** Which checks a delivery is subject to, and how each of them went. */
import type { DeliveryAttempt, DeliveryCheck, DeliverySource } from '../../shared/events'
import type { DispatchCheck } from '../../shared/models/idt-dispatch'

/** What decides whether a check is made at all. */
interface Subject {
  readonly source: DeliverySource
  readonly gateBytes: 8 | 16
  readonly attempt: DeliveryAttempt
}

const always = () => true
const in64BitMode = ({ gateBytes }: Subject) => gateBytes === 16
/** Not known before the gate and the code segment were found good. */
const fromTss = ({ attempt: { stackSource } }: Subject) =>
  stackSource === 'ist' || stackSource === 'privilege-change'

/** In the order in which the processor makes them. */
const CHECKS: readonly (readonly [DeliveryCheck, (subject: Subject) => boolean])[] = [
  ['idt-limit', always],
  ['gate-read', always],
  ['gate-type', always],
  ['gate-dpl', ({ source }) => source === 'instruction'],
  ['gate-present', always],
  ['selector-not-null', always],
  ['selector-limit', always],
  ['descriptor-read', always],
  ['code-segment', always],
  ['code-dpl', always],
  ['code-64-bit', in64BitMode],
  ['code-present', always],
  ['tss-limit', fromTss],
  ['tss-read', fromTss],
  ['stack-segment', (subject) => !in64BitMode(subject) && fromTss(subject)],
  ['stack-canonical', in64BitMode],
  ['handler-canonical', always],
  ['frame-push', always],
]

/** `failed` is the check that ended the delivery, if one did. */
export function checksOf(
  subject: Subject,
  failed: DeliveryCheck | undefined,
): readonly DispatchCheck[] {
  const made = CHECKS.filter(([check, applies]) => applies(subject) || check === failed)
  const end = made.findIndex(([check]) => check === failed)
  return made.map(([check], index) => ({
    check,
    result: end < 0 || index < end ? 'passed' : index === end ? 'failed' : 'not-made',
  }))
}
