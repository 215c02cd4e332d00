/**
 * What the keyboard controller and its keyboard are in the middle of: commands that await a byte, answers that wait to
 * be read, codes of which only the beginning has come. IBM PS/2 Hardware Interface Technical Reference, "Keyboard and
 * Auxiliary Device Controller" and "Keyboards".
 */
export interface Talk {
  /** Command of the controller whose byte the next write to the data port is. */
  readonly awaits: number
  /** Command of the controller whose answer lies in the output buffer. */
  readonly answers: number
  /** The keyboard's last command. */
  readonly command: number
  /** Bytes that the keyboard sends once it has acknowledged that. */
  readonly left: number
  readonly isAcknowledged: number
  /** Codes to come of a key that has more than one: after 0xE0, and after 0xE1. */
  readonly extended: number
  readonly ofPause: number
  /** Set 2, untranslated: the next code is that of a key let go. */
  readonly isBreak: number
  /** Translation into set 1 is off. */
  readonly isRaw: number
}

/** Bits of each field, from bit 0 on: 32 in all. */
const WIDTHS: Readonly<Record<keyof Talk, number>> = {
  awaits: 8,
  answers: 8,
  command: 8,
  left: 2,
  isAcknowledged: 1,
  extended: 1,
  ofPause: 2,
  isBreak: 1,
  isRaw: 1,
}
const FIELDS = Object.keys(WIDTHS) as readonly (keyof Talk)[]

export function unpackTalk(state: number): Talk {
  let rest = state
  const fields = FIELDS.map((field) => {
    const value = rest & ((1 << WIDTHS[field]) - 1)
    rest >>>= WIDTHS[field]
    return [field, value] as const
  })
  return Object.fromEntries(fields) as unknown as Talk
}

export const packTalk = (talk: Talk): number =>
  FIELDS.reduceRight((state, field) => ((state << WIDTHS[field]) | talk[field]) >>> 0, 0)

export const Controller = {
  READ_CONFIGURATION: 0x20,
  WRITE_CONFIGURATION: 0x60,
  TEST_MOUSE_PORT: 0xa9,
  SELF_TEST: 0xaa,
  TEST_KEYBOARD_PORT: 0xab,
  READ_INPUT_PORT: 0xc0,
  READ_OUTPUT_PORT: 0xd0,
  WRITE_OUTPUT_PORT: 0xd1,
  ECHO_AS_KEYBOARD: 0xd2,
  ECHO_AS_MOUSE: 0xd3,
  TO_MOUSE: 0xd4,
} as const

const C = Controller
const AWAIT_BYTE: readonly number[] = [
  ...[C.WRITE_CONFIGURATION, C.WRITE_OUTPUT_PORT],
  ...[C.ECHO_AS_KEYBOARD, C.ECHO_AS_MOUSE, C.TO_MOUSE],
]
const ANSWER: readonly number[] = [
  ...[C.READ_CONFIGURATION, C.TEST_MOUSE_PORT, C.SELF_TEST, C.TEST_KEYBOARD_PORT],
  ...[C.READ_INPUT_PORT, C.READ_OUTPUT_PORT],
]
/** Whose byte comes back, or is answered. */
const COMES_BACK: readonly number[] = [C.ECHO_AS_KEYBOARD, C.ECHO_AS_MOUSE, C.TO_MOUSE]
const TRANSLATES = 1 << 6

export const Keyboard = {
  SET_LEDS: 0xed,
  SCAN_CODE_SET: 0xf0,
  IDENTIFY: 0xf2,
  REPEAT_RATE: 0xf3,
  RESET: 0xff,
} as const

const AWAIT_ARGUMENT: readonly number[] = [
  ...[Keyboard.SET_LEDS, Keyboard.SCAN_CODE_SET, Keyboard.REPEAT_RATE],
]
const ANSWER_BYTES: Readonly<Record<number, number>> = {
  [Keyboard.IDENTIFY]: 2,
  [Keyboard.RESET]: 1,
}

/** What the keyboard sends that is no scan code, whatever came before. */
export const Reply = { ECHO: 0xee, ACK: 0xfa, RESEND: 0xfe } as const
export const Prefix = { EXTENDED: 0xe0, PAUSE: 0xe1, BREAK: 0xf0 } as const

/** An argument has bit 7 clear; a byte that has it set is a new command and drops the old one. */
export const isArgument = ({ command }: Talk, value: number): boolean =>
  AWAIT_ARGUMENT.includes(command) && value < 0x80

export const afterCommand = (talk: Talk, value: number): Talk => ({
  ...talk,
  awaits: AWAIT_BYTE.includes(value) ? value : 0,
  answers: ANSWER.includes(value) ? value : talk.answers,
})

export function afterWrite(talk: Talk, value: number): Talk {
  const { awaits } = talk
  if (awaits === Controller.WRITE_CONFIGURATION)
    return { ...talk, awaits: 0, isRaw: value & TRANSLATES ? 0 : 1 }
  if (awaits !== 0)
    return { ...talk, awaits: 0, answers: COMES_BACK.includes(awaits) ? awaits : talk.answers }
  if (!isArgument(talk, value))
    return { ...talk, command: value, left: ANSWER_BYTES[value] ?? 0, isAcknowledged: 0 }
  // Set 0 asks for the one that is used; the answer is told by the command.
  const isQuestion = talk.command === Keyboard.SCAN_CODE_SET && value === 0
  const left = isQuestion ? 1 : 0
  return { ...talk, command: isQuestion ? talk.command : 0, left, isAcknowledged: 0 }
}

export function afterRead(talk: Talk, value: number): Talk {
  if (talk.answers !== 0) return { ...talk, answers: 0 }
  if (value === Reply.ACK) return { ...talk, isAcknowledged: 1 }
  if (value === Reply.RESEND) return { ...talk, command: 0, left: 0 }
  if (value === Reply.ECHO) return talk
  if (isAnswer(talk)) {
    const left = talk.left - 1
    return { ...talk, left, command: left === 0 ? 0 : talk.command }
  }
  if (value === Prefix.EXTENDED) return { ...talk, extended: 1 }
  if (value === Prefix.PAUSE) return { ...talk, ofPause: 2 }
  if (talk.isRaw && value === Prefix.BREAK) return { ...talk, isBreak: 1 }
  return { ...talk, extended: 0, ofPause: Math.max(0, talk.ofPause - 1), isBreak: 0 }
}

/** Keys that were pressed before come before the ACK. */
export const isAnswer = ({ left, isAcknowledged }: Talk): boolean =>
  left > 0 && isAcknowledged === 1
