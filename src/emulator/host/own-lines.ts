/** Names an instruction by the line of the function that is named with it: what was inlined into that has lines elsewhere. */
import type { InstructionReference } from '../../shared/models/page-walk'
import type { DebugInfo } from '../debuginfo/debug-info'

export function inOwnLines(
  debugInfo: DebugInfo,
  instruction: InstructionReference,
): InstructionReference {
  const own = debugInfo.framesAt(instruction.rip).at(-1)?.source
  return own ? { ...instruction, source: `${own.file}:${own.line}` } : instruction
}
