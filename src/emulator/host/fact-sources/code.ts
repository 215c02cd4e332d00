/** Functions that are reached, called and left, and the panic handler among them: `exec`, `call`, `ret`, `panic`. */
import type { CodeReached, FunctionEntered } from '../../../shared/events'
import { QueryError } from '../../../shared/query/query-error'
import type { EventQuery } from '../../../shared/query/syntax'
import { linearAddress, type LinearAddress } from '../../../shared/units'
import { createCallWatch, REGISTER } from '../../probes/call-watch'
import type { Fact } from '../../query/recorder'
import type { LoadedMachine } from '../loaded-machine'
import type { CreateFactSource, FactRequest, FactSource } from './fact-source'
import { panicMessage } from './panic-message'

/** The function that the compiler makes of `#[panic_handler]`, whatever the source calls it. */
const PANIC_HANDLER = 'rust_begin_unwind'
const ALSO_CALLED: Readonly<Record<string, string>> = { panic_handler: PANIC_HANDLER }

/** A function by the path that the image gives it. */
interface NamedCode {
  readonly path: string
  readonly address: LinearAddress
}

export const createCodeFacts: CreateFactSource = (request) => {
  const { mentions } = request
  const sources: FactSource[] = []
  const of = (kind: string) => mentions.filter((mention) => mention.kind === kind)
  const reached = functionsOf(of('exec'), request)
  if (reached.length > 0) sources.push(watchReached(request, reached))
  const called = functionsOf([...of('call'), ...of('ret')], request)
  if (called.length > 0) sources.push(watchCalls(request, called))
  if (of('panic').length > 0) sources.push(watchPanics(request))
  return {
    stop: () => sources.forEach((source) => source.stop()),
    save: () => sources.map((source) => source.save?.()),
    restore: (saved) =>
      sources.forEach((source, index) => source.restore?.((saved as readonly unknown[])[index])),
  }
}

function functionsOf(mentions: readonly EventQuery[], request: FactRequest): NamedCode[] {
  const found = mentions.flatMap((mention) => namedBy(mention, request))
  return [...new Map(found.map((code) => [code.address, code])).values()]
}

/** A function may be named by its full path or by the end of it; all that are called so are meant. */
function namedBy(
  { kind, arguments: [argument], span }: EventQuery,
  request: FactRequest,
): NamedCode[] {
  const { loaded, text } = request
  if (!argument || argument.type === 'number') {
    throw new QueryError(`'${kind}' needs the name of a function.`, { text, span })
  }
  const found = symbolsNamed(loaded, argument.text)
  if (found.length > 0) return found
  const sentence = `The image has no function '${argument.text}': perhaps it was put into its callers.`
  throw new QueryError(sentence, { text, span: argument.span })
}

function symbolsNamed({ debugInfo }: LoadedMachine, name: string): NamedCode[] {
  return debugInfo.symbols.named(ALSO_CALLED[name] ?? name).map((symbol) => ({
    path: name in ALSO_CALLED ? name : symbol.name,
    address: linearAddress(symbol.address),
  }))
}

const pathsOf = (codes: readonly NamedCode[]) =>
  new Map(codes.map(({ address, path }) => [address, path]))

function codeFact(kind: string, path: string | undefined, rip: bigint, rsp: bigint): Fact {
  return { kind, arguments: path === undefined ? [] : [path], fields: { rip, rsp } }
}

function watchReached({ loaded, tell }: FactRequest, codes: readonly NamedCode[]): FactSource {
  const paths = pathsOf(codes)
  const listener = ({ instant, rip, general }: CodeReached) =>
    tell([codeFact('exec', paths.get(rip), rip, general[REGISTER.RSP] ?? 0n)], instant)
  return { stop: loaded.machine.watchCode([...paths.keys()], listener) }
}

/** A return has the `rsp` of its call: where the return address stood. */
function watchCalls({ loaded, tell }: FactRequest, codes: readonly NamedCode[]): FactSource {
  const paths = pathsOf(codes)
  const rspOf = ({ frame }: FunctionEntered) => frame
  return createCallWatch(loaded.machine, [...paths.keys()], {
    onEnter: (entered) =>
      tell(
        [codeFact('call', paths.get(entered.address), entered.address, rspOf(entered))],
        entered.instant,
      ),
    onReturn: ({ entered, instant }) =>
      tell(
        [codeFact('ret', paths.get(entered.address), entered.returnAddress ?? 0n, rspOf(entered))],
        instant,
      ),
  })
}

function watchPanics({ loaded, tell, mentions, text }: FactRequest): FactSource {
  const handlers = symbolsNamed(loaded, PANIC_HANDLER).map(({ address }) => address)
  const mention = mentions.find(({ kind }) => kind === 'panic')
  if (handlers.length === 0 && mention) {
    const sentence = 'The image does not name its panic handler.'
    throw new QueryError(sentence, { text, span: mention.span })
  }
  const listener = ({ instant, rip, general }: CodeReached) => {
    const msg = panicMessage(loaded, linearAddress(general[REGISTER.RDI] ?? 0n))
    const fields = msg === undefined ? { rip } : { rip, msg }
    tell([{ kind: 'panic', arguments: [], fields }], instant)
  }
  return { stop: loaded.machine.watchCode(handlers, listener) }
}
