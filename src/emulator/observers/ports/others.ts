/** Chips of which little is asked: the display adapter's registers, the clock, control ports, the test devices. */
import { characterWords, hex, type Chip } from './chip'

const CRTC: Readonly<Record<number, string>> = {
  0x0a: 'cursor start',
  0x0b: 'cursor end',
  0x0c: 'start address, high byte',
  0x0d: 'start address, low byte',
  0x0e: 'cursor location, high byte',
  0x0f: 'cursor location, low byte',
}
const CRTC_INDEX = 0x14
const CRTC_DATA = 0x15

/** State: the chosen register of the CRT controller. */
const VGA: Chip = {
  key: 'vga',
  name: 'Display',
  chip: 'VGA',
  ports: [
    [0x3c0, 0x3cf],
    [0x3d4, 0x3d5],
    [0x3da, 0x3da],
  ],
  next: (state, { direction, offset, value }) =>
    direction === 'out' && offset === CRTC_INDEX ? value : state,
  words({ direction, offset, value }, state) {
    if (offset === CRTC_INDEX)
      return direction === 'out'
        ? `CRT controller: choose register ${hex(value)}, ${CRTC[value] ?? 'timing'}`
        : `CRT controller: register ${hex(value)} is chosen`
    if (offset === CRTC_DATA)
      return `CRT controller: ${CRTC[state] ?? `register ${hex(state)}`}: ${hex(value)}`
    const what = direction === 'in' ? 'reads' : 'writes'
    return `${what} register ${hex(0x3c0 + offset)} of the adapter`
  },
}

const CLOCK: Readonly<Record<number, string>> = {
  0x00: 'seconds',
  0x02: 'minutes',
  0x04: 'hours',
  0x06: 'day of the week',
  0x07: 'day',
  0x08: 'month',
  0x09: 'year',
  0x0a: 'register A',
  0x0b: 'register B',
  0x0c: 'register C',
  0x0d: 'register D',
}

/** State: the chosen byte. */
const CMOS: Chip = {
  key: 'cmos',
  name: 'Clock',
  chip: 'MC146818',
  ports: [[0x70, 0x71]],
  next: (state, { direction, offset, value }) =>
    direction === 'out' && offset === 0 ? value & 0x7f : state,
  words({ offset, value }, state) {
    const named = (index: number) => CLOCK[index] ?? `byte ${hex(index)}`
    return offset === 0 ? `choose ${named(value & 0x7f)}` : `${named(state)}: ${hex(value)}`
  },
}

const SYSTEM_CONTROL: Chip = {
  key: 'system-control',
  name: 'Control ports',
  chip: 'A and B',
  ports: [
    [0x61, 0x61],
    [0x92, 0x92],
  ],
  words({ direction, offset, value }) {
    if (offset === 0) return `port B: speaker ${value & 3 ? 'on' : 'off'}`
    if (direction === 'out' && value & 1) return 'port A: reset'
    return `port A: A20 ${value & 2 ? 'open' : 'closed'}`
  },
}

const CONSOLE: Chip = {
  key: 'console',
  name: 'Debug console',
  chip: 'of emulators',
  ports: [[0xe9, 0xe9]],
  streams: [0],
  words: ({ direction, value }) =>
    direction === 'out' ? `prints ${characterWords(value)}` : 'says that it is there',
}

const EXIT: Chip = {
  key: 'exit',
  name: 'Exit device',
  chip: 'of emulators',
  ports: [[0xf4, 0xf7]],
  width: 4,
  words: ({ direction, value }) =>
    direction === 'out'
      ? `ends the run: status 2 × ${value} + 1 = ${2 * value + 1}`
      : 'reads nothing',
}

export const OTHERS: readonly Chip[] = [VGA, CMOS, SYSTEM_CONTROL, CONSOLE, EXIT]

/** Stands for all ports that no chip claims. */
export const NOBODY: Chip = {
  key: 'nobody',
  name: 'No device',
  chip: 'answers here',
  ports: [],
  words: ({ direction }) => (direction === 'in' ? 'nobody answers: all ones' : 'nobody hears it'),
}
