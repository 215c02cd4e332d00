/**
 * The table of event kinds: what can be asked for, with which fields, and where the facts come from.
 * The documentation prints it, the parser and the checks read it, the recorder fills the fields that it names.
 */
import { HEAP_BYTES } from '../models/heap'
import type { EventKind, FactOrigin, FieldType, Source } from './event-kind'

const events = (...types: Extract<Source, { events: unknown }>['events']): Source => ({
  events: types,
})
const from = (origin: FactOrigin): Source => ({ from: origin })
const needs = (what: string): Source => ({ needs: what })

const words = (...list: string[]): FieldType => ({ words: list })
const entryFlags: FieldType = { flags: 'paging-structure entry' }
const registerFlags: FieldType = { flags: 'of the register' }

const CODE = from('code that is reached')
const ACCESSES = from('accesses to memory')
const PORTS = from('accesses to ports')
const TRACE_POINTS = from('trace points')
const LOCKS = from('locks')
const HEAP = from('requests to the allocator')
const TASKS = from('tasks of an executor')
const QUEUES = from('queues')

const HEAP_BYTE = words(...HEAP_BYTES)
const MACHINE_STATE = words('start', 'waiting', 'done', 'panicked')

type Row = Omit<EventKind, 'name' | 'isProbe'> & { readonly isProbe?: true }

const ROWS: Readonly<Record<string, Row>> = {
  boot: {
    argument: 'word',
    words: {
      real: needs(
        'a boot from a disk: loaders hand over later, and their real mode is not executed',
      ),
      protected: from('the loader'),
      long: from('the loader'),
    },
    source: from('the loader'),
    fields: { mode: words('real', 'protected', 'long') },
    meaning: 'the processor begins in a mode, or reaches it: `long` with EFER.LMA',
  },
  load: {
    argument: 'word',
    words: {
      sector: needs('a boot from a disk: loaders hand over an image in memory'),
      segment: from('the loader'),
    },
    source: from('the loader'),
    fields: { va: 'number', pa: 'number', filesz: 'number', memsz: 'number', flags: 'number' },
    meaning:
      'the loader places bytes, before the first instruction; `flags` are those of the program header',
  },
  exec: {
    argument: 'symbol',
    source: CODE,
    fields: { rip: 'number', rsp: 'number' },
    isProbe: true,
    meaning: 'RIP reaches a symbol',
  },
  call: {
    argument: 'symbol',
    source: CODE,
    fields: { rip: 'number', rsp: 'number' },
    isProbe: true,
    meaning: 'a function is entered',
  },
  ret: {
    argument: 'symbol',
    source: CODE,
    fields: { rip: 'number', rsp: 'number' },
    isProbe: true,
    meaning: 'a function is left',
  },
  insn: {
    argument: 'instruction',
    source: events('instruction.retired'),
    fields: { rip: 'number', operand: 'number' },
    meaning:
      'an instruction retires: lidt lgdt ltr sti cli hlt iretq invlpg int3 in out, or one of the class `sse`, of which this processor has none',
  },
  reg: {
    argument: 'register',
    source: events('control.register-written'),
    exceptions: {
      rflags: events('instruction.flags-changed'),
      ss: events('instruction.stack-segment-loaded'),
    },
    fields: {
      old: registerFlags,
      new: registerFlags,
      set: registerFlags,
      cleared: registerFlags,
      rip: 'number',
    },
    meaning: 'a system register is written; of `rflags` a system flag, of `ss` the selector',
  },
  fault: {
    argument: 'vector',
    source: events('exception.raised'),
    fields: {
      vec: 'vector',
      err: { flags: 'page-fault error code' },
      cr2: 'number',
      rip: 'number',
      access: words('r', 'w', 'x'),
      class: words('benign', 'contributory', 'pf', 'abort'),
      during: words('insn', 'deliver'),
      delivering: 'vector',
    },
    meaning: 'an exception is detected, before delivery',
  },
  deliver: {
    argument: 'vector',
    source: events('exception.delivered', 'exception.delivery-failed', 'interrupt.delivered'),
    fields: {
      vec: 'vector',
      source: words('exc', 'irq', 'int', 'nmi'),
      err: 'number',
      gate: 'structure',
      ist: 'number',
      rsp0: 'number',
      rsp1: 'number',
      rip: 'number',
      handler: 'number',
      frame: 'structure',
      failed: 'text',
    },
    meaning:
      'the gate was read; then the stack is chosen and the frame stored, or `failed` names the check that ended it',
  },
  push: {
    argument: 'none',
    source: events('exception.delivered', 'interrupt.delivered'),
    fields: {
      slot: words('ss', 'rsp', 'rflags', 'cs', 'rip', 'err'),
      va: 'number',
      value: 'number',
    },
    meaning: 'delivery stores one slot of the frame',
  },
  enter: {
    argument: 'vector',
    source: events('instruction.handler-entered', 'exception.delivered', 'interrupt.delivered'),
    fields: { vec: 'vector', frame: 'structure', if: 'truth', rsp: 'number', rip: 'number' },
    meaning: 'a handler’s first instruction was fetched and is about to be executed',
  },
  leave: {
    argument: 'vector',
    source: events('exception.returned'),
    fields: {
      vec: 'vector',
      rip: 'number',
      to: 'number',
      rsp0: 'number',
      rsp1: 'number',
      regs: 'structure',
    },
    meaning: 'IRETQ is done',
  },
  shutdown: {
    argument: 'none',
    source: events('exception.shutdown'),
    fields: { chain: 'list', rip: 'number' },
    meaning: 'a triple fault',
  },
  walk: {
    argument: 'none',
    source: events('page-walk.completed'),
    fields: {
      va: 'number',
      pa: 'number',
      steps: 'list',
      stop: 'number',
      size: words('4k', '2m', '1g'),
      result: words('ok', 'np', 'prot', 'rsvd'),
      access: words('r', 'w', 'x'),
      cr3: 'number',
      rip: 'number',
    },
    meaning: 'the paging structures are walked; `stop` is the level of the last entry read',
  },
  tlb: {
    argument: 'word',
    words: {
      hit: from('accesses to memory'),
      fill: events('page-walk.completed'),
      flush: events('page-walk.tlb-flushed'),
    },
    source: events('page-walk.completed', 'page-walk.tlb-flushed'),
    fields: {
      va: 'number',
      pa: 'number',
      size: words('4k', '2m', '1g'),
      access: words('r', 'w', 'x'),
      stale: 'truth',
      scope: words('page', 'all', 'nonglobal'),
      rip: 'number',
    },
    meaning: 'a translation is used by a load or store, loaded, or invalidated',
  },
  read: {
    argument: 'none',
    source: ACCESSES,
    fields: accessFields({ seg: words('fs', 'gs') }),
    isProbe: true,
    meaning: 'an instruction loads; `seg` tells FS and GS, which alone have a base in 64-bit mode',
  },
  write: {
    argument: 'none',
    source: ACCESSES,
    fields: accessFields({ old: 'number', by: 'text' }),
    isProbe: true,
    meaning: 'an instruction or the processor stores; `by` is the function that does',
  },
  pte: {
    argument: 'none',
    source: from('paging-structure entries'),
    fields: {
      level: 'number',
      index: 'number',
      old: entryFlags,
      new: entryFlags,
      set: entryFlags,
      cleared: entryFlags,
      va: 'number',
      by: words('code', 'processor'),
    },
    isProbe: true,
    meaning: 'a live paging-structure entry changes, by code or by the processor (A, D)',
  },
  port: {
    argument: 'word',
    words: { in: PORTS, out: PORTS },
    source: PORTS,
    fields: { port: 'number', value: 'number', dev: 'text' },
    meaning: 'a port is read or written',
  },
  pit: {
    argument: 'word',
    words: { tick: events('interrupt.timer-expired') },
    source: events('interrupt.timer-expired'),
    fields: { n: 'number' },
    meaning: 'the counter expires',
  },
  key: {
    argument: 'none',
    source: events('interrupt.key-buffered'),
    fields: { scancode: 'number', obf: 'truth' },
    meaning: 'a byte from the keyboard enters the 8042’s output buffer',
  },
  irq: {
    argument: 'line',
    words: {
      raise: events('interrupt.requested'),
      block: events('interrupt.blocked'),
      ack: events('interrupt.acknowledged'),
      eoi: events('interrupt.ended'),
    },
    source: events(
      'interrupt.requested',
      'interrupt.blocked',
      'interrupt.acknowledged',
      'interrupt.ended',
    ),
    fields: {
      line: 'number',
      vec: 'vector',
      irr: 'number',
      isr: 'number',
      imr: 'number',
      if: 'truth',
      why: words('if0', 'shadow', 'imr', 'isr', 'pin'),
    },
    meaning:
      'a line is high, held back (once for each reason), acknowledged, or done with; the registers are those of its controller',
  },
  halt: {
    argument: 'none',
    source: events('control.halted'),
    fields: { if: 'truth', rip: 'number' },
    meaning: 'HLT begins',
  },
  unhalt: {
    argument: 'none',
    source: events('control.halted', 'exception.delivered', 'interrupt.delivered'),
    fields: { vec: 'vector', rip: 'number' },
    meaning: 'an interrupt ends HLT; `rip` is behind it',
  },
  text: {
    argument: 'word',
    words: { vga: from('the text screen'), serial: from('the serial port') },
    source: from('the serial port'),
    fields: { line: 'text' },
    meaning:
      'a line is finished: on the screen when another row is written to, and not when lines move up',
  },
  panic: {
    argument: 'none',
    source: CODE,
    fields: { msg: 'text', rip: 'number' },
    isProbe: true,
    meaning: 'the panic handler is entered',
  },
  exit: {
    argument: 'none',
    source: from('the end of the run'),
    fields: { value: 'number' },
    meaning: 'the guest writes to port 0xF4',
  },
  spin: {
    argument: 'none',
    source: from('a look every 10,000 instructions'),
    fields: { lock: 'text', rip: 'number' },
    meaning:
      'no progress for 100,000 instructions: registers and flags come back to what they were, with nothing delivered and no port written between',
  },
  mark: {
    argument: 'name',
    source: TRACE_POINTS,
    fields: { name: 'text', value: 'number', state: words('start', 'end') },
    isProbe: true,
    meaning: 'a named trace point',
  },
  test: {
    argument: 'none',
    source: TRACE_POINTS,
    fields: { name: 'text', state: words('start', 'ok', 'fail') },
    isProbe: true,
    meaning: 'a test of the kernel begins or ends',
  },
  alloc: {
    argument: 'none',
    source: HEAP,
    fields: heapFields({
      ok: 'truth',
      scanned: 'number',
      split: 'truth',
      rest: 'number',
      skipped: 'number',
      lost: 'number',
    }),
    isProbe: true,
    meaning:
      'memory was asked for, and the allocator returns; `by` is what the library allocates for (vec, box, rc …), or else the function; how the list was searched is not told of very long lists',
  },
  free: {
    argument: 'none',
    source: HEAP,
    fields: heapFields({ live: 'number' }),
    isProbe: true,
    meaning: 'memory was given back, and the allocator returns; `live` blocks are left',
  },
  lock: changesOf(
    { take: LOCKS, spin: LOCKS, release: LOCKS },
    { name: 'text', owner: 'text' },
    'a spin lock among the statics changes hands, or is waited for; it is called as its static, in lower case and without `_LOCK`',
  ),
  task: changesOf(
    { spawn: TASKS, poll: TASKS, pending: TASKS, ready: TASKS, wake: TASKS },
    { id: 'number', future: 'number', by: 'text' },
    'a task of an executor goes on; `future` is where its future lies; a task is spawned at the end of a function that is called `spawn`, or is first seen when it is polled',
  ),
  queue: changesOf(
    { push: QUEUES, pop: QUEUES, full: QUEUES },
    { name: 'text', len: 'number', value: 'number', waker: 'text' },
    'a queue of bytes or tasks changes, or has no room; `len` is how many it holds then; `value` and `waker` are known of bytes and numbers: the item, and the place of the waker beside the queue that holds one, or `none`',
  ),
  fsm: {
    argument: 'none',
    source: TASKS,
    fields: {
      id: 'number',
      future: 'number',
      from: MACHINE_STATE,
      to: MACHINE_STATE,
      saved: 'list',
    },
    isProbe: true,
    meaning:
      'a poll ends, and the task’s state machine stands elsewhere than before; `saved` are the locals that it keeps there',
  },
}

function accessFields(more: Readonly<Record<string, FieldType>>) {
  const where = { va: 'number', pa: 'number', size: 'number', value: 'number' } as const
  const what = { char: 'number', sym: 'text', block: HEAP_BYTE, rip: 'number' } as const
  return { ...where, ...what, ...more } as const
}

function heapFields(more: Readonly<Record<string, FieldType>>) {
  return { ptr: 'number', size: 'number', align: 'number', by: 'text', ...more } as const
}

function changesOf(
  sources: Readonly<Record<string, Source>>,
  fields: Readonly<Record<string, FieldType>>,
  meaning: string,
): Row {
  const [source = LOCKS] = Object.values(sources)
  return { argument: 'word', words: sources, source, fields, isProbe: true, meaning }
}

export const EVENT_KINDS: readonly EventKind[] = Object.entries(ROWS).map(([name, row]) => ({
  name,
  isProbe: false,
  ...row,
}))

const byName = new Map(EVENT_KINDS.map((kind) => [kind.name, kind]))

export const eventKind = (name: string): EventKind | undefined => byName.get(name)
