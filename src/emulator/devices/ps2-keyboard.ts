/**
 * A PS/2 keyboard: its commands, and the bytes that it has yet to send.
 * IBM PS/2 Hardware Interface Technical Reference, "Keyboards".
 *
 * Knows nothing of the controller it is plugged into. Typematic repeat is left to the person who holds the key:
 * the keyboard of the host repeats already.
 */
import { set2Of } from './scan-code-set-2'

export interface KeyboardState {
  readonly [key: string]: number | boolean | null | readonly number[]
  /** Bytes on their way to the controller, first come first served. */
  readonly outgoing: readonly number[]
  readonly isScanning: boolean
  /** The scan code set that it sends: 1 or 2. */
  readonly scanCodeSet: number
  /** A command that waits for its argument. */
  readonly pendingCommand: number | null
  readonly lastSent: number
  /** Bit 0 Scroll Lock, 1 Num Lock, 2 Caps Lock. */
  readonly leds: number
}

export interface Ps2Keyboard {
  /** A byte from the controller. */
  receive(byte: number): void
  /** A key as one byte of scan code set 1. */
  press(set1: number): void
  hasByte(): boolean
  takeByte(): number
  save(): KeyboardState
  restore(state: KeyboardState): void
}

const ACKNOWLEDGE = 0xfa
const RESEND = 0xfe
const SELF_TEST_PASSED = 0xaa
const IDENTITY = [0xab, 0x83]

/**
 * Larger than a real keyboard's sixteen keys, so that pasted lines arrive; still bounded.
 * What does not fit is lost, as on a real keyboard.
 */
const CAPACITY = 4096

export function createPs2Keyboard(): Ps2Keyboard {
  let outgoing: number[] = []
  let isScanning = true
  let scanCodeSet = 2
  let pendingCommand: number | null = null
  let lastSent = 0
  let leds = 0

  function answer(...bytes: number[]): void {
    if (outgoing.length + bytes.length <= CAPACITY) outgoing.push(...bytes)
  }

  function setDefaults(): void {
    scanCodeSet = 2
    leds = 0
  }

  const commands: Readonly<Record<number, () => void>> = {
    0xed: () => awaitArgument(0xed), // set LEDs
    0xee: () => answer(0xee), //        echo
    0xf0: () => awaitArgument(0xf0), // select or report the scan code set
    0xf2: () => answer(ACKNOWLEDGE, ...IDENTITY),
    0xf3: () => awaitArgument(0xf3), // typematic rate and delay
    0xf4() {
      outgoing = []
      isScanning = true
      answer(ACKNOWLEDGE)
    },
    0xf5() {
      outgoing = []
      isScanning = false
      setDefaults()
      answer(ACKNOWLEDGE)
    },
    0xf6() {
      outgoing = []
      setDefaults()
      answer(ACKNOWLEDGE)
    },
    0xfe: () => answer(lastSent),
    0xff() {
      outgoing = []
      isScanning = true
      setDefaults()
      answer(ACKNOWLEDGE, SELF_TEST_PASSED)
    },
  }

  function awaitArgument(command: number): void {
    pendingCommand = command
    answer(ACKNOWLEDGE)
  }

  function takeArgument(command: number, argument: number): void {
    if (command === 0xed) leds = argument & 7
    if (command === 0xf0) {
      if (argument === 0) return answer(ACKNOWLEDGE, scanCodeSet)
      if (argument > 2) return answer(RESEND) // Set 3 is not had.
      scanCodeSet = argument
    }
    answer(ACKNOWLEDGE)
  }

  return {
    receive(byte) {
      const command = pendingCommand
      pendingCommand = null
      // An argument has bit 7 clear; a byte that has it set is a new command and drops the old one.
      if (command !== null && byte < 0x80) takeArgument(command, byte)
      else (commands[byte] ?? (() => answer(RESEND)))()
    },

    press(set1) {
      if (!isScanning) return
      const bytes = scanCodeSet === 1 ? [set1] : set2Of(set1)
      answer(...bytes)
    },

    hasByte: () => outgoing.length > 0,

    takeByte() {
      lastSent = outgoing.shift() ?? RESEND
      return lastSent
    },

    save: () => ({
      outgoing: [...outgoing],
      isScanning,
      scanCodeSet,
      pendingCommand,
      lastSent,
      leds,
    }),
    restore(state) {
      ;({ isScanning, scanCodeSet, pendingCommand, lastSent, leds } = state)
      outgoing = [...state.outgoing]
    },
  }
}
