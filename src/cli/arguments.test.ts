import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments'
import { UsageError } from './usage-error'

const read = (line: string) => readArguments(line.split(' '))

describe('the command line', () => {
  it('runs an image with 128 MiB and a limit when nothing else is said', () => {
    expect(read('run kernel.elf')).toEqual({
      command: 'run',
      image: 'kernel.elf',
      commandLine: '',
      memorySize: 2 ** 27,
      keys: '',
      untilText: undefined,
      maxInstructions: 5_000_000_000,
      topics: [],
      showsScreen: false,
      showsStatistics: false,
      isTest: false,
    })
  })

  it('does not read what cargo puts behind the image of a test', () => {
    expect(read('run --test --memory 64M k heap --quiet --test-threads=1')).toMatchObject({
      image: 'k',
      isTest: true,
      memorySize: 2 ** 26,
    })
    expect(() => read('run k heap')).toThrow(UsageError)
  })

  it('takes all options of run', () => {
    const args = ['run', '--cmdline', 'a b=c', '--memory', '64M', '--keys', 'ls\\n\\\\', '--stats']
    const more = ['--until-text', 'x', '--max-instructions', '1_000', '--screen', 'k']
    const topics = ['--events', 'page-walk,exception']
    expect(readArguments([...args, ...more, ...topics])).toMatchObject({
      commandLine: 'a b=c',
      memorySize: 2 ** 26,
      keys: 'ls\n\\',
      untilText: 'x',
      maxInstructions: 1000,
      topics: ['page-walk', 'exception'],
      showsScreen: true,
      showsStatistics: true,
      image: 'k',
    })
  })

  it('takes addresses and instants for a diagram', () => {
    expect(
      readArguments([
        ...'diagram k --topic page-walk --at 0xffff_8000_0000_0000 --at 41,208,113'.split(' '),
        ...['--at', 'first fault DF', '--step', '0', '-o', 'w.svg'],
      ]),
    ).toMatchObject({
      command: 'diagram',
      places: [
        { kind: 'address', address: 0xffff_8000_0000_0000n },
        { kind: 'instant', instant: 41_208_113 },
        { kind: 'event', query: { text: 'first fault DF' } },
      ],
      access: 'read',
      theme: 'light',
      density: 'figure',
      step: 0,
      text: 'embedded',
      output: 'w.svg',
    })
  })

  it('takes a query for where the run ends, and one for what to print', () => {
    const until = 'first fault PF where access = w'
    expect(readArguments(['run', 'k', '--until', until])).toMatchObject({
      until: { text: until, query: { ordinal: { which: 'first' }, kind: 'fault' } },
    })
    expect(readArguments(['events', 'k', '--query', 'fault PF'])).toMatchObject({
      command: 'events',
      query: { text: 'fault PF', query: { ordinal: { which: 'each' } } },
    })
  })

  it.each([
    [['run', 'k', '--until', 'fault PF'], "Say which: 'first fault'"],
    [['run', 'k', '--until', 'first fautl'], 'Did you mean fault?\n  first fautl\n        ^^^^^'],
    [['run', 'k', '--until', 'first fault where cr = 1'], 'Did you mean cr2?'],
    [['events', 'k'], '--query'],
    [['events', 'k', '--query', 'boot real'], 'not reported yet'],
    [
      ['events', 'k', '--query', 'each walk after first load sector'],
      "'load sector' is not reported",
    ],
  ])('refuses %j with a sentence about %j', (args, words) => {
    expect(() => readArguments(args)).toThrow(UsageError)
    expect(() => readArguments(args)).toThrow(words)
  })

  it.each(['help', '--help', '-h'])('explains itself at %s', (word) => {
    expect(read(word)).toEqual({ command: 'help' })
  })

  it.each([
    ['', 'no command'],
    ['fly', "no command 'fly'"],
    ['run', 'which image'],
    ['run a b', "'b' is one too many"],
    ['run a --memory lots', '--memory'],
    ['run a --memory 12T', '--memory'],
    ['run a --max-instructions 0', 'from 1'],
    ['run a --max-instructions 1e9', 'from 1'],
    ['run a --max-instructions 99999999999999999999', 'from 1'],
    ['run a --events page-walks', 'page-walk, exception'],
    ['run a --keys \\q', '\\q'],
    ['run a --nonsense', '--nonsense'],
    ['run a --cmdline', '--cmdline'],
    ['diagram a --topic pages --at 0x0', 'page-walk, idt-dispatch'],
    ['diagram a --at 1', '--topic must be one of'],
    ['diagram a --topic executor --at 0x0', 'only page-walk draws an address'],
    ['diagram a --topic executor --at 1 --step x', 'whole number from 0'],
    ['diagram a --topic executor --at 1 --text none', 'embedded, outlines, named'],
    ['diagram a --topic page-walk', '--at'],
    ['diagram a --topic page-walk --at 12x', "not '12x'"],
    ['diagram a --topic page-walk --at 0x10000000000000000', '64 bits'],
    ['diagram a --topic page-walk --at 0x0 --at 0x1', '-o FILE'],
    ['diagram a --topic page-walk --at 0x0 --theme pink', 'light, dark, print'],
  ])('refuses %j with a sentence about %s', (line, words) => {
    expect(() => read(line)).toThrow(UsageError)
    expect(() => read(line)).toThrow(words)
  })
})
