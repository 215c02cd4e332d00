/**
 * Two write-only curiosities that kernels like to use before they have a driver:
 * port 0xE9, whose bytes an emulator prints, and port 0x80, where firmware shows how far it has come.
 */
import { withoutDeadline, type Device } from './device'

export interface DebugConsoleState {
  readonly [key: string]: number
  /** The last power-on self-test code. */
  readonly postCode: number
}

const POST_CODE = 0x80
const CONSOLE = 0xe9

export function createDebugConsole(print: (byte: number) => void): Device<DebugConsoleState> {
  let postCode = 0
  return {
    ...withoutDeadline,
    name: 'debug-console',
    ports: [
      { first: POST_CODE, last: POST_CODE },
      { first: CONSOLE, last: CONSOLE },
    ],
    width: 1,
    // A console that answers with its own number is how a guest finds it.
    readPort: (port) => (port === CONSOLE ? CONSOLE : postCode),
    writePort(port, value) {
      if (port === CONSOLE) print(value)
      else postCode = value
    },
    save: () => ({ postCode }),
    restore(state) {
      postCode = state.postCode
    },
  }
}
