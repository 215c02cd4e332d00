/** `ringside who-wrote`: names who changed bytes or a register last before a saved session's instant, as a line of JSON. */
import coreWasm from 'virtual:core-wasm'
import { findWriter } from '../emulator/host/headless-replay'
import { formatShortHex } from '../shared/format'
import type { WhoWroteCommand } from './arguments'
import { readInput } from './image'
import type { Output } from './output'
import { EXIT } from './run'

export async function whoWrote(
  { session, target }: WhoWroteCommand,
  output: Output,
): Promise<number> {
  const bytes = await readInput(session, 'Give the path of a saved session.')
  const write = findWriter(coreWasm, bytes, target)
  if (write) {
    const { rip, old, new: value, ...rest } = write
    const line = {
      ...rest,
      rip: formatShortHex(rip),
      old: formatShortHex(old),
      new: formatShortHex(value),
    }
    output.write(`${JSON.stringify(line)}\n`)
  } else output.writeError('Nobody has written there since the machine was started.\n')
  await output.settle()
  return write ? EXIT.done : EXIT.notFound
}
