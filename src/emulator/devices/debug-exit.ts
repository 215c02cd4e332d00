/**
 * QEMU's `isa-debug-exit` device at port 0xF4: writing v ends the machine with exit status 2v + 1.
 */
import { withoutDeadline, type PlainData, type Device } from './device'

/** `end` gets the exit status as the host's process would report it: the low eight bits. */
export function createDebugExit(end: (exitStatus: number) => void): Device<PlainData> {
  return {
    ...withoutDeadline,
    name: 'debug-exit',
    ports: [{ first: 0xf4, last: 0xf7 }],
    width: 4,
    readPort: () => 0,
    writePort: (_port, value) => end(((value << 1) | 1) & 0xff),
    save: () => null,
    restore: () => undefined,
  }
}
