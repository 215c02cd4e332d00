/** The serial port. 16550 data sheet, "Registers". */
import { characterWords, hex, type Chip } from './chip'

const LINE_CONTROL = 3
const DIVISOR_LATCH = 1 << 7

const LINE_STATUS = { dataReady: 1 << 0, overrun: 1 << 1, holdingEmpty: 1 << 5 }
const PARITY = ['no', 'odd', 'no', 'even', 'no', 'mark', 'no', 'space'] as const

function lineControlWords(value: number): string {
  const latch = value & DIVISOR_LATCH ? ', the divisor latch is open' : ''
  const stop = value & 4 ? '2 stop bits' : '1 stop bit'
  return `LCR: ${5 + (value & 3)} bits, ${PARITY[(value >> 3) & 7] ?? ''} parity, ${stop}${latch}`
}

function lineStatusWords(value: number): string {
  const ready = value & LINE_STATUS.holdingEmpty ? 'ready to send' : 'not ready to send'
  const come = value & LINE_STATUS.dataReady ? '; a byte has come' : ''
  return `LSR: ${ready}${come}${value & LINE_STATUS.overrun ? '; one was lost' : ''}`
}

/** By the offset of the register. */
const READS: Readonly<Record<number, (value: number) => string>> = {
  0: (value) => `receives ${characterWords(value)}`,
  1: (value) => `IER is ${hex(value)}`,
  2: (value) =>
    `IIR: ${value & 1 ? 'no interrupt is due' : `interrupt ${(value >> 1) & 7} is due`}`,
  3: (value) => `LCR is ${hex(value)}`,
  4: (value) => `MCR is ${hex(value)}`,
  5: lineStatusWords,
  6: (value) => `MSR is ${hex(value)}`,
  7: (value) => `scratch register is ${hex(value)}`,
}
const WRITES: Readonly<Record<number, (value: number) => string>> = {
  0: (value) => `sends ${characterWords(value)}`,
  1: (value) => (value === 0 ? 'IER: no interrupts' : `IER: interrupts ${hex(value)}`),
  2: (value) => `FCR: FIFOs ${value & 1 ? 'on' : 'off'}`,
  3: lineControlWords,
  4: (value) => `MCR: DTR ${value & 1}, RTS ${(value >> 1) & 1}, OUT2 ${(value >> 3) & 1}`,
  7: (value) => `scratch register, ${hex(value)}`,
}

/** State: the line control register. */
export const UART: Chip = {
  key: 'uart',
  name: 'Serial',
  chip: '16550',
  ports: [[0x3f8, 0x3ff]],
  streams: [0],
  next: (state, { direction, offset, value }) =>
    direction === 'out' && offset === LINE_CONTROL ? value : state,
  words({ direction, offset, value }, state) {
    if (state & DIVISOR_LATCH && offset < 2)
      return `divisor, ${offset === 0 ? 'low' : 'high'} byte: ${value}`
    const words = (direction === 'in' ? READS : WRITES)[offset]
    return words?.(value) ?? 'a register that cannot be written'
  },
}
