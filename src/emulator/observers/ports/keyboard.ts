/** The keyboard controller. 8042 as IBM's AT has it: "Keyboard Controller Commands", "Status Register". */
import { hex, type Chip } from './chip'

const DATA = 0
const OUTPUT_FULL = 1 << 0
const INPUT_FULL = 1 << 1

const COMMANDS: Readonly<Record<number, string>> = {
  0x20: 'read the configuration byte',
  0x60: 'write the configuration byte',
  0xa7: 'disable the mouse',
  0xa8: 'enable the mouse',
  0xa9: 'test the mouse port',
  0xaa: 'self-test',
  0xab: 'test the keyboard port',
  0xad: 'disable the keyboard',
  0xae: 'enable the keyboard',
  0xd1: 'write the output port',
  0xd4: 'the next byte is for the mouse',
  0xfe: 'pulse the reset line',
}
const TO_KEYBOARD: Readonly<Record<number, string>> = {
  0xed: 'set the LEDs',
  0xf0: 'choose the scan code set',
  0xf3: 'set the repeat rate',
  0xf4: 'begin to scan',
  0xf5: 'stop scanning',
  0xff: 'reset',
}
const WRITES_CONFIGURATION = 0x60
const READS_CONFIGURATION = 0x20

function statusWords(value: number): string {
  const output = value & OUTPUT_FULL ? 'a byte waits to be read' : 'no byte waits'
  return value & INPUT_FULL ? `${output}; the controller is busy` : output
}

/** State: the command that the data port serves next. */
export const KEYBOARD: Chip = {
  key: '8042',
  name: 'Keyboard',
  chip: '8042',
  ports: [
    [0x60, 0x60],
    [0x64, 0x64],
  ],
  next: (state, { direction, offset, value }) => {
    if (offset === DATA) return 0
    return direction === 'out' ? value : state
  },
  words({ direction, offset, value }, state) {
    if (offset !== DATA)
      return direction === 'in'
        ? `status: ${statusWords(value)}`
        : `command: ${COMMANDS[value] ?? hex(value)}`
    if (direction === 'out')
      return state === WRITES_CONFIGURATION
        ? `the configuration byte, ${hex(value)}`
        : `to the keyboard: ${TO_KEYBOARD[value] ?? hex(value)}`
    if (state === READS_CONFIGURATION) return `the configuration byte, ${hex(value)}`
    return value & 0x80 ? `scan code ${hex(value)}: a key is let go` : `scan code ${hex(value)}`
  },
}
