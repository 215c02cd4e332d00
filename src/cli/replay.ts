/** `ringside replay`: goes to an instant of a saved session, and says what the serial port had printed or the state's hash. */
import coreWasm from 'virtual:core-wasm'
import { replaySession } from '../emulator/host/headless-replay'
import type { ReplayCommand } from './arguments'
import { readInput } from './image'
import type { Output } from './output'
import { EXIT } from './run'

export async function replay(
  { session, at, printsHash }: ReplayCommand,
  output: Output,
): Promise<number> {
  const bytes = await readInput(session, 'Give the path of a saved session.')
  const { serial, stateHash } = replaySession(coreWasm, bytes, at)
  output.write(printsHash ? `${stateHash}\n` : serial)
  await output.settle()
  return EXIT.done
}
