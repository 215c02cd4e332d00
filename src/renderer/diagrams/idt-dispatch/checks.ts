/**
 * The checks of a delivery as lines of the drawing: what each looked at, and what was found.
 * SDM Vol. 2, "INT n/INTO/INT3/INT1", Operation; Vol. 3A, "Exception and Interrupt Handling in 64-bit Mode".
 */
import type { DeliveryCheck } from '../../../shared/events/delivery'
import { clearsInterruptFlag, gateTypeName } from '../../../shared/x86/idt-gate'
import { proseRuns, runsWidth } from '../primitives/prose'
import type { CheckLine, CheckResult } from './check-line'
import { markWidth } from './check-line'
import type { DispatchDrawing } from './drawing'
import { formatLimit, lastGateByte } from './facts'

/** What came of a check; of one that this delivery was not subject to, `not-asked`. */
export function resultOf({ dispatch }: DispatchDrawing, check: DeliveryCheck): CheckResult {
  return dispatch.checks.find((made) => made.check === check)?.result ?? 'not-asked'
}

/** The first of several checks that failed, or was not made. */
export function together(
  drawing: DispatchDrawing,
  ...checks: readonly DeliveryCheck[]
): { readonly result: CheckResult; readonly failed: DeliveryCheck | undefined } {
  const results = checks.map((check) => resultOf(drawing, check))
  const at = results.findIndex((result) => result === 'failed')
  if (at >= 0) return { result: 'failed', failed: checks[at] }
  const isPassed = results.some((result) => result === 'passed')
  return { result: isPassed ? 'passed' : 'not-made', failed: undefined }
}

/** Whether the gate lies within the IDT, and could be read. */
export function limitLines(drawing: DispatchDrawing): readonly CheckLine[] {
  const { dispatch, layout } = drawing
  const { vector, gateBytes } = dispatch
  const { result, failed } = together(drawing, 'idt-limit', 'gate-read')
  if (failed === 'gate-read')
    return [{ key: 'limit', result, fact: '', words: 'the gate cannot be read' }]
  const sum = `${vector} × ${gateBytes} + ${gateBytes - 1} =`
  const last = formatLimit(lastGateByte(dispatch))
  const relation = failed ? 'beyond' : 'within'
  const wordings = [
    `${sum} ${last}, ${relation} the limit`,
    `its last byte, ${last}, is ${relation} the limit`,
    `gate ends at ${last}, ${relation} the limit`,
    `gate ends at ${last}: ${relation} limit`,
    `ends at ${last}, ${relation} the limit`,
    `ends at ${last}: ${relation} limit`,
  ]
  const size = layout.density === 'laptop' ? layout.type.small : layout.type.body
  const room = layout.idt.width - markWidth(drawing)
  const fits = (wording: string) => runsWidth(proseRuns(wording, { size, fill: '' })) <= room
  const words = wordings.find(fits) ?? wordings.at(-1) ?? ''
  return [{ key: 'limit', result, fact: '', words }]
}

export function gateLines(drawing: DispatchDrawing): readonly CheckLine[] {
  const { dispatch, gate, layout } = drawing
  if (!gate) return []
  const [low = 0n, high = 0n] = dispatch.attempt.gate ?? []
  const isZero = low === 0n && high === 0n
  const name = gateTypeName(gate)
  const typeResult = resultOf(drawing, 'gate-type')
  const isNarrow = layout.density === 'laptop'
  const flag = clearsInterruptFlag(gate)
    ? isNarrow
      ? 'clears IF'
      : 'IF is cleared on entry'
    : 'IF stays as it is'
  const wrong = isZero
    ? `no gate: all ${dispatch.gateBytes} bytes are zero`
    : gate.isMemorySegment
      ? 'no gate: bit 44 is set'
      : name
        ? `${article(name)}, of no use here`
        : 'no gate of any kind'
  const dpl = resultOf(drawing, 'gate-dpl')
  const { cplBefore } = dispatch.attempt
  const dplWords = {
    passed: `CPL ${cplBefore} may use INT n`,
    failed: `CPL ${cplBefore} may not use INT n`,
    'not-made': '',
    'not-asked': 'checked only for INT instructions',
  }[dpl]
  const present = resultOf(drawing, 'gate-present')
  return [
    {
      key: 'type',
      result: typeResult,
      fact: `type \`0x${gate.type.toString(16).toUpperCase()}\``,
      words: typeResult === 'failed' ? wrong : `${name ?? 'no gate'}: ${flag}`,
    },
    { key: 'dpl', result: dpl, fact: `DPL ${gate.dpl}`, words: dplWords },
    {
      key: 'p',
      result: present,
      fact: `P ${gate.isPresent ? 1 : 0}`,
      words: present === 'not-made' ? '' : gate.isPresent ? 'present' : 'not present',
    },
  ]
}

const article = (name: string): string => (/^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`)
