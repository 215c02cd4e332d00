/** Facts of every origin, asked for by queries, on the kernel. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseQuerySelection } from '../../../shared/query/parse'
import { readElf64 } from '../../boot/elf64'
import type { EventRecord, Value } from '../../query/event-record'
import { compileCore } from '../../machine/webassembly'
import { searchEvents } from '../event-search'
import { loadMachine } from '../loaded-machine'

const root = new URL('../../../../', import.meta.url)
const image = readFileSync(new URL('kernel/prebuilt/ringside-kernel.elf', root))
const core = compileCore(readFileSync(new URL('build/core/core.wasm', root)))

/** What a query finds in the first instants of a scenario. */
function ask(text: string, scenario: string, length = 1_000_000): readonly EventRecord[] {
  const commandLine = `scenario=${scenario}`
  const loaded = loadMachine(core, 'kernel', image, { commandLine, memorySize: 16 << 20 })
  const search = searchEvents(loaded, { text, query: parseQuerySelection(text) })
  const found = []
  let stop = loaded.timeline.run(0)
  while (loaded.machine.instant() < length && stop.reason === 'budget' && !search.isOver()) {
    stop = loaded.timeline.run(length - loaded.machine.instant())
    found.push(...search.settle())
  }
  found.push(...search.finish(stop).found)
  search.stop()
  return found.flatMap(({ record }) => record ?? [])
}

const fields = (records: readonly EventRecord[], name: string): (Value | undefined)[] =>
  records.map((record) => record.fields[name])

describe('the loader', () => {
  it('places each PT_LOAD segment before the first instruction', () => {
    const segments = readElf64(image).segments.filter(({ type }) => type === 1)
    const found = ask('load segment', 'vga-hello')
    expect(fields(found, 'va')).toEqual(segments.map(({ virtualAddress }) => virtualAddress))
    expect(found.every(({ instant }) => instant === 0)).toBe(true)
    expect(ask('load segment where memsz > filesz', 'vga-hello').length).toBeGreaterThan(0)
  })

  it('leaves the processor in protected mode, from where it gets to long mode', () => {
    const found = ask('boot', 'vga-hello')
    expect(fields(found, 'mode')).toEqual(['protected', 'long'])
    expect(found[1]?.instant).toBeGreaterThan(0)
  })
})

describe('code', () => {
  it('that is reached is told by its symbol, and a function with its returns', () => {
    const [main] = ask('first exec kernel_main', 'vga-scroll')
    expect(main?.arguments).toEqual(['kernel_main'])
    const calls = ask('call new_line', 'vga-scroll')
    const returns = ask('ret new_line', 'vga-scroll')
    expect(calls.length).toBeGreaterThan(3)
    expect(fields(returns, 'rsp')).toEqual(fields(calls, 'rsp'))
    expect(ask('ret new_line where rip in kernel', 'vga-scroll')).toHaveLength(returns.length)
  })

  it('that no symbol names is an error that says so', () => {
    expect(() => ask('first call newline', 'vga-scroll')).toThrow("no function 'newline'")
  })

  it('of the panic handler is told with the message', () => {
    expect(fields(ask('panic', 'panic-drop'), 'msg')).toEqual(['on purpose'])
    const [outside] = fields(ask('panic', 'vga-out-of-bounds'), 'msg')
    expect(outside).toMatch(/index out of bounds/)
    expect(ask('no ret panic_handler', 'panic-drop')).toEqual([])
  })
})

describe('trace points', () => {
  it('are told by name, with their values, and as beginnings and ends', () => {
    const [probe] = ask('first mark probe', 'page-fault-unmapped')
    const [fault] = ask('first fault PF where cr2 = mark(probe).value', 'page-fault-unmapped')
    expect(fault?.fields['cr2']).toBe(probe?.fields['value'])
    const [map] = ask('only mark map', 'map-new-page')
    expect(map?.fields).toMatchObject({ name: 'map', state: 'start' })
  })

  it('that the image does not have are an error', () => {
    expect(() => ask('first mark nowhere', 'breakpoint')).toThrow("no trace point 'mark_nowhere'")
  })
})

describe('memory', () => {
  it('is watched where the conditions say', () => {
    const found = ask('write where va in vga and char = 0xfe', 'vga-hello')
    expect(found.length).toBeGreaterThan(1)
    for (const { fields: one } of found) expect(one).toMatchObject({ pa: one['va'] })
    expect(fields(found, 'by')[0]).toMatch(/ringside_kernel::/)
    expect(ask('first read where va in physmap and pa = reg.cr3', 'offset-map')).toHaveLength(1)
  })

  it('can be asked for by symbol', () => {
    const found = ask('write where va in sym(WRITER_LOCK) and size = 1', 'breakpoint', 60_000)
    expect(found.length).toBeGreaterThan(1)
    expect(String(fields(found, 'sym')[0])).toContain('WRITER_LOCK')
  })

  it('tells of uses of the TLB, and of stale ones', () => {
    const [hit] = ask('first tlb hit where va in vga', 'page-walk')
    const [walk] = ask('first walk where va in vga', 'page-walk')
    expect(Number(hit?.instant)).toBeGreaterThan(Number(walk?.instant))
    expect(ask('tlb hit where stale = true', 'tlb-stale')).not.toEqual([])
    expect(ask('tlb hit where stale = true', 'tlb-stale flush=1')).toEqual([])
  })

  it('tells of paging-structure entries by level, flags and author', () => {
    const byCode = ask('pte where by = code within only mark map', 'map-new-page')
    expect(fields(byCode, 'level')).toEqual([4n, 3n, 2n, 1n])
    const [dirty] = ask('first pte where set has D', 'page-walk')
    expect(dirty?.fields).toMatchObject({ by: 'processor' })
  })
})

describe('the text screen', () => {
  it('has each line told once, also when lines move up; the last is not finished', () => {
    const lines = fields(ask('text vga', 'vga-scroll', 3_000_000), 'line')
    const numbered = lines.filter((line) => typeof line === 'string' && /^line \d+$/.test(line))
    expect(numbered).toEqual(Array.from({ length: 29 }, (_, index) => `line ${index + 1}`))
  })
})

describe('locks', () => {
  it('are taken and released in turns, each by who took it', () => {
    const found = ask('lock where name = writer', 'breakpoint', 60_000)
    expect(found.length).toBeGreaterThan(4)
    found.forEach((record, index) =>
      expect(record.arguments).toEqual([index % 2 === 0 ? 'take' : 'release']),
    )
    expect(fields(found, 'owner')[0]).toMatch(/console|print_in/)
  })

  it('that are waited for in vain are told with their owner, once', () => {
    const found = ask('lock spin where name = writer', 'vga-deadlock', 20_000_000)
    expect(found).toHaveLength(1)
    expect(found[0]?.fields['owner']).toMatch(/console|print_in/)
  })

  it('that the image does not have are an error that names those it has', () => {
    expect(() => ask('first lock take where name = printer', 'breakpoint')).toThrow(/no spin lock/)
  })
})

describe('requests to the allocator', () => {
  it('are told with size, alignment and who asks, as the allocator answers them', () => {
    const grown = ask('alloc where by = vec', 'heap-basics')
    expect(fields(grown, 'size').slice(0, 8)).toEqual([
      16n,
      32n,
      64n,
      128n,
      256n,
      512n,
      1024n,
      2048n,
    ])
    expect(grown.every((record) => record.fields['ok'] === 1n)).toBe(true)
    const freed = ask('free where by = rc', 'heap-basics')
    expect(freed).not.toEqual([])
  })

  it('are told with what the search came to', () => {
    const [searched] = ask('first alloc where skipped > 0', 'alloc-search')
    expect(searched?.fields).toMatchObject({ scanned: 65n, skipped: 64n })
    const lost = fields(ask('alloc where lost > 0', 'alloc-padding'), 'lost')
    expect(lost).toHaveLength(100)
    expect(new Set(lost)).toEqual(new Set([8n]))
  })

  it('that are refused have no block', () => {
    const [refused] = ask('first alloc where ok = 0', 'alloc-fragment')
    expect(refused?.fields).toMatchObject({ size: 20_480n, scanned: 4n })
    expect(refused?.fields).not.toHaveProperty('ptr')
  })
})

describe('tasks', () => {
  it('are spawned, polled once and done', () => {
    const found = ask('task where id = 1', 'async-number')
    expect(found.map(({ arguments: [word] }) => word)).toEqual(['spawn', 'poll', 'ready'])
    const [machine, ...more] = ask('fsm where id = 1', 'async-number')
    expect(machine?.fields).toMatchObject({ from: 'start', to: 'done', saved: [] })
    expect(more).toEqual([])
  })

  it('keep at an await point what they need later', () => {
    const [waits] = ask('first fsm where to = waiting and id = 2', 'async-number')
    expect(waits?.fields).toMatchObject({ from: 'start', saved: ['editor'] })
  })

  it('that nobody has polled are none, and polls are counted', () => {
    expect(ask('task ready', 'busy-poll', 100_000)).toEqual([])
    const polls = ask('task poll', 'busy-poll', 60_000)
    const returns = ask('task pending', 'busy-poll', 60_000)
    expect(polls.length).toBeGreaterThan(100)
    expect(polls.length - returns.length).toBeLessThan(2)
  })
})

describe('queues', () => {
  it('tell each item that is put in, taken out or refused', () => {
    const pushed = ask('queue push where name = scan_codes', 'queue-full')
    expect(fields(pushed, 'value')).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n])
    expect(fields(pushed, 'len')).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n])
    expect(fields(pushed, 'waker')).toEqual(Array(8).fill('none'))
    expect(ask('queue full', 'queue-full')).toHaveLength(12)
  })

  it('are those of tasks as well', () => {
    const found = ask('queue where name = ready', 'async-number', 60_000)
    const steps = found.map(({ arguments: [word], fields: { value } }) => [word, value])
    // The first task is polled by hand.
    expect(steps.slice(0, 2)).toEqual([
      ['push', 2n],
      ['pop', 2n],
    ])
    expect(ask('halt where ready.len = 0', 'async-number', 60_000)).toHaveLength(1)
    expect(ask('queue pop where name = ready and ready.len = 1', 'async-number')).toHaveLength(1)
  })
})

describe('a loop that gets nowhere', () => {
  it('is told once, with the lock that it waits for', () => {
    const found = ask('spin', 'vga-deadlock', 12_000_000)
    expect(found).toHaveLength(1)
    expect(found[0]?.fields['lock']).toBe('writer')
  })

  it('is none while there is progress', () => {
    expect(ask('spin', 'vga-scroll', 3_000_000)).toEqual([])
    expect(ask('spin', 'timer', 12_000_000)).toEqual([])
  })
})

describe('single instructions', () => {
  it('are told as they retire', () => {
    expect(fields(ask('insn ltr', 'breakpoint'), 'operand')).toHaveLength(1)
    const [iretq] = ask('first insn iretq', 'breakpoint')
    const [leave] = ask('first leave BP', 'breakpoint')
    expect(iretq?.instant).toBe(leave?.instant)
    expect(ask('insn sse', 'breakpoint')).toEqual([])
  })

  it('are those that a handler begins with, when they can be fetched', () => {
    const [enter] = ask('first enter BP', 'breakpoint')
    const [deliver] = ask('first deliver BP', 'breakpoint')
    expect(enter?.fields).toMatchObject({ vec: 3n, if: 0n, frame: deliver?.fields['frame'] })
    expect(Number(enter?.instant) - Number(deliver?.instant)).toBe(1)
    // Deliveries succeed again and again; the handler itself is never reached.
    expect(ask('enter PF', 'pf-handler-unmapped')).toEqual([])
    expect(ask('deliver PF', 'pf-handler-unmapped').length).toBeGreaterThan(10)
  })

  it('change RFLAGS and SS', () => {
    const cleared = ask('reg rflags where cleared has IF', 'breakpoint')
    expect(cleared.length).toBeGreaterThan(3)
    expect(ask('reg ss where new = 0', 'stale-ss fixed=1')).toHaveLength(1)
  })
})
