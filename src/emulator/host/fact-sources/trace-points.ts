/** Named trace points of the image: `mark` and `test`. */
import type { CodeReached } from '../../../shared/events'
import { QueryError } from '../../../shared/query/query-error'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import { operandValue, readTracePoints, type TracePoint } from '../../debuginfo/trace-points'
import { decodeUtf8 } from '../../memory/byte-reader'
import type { Fields } from '../../query/event-record'
import type { Fact } from '../../query/recorder'
import { sourceOf, type CreateFactSource, type FactRequest } from './fact-source'

/** `mark_NAME`, and for what lasts `mark_NAME_begin` and `mark_NAME_end`. */
const MARK = /^mark_(.+?)(?:_(begin|end))?$/
/** The states of a test, with a pointer to its name and the length of it as operands. */
const TEST = /^test_(start|ok|fail)$/
const MARK_STATES: Readonly<Record<string, string>> = { begin: 'start', end: 'end' }
const LONGEST_NAME = 256n

export const createTracePointFacts: CreateFactSource = (request) => {
  const { loaded, tell } = request
  const byAddress = new Map<LinearAddress, TracePoint[]>()
  for (const point of readTracePoints(loaded.elf)) {
    const address = linearAddress(point.address)
    byAddress.set(address, [...(byAddress.get(address) ?? []), point])
  }
  refuseUnknownNames(request, [...byAddress.values()].flat())
  const listener = (reached: CodeReached) => {
    const points = byAddress.get(reached.rip) ?? []
    tell(
      points.flatMap((point) => factOf(request, point, reached) ?? []),
      reached.instant,
    )
  }
  return sourceOf(loaded.machine.watchCode([...byAddress.keys()], listener))
}

/** A mark that the image does not have would never be found, and not for want of events. */
function refuseUnknownNames({ mentions, text }: FactRequest, points: readonly TracePoint[]): void {
  const names = new Set(points.map(({ name }) => MARK.exec(name)?.[1]))
  for (const { kind, arguments: list, span } of mentions) {
    const [argument] = list
    if (kind === 'mark' && argument?.type !== 'number') {
      if (!argument || names.has(argument.text)) continue
      const sentence = `The image has no trace point 'mark_${argument.text}'.`
      throw new QueryError(sentence, { text, span: argument.span })
    }
    if (kind === 'test' && !points.some(({ name }) => TEST.test(name))) {
      throw new QueryError('The image has no trace points for its tests.', { text, span })
    }
  }
}

function factOf(request: FactRequest, point: TracePoint, reached: CodeReached): Fact | undefined {
  const values = point.operands.map((operand) =>
    operandValue(operand, reached.general, (address, length) =>
      request.loaded.machine.readLinear(linearAddress(address), length),
    ),
  )
  const [, name, phase] = MARK.exec(point.name) ?? []
  if (name !== undefined) {
    const state = phase === undefined ? undefined : MARK_STATES[phase]
    const [value] = values
    const fields: Fields = {
      name,
      ...(value !== undefined && { value }),
      ...(state !== undefined && { state }),
    }
    return { kind: 'mark', arguments: [name], fields }
  }
  const [, state] = TEST.exec(point.name) ?? []
  if (state === undefined) return undefined
  const title = textOf(request, values[0], values[1])
  return {
    kind: 'test',
    arguments: [],
    fields: title === undefined ? { state } : { state, name: title },
  }
}

function textOf(
  { loaded }: FactRequest,
  address: bigint | undefined,
  length: bigint | undefined,
): string | undefined {
  if (address === undefined || length === undefined || length > LONGEST_NAME) return undefined
  const bytes = loaded.machine.readLinear(linearAddress(address), Number(length))
  return bytes.length === Number(length) ? decodeUtf8(bytes) : undefined
}
