import { describe, expect, it } from 'vitest'
import { CHIPS, chipAt } from './chips'

/** What a sequence of accesses means, each as `out PORT VALUE` or `in PORT VALUE`, in hexadecimal. */
function meaningsOf(...accesses: readonly string[]): string[] {
  const states = CHIPS.map(() => 0)
  return accesses.map((line) => {
    const [direction, port = '', value = ''] = line.split(' ')
    const { chip, offset } = chipAt(parseInt(port, 16))
    const access = { direction: direction as 'in' | 'out', offset, value: parseInt(value, 16) }
    const state = states[chip] ?? 0
    states[chip] = CHIPS[chip]?.next?.(state, access) ?? state
    return CHIPS[chip]?.words(access, state) ?? ''
  })
}

describe('8259A', () => {
  it('takes up to four initialisation words, and masks from then on', () => {
    expect(meaningsOf('out 20 11', 'out 21 20', 'out 21 04', 'out 21 03', 'out 21 f8')).toEqual([
      'ICW1: begin to initialise; ICW4 will come',
      'ICW2: vectors from 32',
      'ICW3: a slave on input 2',
      'ICW4: 8086 mode, automatic EOI',
      'OCW1: open inputs 0, 1, 2',
    ])
  })

  it('takes no ICW3 when it is single, and no ICW4 when none was announced', () => {
    expect(meaningsOf('out 20 12', 'out 21 20', 'out 21 ff')[2]).toBe('OCW1: all inputs masked')
  })

  it('tells the ways to end an interrupt apart', () => {
    expect(meaningsOf('out 20 20', 'out a0 62', 'out 20 a0', 'out 20 c3')).toEqual([
      'OCW2: non-specific EOI',
      'OCW2: specific EOI, level 2',
      'OCW2: rotate on non-specific EOI',
      'OCW2: set priority, level 3',
    ])
  })

  it('gives IRR or ISR, as it was told', () => {
    expect(meaningsOf('in 20 01', 'out 20 0b', 'in 20 02', 'out 20 0a', 'in 20 04')).toEqual([
      'IRR is 0x1',
      'OCW3: read ISR next',
      'ISR is 0x2',
      'OCW3: read IRR next',
      'IRR is 0x4',
    ])
  })
})

it('knows which byte of a counter comes next', () => {
  expect(meaningsOf('out 43 34', 'out 40 9c', 'out 40 2e', 'out 43 00')).toEqual([
    'counter 0: rate generator, low, then high byte',
    'counter 0, low byte: 156',
    'counter 0, high byte: 46',
    'latch counter 0',
  ])
})

it('knows for what a byte to the keyboard controller is', () => {
  expect(
    meaningsOf('in 64 15', 'in 60 1e', 'in 60 9e', 'out 64 60', 'out 60 65', 'out 60 ed'),
  ).toEqual([
    'status: a byte waits to be read',
    'scan code 0x1e',
    'scan code 0x9e: a key is let go',
    'command: write the configuration byte',
    'the configuration byte, 0x65',
    'to the keyboard: set the LEDs',
  ])
})

it('tells bytes of the serial port from its divisor', () => {
  expect(
    meaningsOf('out 3fb 83', 'out 3f8 01', 'out 3fb 03', 'out 3f8 48', 'in 3fd 60', 'in 3fd 00'),
  ).toEqual([
    'LCR: 8 bits, no parity, 1 stop bit, the divisor latch is open',
    'divisor, low byte: 1',
    'LCR: 8 bits, no parity, 1 stop bit',
    "sends 'H'",
    'LSR: ready to send',
    'LSR: not ready to send',
  ])
})

it('names the registers behind an index', () => {
  expect(meaningsOf('out 3d4 0e', 'out 3d5 07', 'out 70 8b', 'in 71 02')).toEqual([
    'CRT controller: choose register 0xe, cursor location, high byte',
    'CRT controller: cursor location, high byte: 0x7',
    'choose register B',
    'register B: 0x2',
  ])
})

it('computes the status that the host will see, and says when nobody is there', () => {
  expect(meaningsOf('out f4 10', 'out 80 00', 'in 80 ff')).toEqual([
    'ends the run: status 2 × 16 + 1 = 33',
    'nobody hears it',
    'nobody answers: all ones',
  ])
})
