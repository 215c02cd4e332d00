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

describe('8042', () => {
  it('answers its own commands, which are no scan codes', () => {
    expect(
      meaningsOf('out 64 aa', 'in 60 55', 'out 64 ab', 'in 60 00', 'out 64 a9', 'in 60 01', 'in 60 55'),
    ).toEqual([
      'command: self-test',
      'self-test: passed',
      'command: test the keyboard port',
      'test of the keyboard port: no error',
      'command: test the mouse port',
      'test of the mouse port: the clock line is stuck low',
      'scan code 0x55',
    ]) // prettier-ignore
  })

  it('keeps an answer until it is read, whatever is commanded meanwhile', () => {
    expect(meaningsOf('out 64 20', 'out 64 ad', 'in 60 65', 'in 60 1e').slice(2)).toEqual([
      'the configuration byte, 0x65',
      'scan code 0x1e',
    ])
  })

  it('passes one byte on to the mouse, and tells what came of it', () => {
    expect(meaningsOf('out 64 d4', 'out 60 ff', 'in 60 fe', 'out 60 ff')).toEqual([
      'command: the next byte is for the mouse',
      'to the mouse: reset',
      'resend: the mouse has not taken the byte',
      'to the keyboard: reset',
    ])
  })

  it('gives a byte back as if from the keyboard', () => {
    expect(meaningsOf('out 64 d2', 'out 60 33', 'in 60 33').slice(1)).toEqual([
      'comes back as if from the keyboard: 0x33',
      'the byte that was put there: 0x33',
    ])
  })

  it('hands out what the keyboard answers', () => {
    expect(
      meaningsOf('out 60 ff', 'in 60 fa', 'in 60 aa', 'in 60 aa', 'out 60 ee', 'in 60 ee', 'out 60 12', 'in 60 fe'),
    ).toEqual([
      'to the keyboard: reset',
      'ACK: the keyboard has taken the byte',
      'the keyboard’s self-test: passed',
      'scan code 0xaa: a key is let go',
      'to the keyboard: echo',
      'echo: the keyboard is there',
      'to the keyboard: 0x12',
      'resend: the keyboard has not taken the byte',
    ]) // prettier-ignore
  })

  it('hands out keys that were pressed before the keyboard took a command', () => {
    expect(meaningsOf('out 60 f2', 'in 60 1e', 'in 60 fa', 'in 60 ab', 'in 60 41', 'in 60 41')).toEqual([
      'to the keyboard: identify yourself',
      'scan code 0x1e',
      'ACK: the keyboard has taken the byte',
      'the keyboard’s identity: 0xab',
      'the keyboard’s identity: 0x41',
      'scan code 0x41',
    ]) // prettier-ignore
  })

  it('knows arguments from commands', () => {
    expect(
      meaningsOf('out 60 ed', 'in 60 fa', 'out 60 06', 'in 60 fa', 'out 60 f0', 'out 60 00', 'in 60 fa', 'in 60 41', 'out 60 ed', 'out 60 f4'),
    ).toEqual([
      'to the keyboard: set the LEDs',
      'ACK: the keyboard has taken the byte',
      'to the keyboard: LEDs: Num Lock, Caps Lock',
      'ACK: the keyboard has taken the byte',
      'to the keyboard: choose the scan code set',
      'to the keyboard: which is used?',
      'ACK: the keyboard has taken the byte',
      'scan code set 2 is used',
      'to the keyboard: set the LEDs',
      'to the keyboard: begin to scan',
    ]) // prettier-ignore
  })

  it('knows the prefixes of later keys, and of Pause', () => {
    expect(
      meaningsOf('in 60 e0', 'in 60 48', 'in 60 e0', 'in 60 c8', 'in 60 48', 'in 60 e1', 'in 60 1d', 'in 60 45', 'in 60 45'),
    ).toEqual([
      'prefix 0xe0: one more scan code of this key follows',
      'scan code 0x48 after 0xe0',
      'prefix 0xe0: one more scan code of this key follows',
      'scan code 0xc8 after 0xe0: a key is let go',
      'scan code 0x48',
      'prefix 0xe1: two more scan codes follow, those of Pause',
      'scan code 0x1d of Pause',
      'scan code 0x45 of Pause',
      'scan code 0x45',
    ]) // prettier-ignore
  })

  it('hands out set 2 when translation is off', () => {
    expect(
      meaningsOf('out 64 60', 'out 60 05', 'in 60 83', 'in 60 f0', 'in 60 83', 'in 60 83').slice(2),
    ).toEqual([
      'scan code 0x83',
      'prefix 0xf0: the key that follows is let go',
      'scan code 0x83: a key is let go',
      'scan code 0x83',
    ])
  })
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
