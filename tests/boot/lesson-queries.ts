/**
 * The lessons' queries and where each is asked: the scenario, what is typed, and how long the run is. Those that find
 * nothing yet stand in a table of their own, each with what is missing.
 */
import { LESSON_QUERIES } from '../../src/shared/query/lessons.fixture'

export interface AskedLesson {
  readonly moment: string
  readonly query: string
  readonly commandLine: string
  /** Of `kernel/prebuilt`; the kernel itself unless it says otherwise. */
  readonly image?: string
  /** Typed on the keyboard from instant 1,000,000 on. */
  readonly keys?: string
  /** Instants; 3,000,000 unless it says otherwise. */
  readonly length?: number
}

/** By moment: the scenario, and what else the run needs. */
const RUNS: Readonly<
  Record<string, string | readonly [scenario: string, more: Omit<Partial<AskedLesson>, 'query'>]>
> = {
  '1.1': 'panic-drop',
  '1.2': 'panic-drop',
  '1.3': 'panic-drop',
  '1.4': 'panic-drop',
  '1.5': 'panic-drop',
  '1.6': 'panic-drop',
  '1.7': ['', { image: 'entry-returns' }],
  '2.3': 'vga-hello',
  '2.4': 'vga-hello',
  '2.5': 'vga-hello',
  '2.6': 'vga-hello',
  '2.7': 'red-zone',
  '2.8': 'vga-hello',
  '3.1': 'vga-hello',
  '3.2': 'vga-hello',
  '3.3': 'vga-hello',
  '3.4': 'vga-hello',
  '3.5': 'vga-scroll',
  '3.6': 'vga-nonvolatile',
  '3.7': 'vga-hello',
  '3.8': 'vga-out-of-bounds',
  '4.1': 'tests',
  '4.2': 'vga-hello',
  '4.3': 'vga-hello',
  '4.4': 'tests',
  '4.5': 'test-fails',
  '4.6': 'test-should-panic',
  '4.7': 'test-hang',
  '5.1': 'breakpoint',
  '5.2': 'breakpoint',
  '5.3': 'breakpoint',
  '5.4': 'breakpoint',
  '5.5': 'breakpoint',
  '5.6': 'breakpoint',
  '5.7': 'breakpoint',
  '5.8': 'divide-error',
  '5.9': 'invalid-opcode',
  '5.10': 'idt-on-stack',
  '6.1': 'unhandled-page-fault',
  '6.2': 'unhandled-page-fault',
  '6.3': 'unhandled-page-fault',
  '6.4': 'unhandled-page-fault',
  '6.5': 'no-idt',
  '6.6': 'de-then-pf',
  '6.7': 'pf-handler-unmapped',
  '6.8': 'double-fault-without-ist',
  '6.9': 'stack-overflow',
  '6.10': 'stack-overflow',
  '6.11': 'stale-ss',
  '7.1': 'timer',
  '7.2': ['timer', { length: 20_000_000 }],
  '7.3': ['timer', { length: 20_000_000 }],
  '7.4': ['timer', { length: 20_000_000 }],
  '7.5': ['missing-eoi', { length: 30_000_000 }],
  '7.6': ['pic-not-remapped', { length: 20_000_000 }],
  '7.7': ['vga-deadlock', { length: 30_000_000 }],
  '7.8': ['vga-deadlock cli=1', { length: 500_000 }],
  '7.9': ['vga-race', { length: 30_000_000 }],
  '7.10': ['hlt', { length: 20_000_000 }],
  '7.11': ['keyboard', { keys: 'a' }],
  '8.1': 'fs-base',
  '8.2': 'two-spaces',
  '8.3': 'frames-scattered',
  '8.4': 'page-walk',
  '8.5': 'page-walk',
  '8.6': 'page-walk',
  '8.7': 'page-walk',
  '8.8': 'page-fault-unmapped',
  '8.9': 'write-code',
  '8.10': 'exec-heap',
  '8.11': 'non-canonical',
  '8.12': 'cr3-as-pointer',
  '9.1': 'offset-map',
  '9.2': 'translate',
  '9.3': 'translate',
  '9.4': 'map-existing-table',
  '9.5': 'map-new-page',
  '9.6': 'map-no-frames',
  '9.7': 'alias-null',
  '9.8': 'map-existing-table',
  '9.9': 'tlb-stale',
  '9.10': 'tlb-stale flush=1',
  '9.11': 'recursive-walk',
  '9.12': 'temp-map',
  '10.1': 'three-kinds',
  '10.2': 'heap-dummy',
  '10.3': 'heap-unmapped',
  '10.4': 'heap-basics',
  '10.5': 'heap-basics',
  '10.6': 'heap-basics',
  '10.7': 'heap-basics',
  '10.8': 'heap-leak',
  '10.9': 'raw-use-after-free',
  '10.10': 'raw-double-free',
  '10.11': 'heap-exhausted',
  '10.12': ['alloc-in-irq', { length: 30_000_000 }],
  '11.1': 'heap-basics alloc=bump',
  '11.2': 'heap-basics alloc=bump',
  '11.3': 'alloc-long-lived',
  '11.5': 'alloc-split',
  '11.6': 'alloc-split',
  '11.7': 'alloc-padding',
  '11.8': 'alloc-fragment',
  '11.9': 'alloc-search',
  '11.10': 'alloc-classes',
  '11.11': 'alloc-hoard',
  '12.1': 'async-lazy',
  '12.2': 'async-number',
  '12.3': ['async-keyboard', { keys: 'a' }],
  '12.4': 'busy-poll',
  '12.5': ['async-keyboard', { keys: 'a' }],
  '12.8': ['async-keyboard', { keys: 'a' }],
  '12.9': ['late-waker', { keys: 'a' }],
  '12.10': ['hog-task', { keys: 'abcdefgh', length: 30_000_000 }],
  '12.11': ['queue-mutex-deadlock', { keys: 'abc', length: 30_000_000 }],
  '12.12': 'pin-move',
}

const DISK =
  'loaders hand over an image in memory, in protected mode or later: nothing boots from a disk'

/** Queries that cannot find anything yet, and why. */
export const NOT_ASKED: Readonly<Record<string, string>> = {
  '2.1': DISK,
  '2.2': DISK,
  '7.12': 'a keyboard holds back what the full output buffer cannot take: no second byte comes in',
  '11.4':
    'the function that stores is called as the kernel calls it: `by = deallocate` finds what the lesson shows',
  '11.12': 'the trace is played by a command of the shell',
  '12.7':
    'the key has to come between two instructions: the situation is searched for in tests/fixtures/executor',
  '12.6': 'it speaks of what another moment has found, and here each stands alone',
  // The examples of the lesson format and of the comparison of branches repeat what is asked above.
  file: 'an example of the format',
  'what-if': 'an example of a comparison',
}

export const ASKED_LESSONS: readonly AskedLesson[] = LESSON_QUERIES.flatMap(([moment, query]) => {
  const run = RUNS[moment]
  if (run === undefined) return []
  const [scenario, more] = typeof run === 'string' ? [run, {}] : run
  return [{ moment, query, commandLine: `scenario=${scenario}`, ...more }]
})
