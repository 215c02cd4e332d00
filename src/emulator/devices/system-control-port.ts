/**
 * System control ports B (0x61) and A (0x92): loudspeaker and counter 2, A20 gate and fast reset.
 *
 * The A20 line is always on: its bit can be written and read back, and gates nothing.
 */
import { ticksAt } from '../../shared/guest-time'
import { withoutDeadline, type Clock, type Device } from './device'
import { PIT_FREQUENCY, type Pit8254 } from './pit-8254'

export interface SystemControlState {
  readonly [key: string]: number
  readonly portA: number
  readonly portB: number
}

const PORT_A = 0x92
const PORT_B = 0x61

const GATE_2 = 1 << 0
const SPEAKER = 1 << 1
const REFRESH = 1 << 4
const OUT_2 = 1 << 5

const FAST_RESET = 1 << 0
const A20 = 1 << 1

/** Counter 1 asks for a memory refresh every 18 pulses; each one toggles the bit. */
const REFRESH_PULSES = 18

export function createSystemControlPort(
  clock: Clock,
  pit: Pit8254,
  requestReset: () => void,
): Device<SystemControlState> {
  let portA = A20
  let portB = 0

  const refreshToggle = () =>
    Math.floor(ticksAt(clock(), PIT_FREQUENCY) / REFRESH_PULSES) % 2 === 1 ? REFRESH : 0

  return {
    ...withoutDeadline,
    name: 'system-control-port',
    ports: [
      { first: PORT_B, last: PORT_B },
      { first: PORT_A, last: PORT_A },
    ],
    width: 1,
    readPort: (port) =>
      port === PORT_A ? portA : portB | refreshToggle() | (pit.out2() ? OUT_2 : 0),
    writePort(port, value) {
      if (port === PORT_B) {
        portB = value & (GATE_2 | SPEAKER | 0x0c)
        pit.setGate2((value & GATE_2) !== 0)
        return
      }
      if (value & FAST_RESET && !(portA & FAST_RESET)) requestReset()
      portA = value & (FAST_RESET | A20)
    },
    save: () => ({ portA, portB }),
    restore(state) {
      ;({ portA, portB } = state)
    },
  }
}
