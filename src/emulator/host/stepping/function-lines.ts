/** Where the source lines of one function begin, inlined ones told from its own. */
import { linearAddress, type LinearAddress } from '../../../shared/units'
import type { DebugInfo } from '../../debuginfo/debug-info'

/** A line in one copy of a function: itself, or one that was inlined. */
export interface ScopedLine {
  /** Equal for equal lines of the same copy. */
  readonly key: string
  /** The copy and those around it, the outermost first. */
  readonly scopes: readonly string[]
}

export interface FunctionLines {
  /** The instructions at which a statement begins, each with its line. */
  readonly starts: ReadonlyMap<LinearAddress, ScopedLine>
  /** Where the function is entered. */
  readonly entries: readonly LinearAddress[]
}

export function lineAt(debugInfo: DebugInfo, address: bigint): ScopedLine | undefined {
  const scopes = debugInfo.scopes.at(address)
  const source = scopes.at(-1)?.source ?? debugInfo.sourceOf(address)
  if (!source) return undefined
  const ids = scopes.map(({ id }) => id)
  const key = [...ids, source.directory ?? '', source.file, source.line].join('\n')
  return { key, scopes: ids }
}

/** Whether a line belongs to a copy that was inlined into the copy of another. */
export const isInside = (inner: ScopedLine, outer: ScopedLine): boolean =>
  inner.scopes.length > outer.scopes.length && isAtOrInside(inner, outer)

/** The same copy counts. */
export const isAtOrInside = (inner: ScopedLine, outer: ScopedLine): boolean =>
  outer.scopes.every((id, depth) => inner.scopes[depth] === id)

export function functionLines(debugInfo: DebugInfo, address: bigint): FunctionLines {
  const { scopes, lines, sourceLines } = debugInfo
  const ranges = scopes.rangesAt(address)
  const starts = new Map<LinearAddress, ScopedLine>()
  for (const range of ranges) {
    // What sets up the frame belongs to no line that one would stop at.
    const body = sourceLines.bodyOf(range.start)
    for (const start of lines.statementsIn(range)) {
      const line = start < body ? undefined : lineAt(debugInfo, start)
      if (line) starts.set(linearAddress(start), line)
    }
  }
  return { starts, entries: ranges.map(({ start }) => linearAddress(start)) }
}

/** The calls that a function's code has. */
export function callsOf(
  debugInfo: DebugInfo,
  address: bigint,
  readMemory: (address: LinearAddress, length: number) => Uint8Array,
): readonly { readonly address: LinearAddress; readonly next: LinearAddress }[] {
  return debugInfo.scopes.rangesAt(address).flatMap(({ start, end }) => {
    const length = Number(end - start)
    const from = linearAddress(start)
    const code = readMemory(from, Math.min(length, LONGEST_FUNCTION))
    return debugInfo.disassembler
      .disassemble(code, from, 64, code.length)
      .filter(({ text }) => /^call\b/.test(text))
      .map((call) => ({
        address: call.address,
        next: linearAddress(call.address + BigInt(call.bytes.length)),
      }))
  })
}

const LONGEST_FUNCTION = 1 << 18
