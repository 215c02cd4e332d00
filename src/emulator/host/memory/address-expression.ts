/**
 * Where an address leads that a person has typed: hex, a symbol, or an expression of the query language over the
 * machine as it stands, such as `rsp+0x20` or `mem64(rbp)`.
 */
import type { ExpressionPlace, MemoryWindow } from '../../../shared/models/memory'
import { parseAddress } from '../../../shared/parse-address'
import { parseExpression } from '../../../shared/query/parse'
import { QueryError } from '../../../shared/query/query-error'
import { evaluate } from '../../query/evaluate'
import { isRegion, type Value } from '../../query/event-record'
import type { LoadedMachine } from '../loaded-machine'
import { createRunContext } from '../query-context'

export function placeOfExpression(
  loaded: LoadedMachine,
  { question, text }: NonNullable<MemoryWindow['expression']>,
): ExpressionPlace {
  const known = parseAddress(text) ?? symbolAddress(loaded, text.trim())
  if (known !== undefined) return { question, address: known }
  try {
    const address = addressOf(computed(loaded, text))
    if (address !== undefined) return { question, address: BigInt.asUintN(64, address) }
    return { question, problem: 'This is no address.' }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    return { question, problem: error.message }
  }
}

function symbolAddress({ debugInfo }: LoadedMachine, name: string): bigint | undefined {
  const { symbols } = debugInfo
  const [only, ...others] = symbols.named(name)
  const found = symbols.byName(name) ?? symbols.variable(name)
  return found?.address ?? (others.length === 0 ? only?.address : undefined)
}

function computed(loaded: LoadedMachine, text: string): Value | undefined {
  const instant = loaded.machine.instant()
  return evaluate(parseExpression(text), {
    text,
    // The machine stands where it is asked about.
    context: createRunContext(loaded, () => undefined),
    position: { instant, order: Number.MAX_SAFE_INTEGER },
    isCondition: false,
  })
}

/** A place by where it begins; a table of the processor by its base. */
function addressOf(value: Value | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value !== 'object') return undefined
  if (isRegion(value)) return value.ranges[0]?.lo
  const { base } = value as Readonly<Record<string, Value>>
  return typeof base === 'bigint' ? base : undefined
}
