/** The keyboard controller. 8042 as IBM's AT has it: "Keyboard Controller Commands", "Status Register". */
import { bitsOf, hex, type Chip } from './chip'
import {
  Controller,
  Keyboard,
  Prefix,
  Reply,
  afterCommand,
  afterRead,
  afterWrite,
  isAnswer,
  isArgument,
  packTalk,
  unpackTalk,
  type Talk,
} from './keyboard-talk'

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
  0xc0: 'read the input port',
  0xd0: 'read the output port',
  0xd1: 'write the output port',
  0xd2: 'the next byte comes back as if from the keyboard',
  0xd3: 'the next byte comes back as if from the mouse',
  0xd4: 'the next byte is for the mouse',
  0xdd: 'close A20',
  0xdf: 'open A20',
  0xfe: 'pulse the reset line',
}
const TO_KEYBOARD: Readonly<Record<number, string>> = {
  0xed: 'set the LEDs',
  0xee: 'echo',
  0xf0: 'choose the scan code set',
  0xf2: 'identify yourself',
  0xf3: 'set the repeat rate',
  0xf4: 'begin to scan',
  0xf5: 'stop scanning',
  0xf6: 'set defaults',
  0xfe: 'send the last byte again',
  0xff: 'reset',
}
const TO_MOUSE: Readonly<Record<number, string>> = {
  0xf2: 'identify yourself',
  0xf3: 'set the sample rate',
  0xf4: 'begin to report',
  0xf5: 'stop reporting',
  0xf6: 'set defaults',
  0xff: 'reset',
}
const LEDS = ['Scroll Lock', 'Num Lock', 'Caps Lock']

/** What the controller finds when it tests the lines of a port. */
const LINES = [
  'no error',
  'the clock line is stuck low',
  'the clock line is stuck high',
  'the data line is stuck low',
  'the data line is stuck high',
]
const lines = (value: number) => LINES[value] ?? hex(value)

/** The byte that the next write to the data port is, by the command that awaits it. */
const WRITTEN: Readonly<Record<number, (value: number) => string>> = {
  [Controller.WRITE_CONFIGURATION]: (value) => `the configuration byte, ${hex(value)}`,
  [Controller.WRITE_OUTPUT_PORT]: (value) => `the output port, ${hex(value)}`,
  [Controller.ECHO_AS_KEYBOARD]: (value) => `comes back as if from the keyboard: ${hex(value)}`,
  [Controller.ECHO_AS_MOUSE]: (value) => `comes back as if from the mouse: ${hex(value)}`,
  [Controller.TO_MOUSE]: (value) => `to the mouse: ${TO_MOUSE[value] ?? hex(value)}`,
}
/** What is read, by the command that it answers. */
const READ: Readonly<Record<number, (value: number) => string>> = {
  [Controller.READ_CONFIGURATION]: (value) => `the configuration byte, ${hex(value)}`,
  [Controller.TEST_MOUSE_PORT]: (value) => `test of the mouse port: ${lines(value)}`,
  [Controller.SELF_TEST]: (value) => `self-test: ${value === 0x55 ? 'passed' : 'failed'}`,
  [Controller.TEST_KEYBOARD_PORT]: (value) => `test of the keyboard port: ${lines(value)}`,
  [Controller.READ_INPUT_PORT]: (value) => `the input port, ${hex(value)}`,
  [Controller.READ_OUTPUT_PORT]: (value) => `the output port, ${hex(value)}`,
  [Controller.ECHO_AS_KEYBOARD]: (value) => `the byte that was put there: ${hex(value)}`,
  [Controller.ECHO_AS_MOUSE]: (value) => `the byte that was put there: ${hex(value)}`,
  [Controller.TO_MOUSE]: (value) =>
    value === Reply.RESEND
      ? 'resend: the mouse has not taken the byte'
      : value === Reply.ACK
        ? 'ACK: the mouse has taken the byte'
        : `from the mouse: ${hex(value)}`,
}
const REPLIES: Readonly<Record<number, string>> = {
  [Reply.ECHO]: 'echo: the keyboard is there',
  [Reply.ACK]: 'ACK: the keyboard has taken the byte',
  [Reply.RESEND]: 'resend: the keyboard has not taken the byte',
}
/** As the keyboard sends the number of its set, and as translation makes it. */
const SETS: Readonly<Record<number, number>> = { 1: 1, 2: 2, 3: 3, 0x43: 1, 0x41: 2, 0x3f: 3 }
const ANSWERS: Readonly<Record<number, (value: number) => string>> = {
  [Keyboard.SCAN_CODE_SET]: (value) => `scan code set ${SETS[value] ?? hex(value)} is used`,
  [Keyboard.IDENTIFY]: (value) => `the keyboard’s identity: ${hex(value)}`,
  [Keyboard.RESET]: (value) => `the keyboard’s self-test: ${value === 0xaa ? 'passed' : 'failed'}`,
}
const ARGUMENTS: Readonly<Record<number, (value: number) => string>> = {
  [Keyboard.SET_LEDS]: (value) =>
    `LEDs: ${bitsOf(value, LEDS.length).map((bit) => LEDS[bit]).join(', ') || 'all off'}`, // prettier-ignore
  [Keyboard.SCAN_CODE_SET]: (value) => (value === 0 ? 'which is used?' : `scan code set ${value}`),
  [Keyboard.REPEAT_RATE]: (value) => `repeat rate and delay, ${hex(value)}`,
}

function statusWords(value: number): string {
  const output = value & OUTPUT_FULL ? 'a byte waits to be read' : 'no byte waits'
  return value & INPUT_FULL ? `${output}; the controller is busy` : output
}

function writtenWords(talk: Talk, value: number): string {
  const toController = WRITTEN[talk.awaits]
  if (toController) return toController(value)
  const argument = isArgument(talk, value) ? ARGUMENTS[talk.command] : undefined
  return `to the keyboard: ${argument?.(value) ?? TO_KEYBOARD[value] ?? hex(value)}`
}

function readWords(talk: Talk, value: number): string {
  const ofController = READ[talk.answers]
  if (ofController) return ofController(value)
  const ofKeyboard = isAnswer(talk) ? ANSWERS[talk.command] : undefined
  return REPLIES[value] ?? ofKeyboard?.(value) ?? scanCodeWords(talk, value)
}

function scanCodeWords({ extended, ofPause, isBreak, isRaw }: Talk, value: number): string {
  if (value === Prefix.EXTENDED) return 'prefix 0xe0: one more scan code of this key follows'
  if (value === Prefix.PAUSE) return 'prefix 0xe1: two more scan codes follow, those of Pause'
  if (isRaw && value === Prefix.BREAK) return 'prefix 0xf0: the key that follows is let go'
  if (!isRaw && value === 0xff) return 'overrun: keys were lost'
  const isLetGo = isRaw ? isBreak !== 0 : (value & 0x80) !== 0
  const code = `scan code ${hex(value)}`
  const which = extended ? `${code} after 0xe0` : ofPause > 0 ? `${code} of Pause` : code
  return isLetGo ? `${which}: a key is let go` : which
}

/** State: see `Talk`. */
export const KEYBOARD: Chip = {
  key: '8042',
  name: 'Keyboard',
  chip: '8042',
  ports: [
    [0x60, 0x60],
    [0x64, 0x64],
  ],
  next(state, { direction, offset, value }) {
    if (offset !== DATA && direction === 'in') return state
    const after = offset !== DATA ? afterCommand : direction === 'out' ? afterWrite : afterRead
    return packTalk(after(unpackTalk(state), value))
  },
  words({ direction, offset, value }, state) {
    if (offset !== DATA && direction === 'in') return `status: ${statusWords(value)}`
    if (offset !== DATA) return `command: ${COMMANDS[value] ?? hex(value)}`
    return (direction === 'out' ? writtenWords : readWords)(unpackTalk(state), value)
  },
}
