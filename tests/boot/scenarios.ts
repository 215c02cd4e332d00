/**
 * What the kernel has to do, scenario by scenario: the command line, what is typed, the serial
 * lines that must come, and the state the machine is left in. Pure data, for every runner.
 */

/** How a run can end. */
export type FinalState =
  | 'shell' //    at the prompt: HLT, IF = 1
  | 'idle' //     HLT, IF = 1
  | 'dead' //     HLT, IF = 0
  | 'shutdown' // triple fault
  | 'exit' //     a write to port 0xF4
  | 'reset' //    the processor's RESET line was pulled
  | 'runs' //     no end of its own, and no HLT
  | 'spin' //     no HLT either, and IF = 0 for ever: waits for what cannot come

/** Something typed once a text has come, counted from the step before. */
export interface InputStep {
  readonly after: string
  readonly serial?: string
  /** On the PS/2 keyboard. */
  readonly keyboard?: string
}

export interface BootScenario {
  readonly name: string
  readonly commandLine: string
  readonly input?: readonly InputStep[]
  /** For runs that print for ever or never halt: look at the machine once this has come. */
  readonly untilText?: string
  /**
   * What the serial text holds from the first line on that fits the first of these: line by
   * line, blank lines and trailing spaces not counted.
   */
  readonly lines: readonly (string | RegExp)[]
  /** Rows of the text screen at the end, counted from 0; code page 437 in Unicode. */
  readonly screen?: Readonly<Record<number, string>>
  /** All lines that fit are one and the same line. */
  readonly alike?: RegExp
  readonly finalState: FinalState
  /** What QEMU is known to get wrong: its text, and that of the manual, which Ringside follows. */
  readonly inQemu?: readonly (readonly [wrong: string, right: string])[]
  /** The value written to port 0xF4; the runner's exit status is twice that, plus one. */
  readonly exitCode?: number
}

const PROMPT = 'ring0> '
const HINT = 'type help for the commands, list for the scenarios'

/** Where in a function or region: an offset that each build of the kernel is free to change. */
const OFFSET = String.raw`\+0x[0-9a-f]+`
const ADDRESS = String.raw`0x[0-9a-f]+`

/** A fault report: what, in which function, with the handler on which stack. */
function fault(what: string, symbol: string, rsp = `stack${OFFSET}`): RegExp {
  const escaped = what.replace(/\[(\w+ \w+ \w+)\]/, String.raw`\[$1\]`)
  return new RegExp(`^! ${escaped} rip ${symbol}${OFFSET} rsp ${rsp}$`)
}

/** `scenario=NAME` alone: its first line, what it prints, and what its end adds to that. */
function scenario(
  name: string,
  finalState: FinalState,
  lines: readonly (string | RegExp)[],
  more: Partial<BootScenario> = {},
): BootScenario {
  const end = finalState === 'shell' ? [`== ${name}: done`, HINT, PROMPT.trimEnd()] : []
  const commandLine = `scenario=${name}`
  return { name, commandLine, finalState, lines: [`== ${name}`, ...lines, ...end], ...more }
}

/** Commands typed at the prompt through the serial port, and what each prints. */
function session(
  name: string,
  commands: readonly (readonly [command: string, ...lines: (string | RegExp)[]])[],
  finalState: FinalState = 'shell',
  more: Partial<BootScenario> = {},
): BootScenario {
  const lines = commands.flatMap(([command, ...answer]) => [`${PROMPT}${command}`, ...answer])
  return {
    name,
    commandLine: '',
    input: commands.map(([command]) => ({ after: PROMPT, serial: `${command}\n` })),
    lines: [HINT, ...lines, ...(finalState === 'shell' ? [PROMPT.trimEnd()] : [])],
    finalState,
    ...more,
  }
}

/**
 * The selector index in an error code is the vector, wherever its gate lies (SDM Vol. 3A, "Error Code"). QEMU 7.2 counts
 * in descriptors of eight bytes, so that it doubles, and leaves EXT out.
 */
const gateErrorInQemu = (wrong: string, right: string) =>
  ({ inQemu: [[`err ${wrong}`, `err ${right}`]] }) as const

/** The kernel's own tests, in their order. */
const TESTS = [
  'gate_joins_its_offset',
  'address_splits_into_indices',
  'queue_keeps_order_and_drops_the_rest',
  'box_holds_its_value',
  'frame_is_handed_out_again',
  'page_is_mapped_until_it_is_unmapped',
]
const PASSED = TESTS.map((name) => `${name} ok`)

const run = (module: string) => `scenarios::${module}::run`

export const bootScenarios: readonly BootScenario[] = [
  // Panics and the screen
  scenario('panic-drop', 'dead', ['guard made', /^PANIC src\/.*:\d+ on purpose$/]),
  scenario('hello-raw', 'idle', [], { screen: { 0: 'hello ring 0nel 0.1.0' } }),
  scenario('red-zone', 'idle', [
    fault('#BP vec 3', 'scenarios::red_zone::keep_a_seven_below_rsp'),
    'local before 7 after 16',
  ]),
  scenario('vga-hello', 'idle', [/^W.*rld 42$/], { screen: { 2: 'W■■rld 42' } }),
  scenario(
    'vga-scroll',
    'idle',
    Array.from({ length: 30 }, (_, index) => `line ${index + 1}`),
    {
      screen: { 0: 'line 6', 24: 'line 30' },
    },
  ),
  scenario('vga-out-of-bounds', 'dead', [/^PANIC .* index out of bounds: row 0 column 80$/]),
  scenario('vga-nonvolatile', 'idle', [], { screen: { 12: `${' '.repeat(39)}BB` } }),

  // The kernel's own tests
  scenario('tests', 'exit', [`running ${TESTS.length}`, ...PASSED, `${TESTS.length} passed`], {
    exitCode: 0x10,
  }),
  scenario(
    'test-fails',
    'exit',
    [
      'running 6',
      ...PASSED.slice(0, 2),
      'zero_is_one FAILED',
      /^PANIC src\/scenarios\/test_fails\.rs:\d+ assertion `left == right` failed$/,
      '  left: 0',
      ' right: 1',
    ],
    { exitCode: 0x11 },
  ),
  scenario('test-should-panic', 'exit', ['unmapped_page_has_no_leaf ok (panicked)'], {
    exitCode: 0x10,
  }),
  scenario('test-hang', 'runs', ['running 1', 'loop_ends'], { untilText: 'loop_ends ' }),

  // Exceptions
  scenario('breakpoint', 'shell', [fault('#BP vec 3', run('breakpoint')), 'still running']),
  scenario(
    'divide-error',
    'shell',
    [...Array<RegExp>(5).fill(fault('#DE vec 0', run('divide_error'))), 'stepped over'],
    { alike: /^! #DE/ },
  ),
  scenario('invalid-opcode', 'shell', [fault('#UD vec 6', run('invalid_opcode')), 'still running']),
  scenario('idt-on-stack', 'shutdown', [
    fault('#BP vec 3', 'scenarios::idt_on_stack::break_with_local_table'),
  ]),

  // Double faults. 0x4fd0 is what six slots leave of 20 KiB.
  scenario('unhandled-page-fault', 'dead', [
    fault('#DF vec 8 err 0x0', run('unhandled_page_fault'), String.raw`ist1\+0x4fd0`),
  ]),
  scenario('double-fault-no-handler', 'shutdown', []),
  scenario('no-idt', 'shutdown', []),
  scenario(
    'missing-handler',
    'dead',
    [fault('#NP vec 11 err 0x1a', run('missing_handler'))],
    gateErrorInQemu('0x32', '0x1a'),
  ),
  scenario('de-then-pf', 'dead', [
    fault('#PF vec 14 err 0x0 [absent read kernel] cr2 0x10000000ff0', run('de_then_pf')),
  ]),
  scenario('pf-handler-unmapped', 'dead', ['! #DF vec 8 err 0x0 rip 0x8080604567 rsp ist1+0x4fd0']),
  scenario('stack-overflow', 'dead', [
    fault('#DF vec 8 err 0x0', 'shell::raise::overflow', String.raw`ist1\+0x4fd0`),
  ]),
  scenario('double-fault-without-ist', 'shutdown', []),
  scenario('stale-ss', 'dead', [
    fault('#BP vec 3', run('stale_ss')),
    fault('#GP vec 13 err 0x10', 'interrupts::entries::save_and_dispatch'),
  ]),
  scenario('stale-ss', 'shell', [fault('#BP vec 3', run('stale_ss')), 'still running'], {
    name: 'stale-ss fixed=1',
    commandLine: 'scenario=stale-ss fixed=1',
  }),

  // Hardware interrupts
  scenario('timer', 'idle', [/^\.{5,}$/], { untilText: '.....' }),
  scenario('hlt', 'idle', [/^\.{5,}$/], { untilText: '.....' }),
  scenario(
    'sti-unhandled',
    'dead',
    [fault('#NP vec 11 err 0x103', run('sti_unhandled'))],
    gateErrorInQemu('0x202', '0x103'),
  ),
  scenario(
    'sti-unhandled',
    'dead',
    [fault('#DF vec 8 err 0x0', run('sti_unhandled'), String.raw`ist1\+0x4fd0`)],
    { name: 'sti-unhandled np=0', commandLine: 'scenario=sti-unhandled np=0' },
  ),
  // A tick that comes between two prints still gets its dot.
  scenario('vga-deadlock', 'spin', [/^-+(\.-+)*$/]),
  scenario('vga-deadlock', 'runs', [/^[-.]+$/], {
    name: 'vga-deadlock cli=1',
    commandLine: 'scenario=vga-deadlock cli=1',
    untilText: '-.-',
  }),

  scenario('vga-race', 'exit', ['running 1', "text_is_read_back FAILED got '.'"], {
    exitCode: 0x11,
  }),
  scenario('vga-race', 'exit', ['running 1', 'text_is_read_back ok', '1 passed'], {
    name: 'vga-race locked=1',
    commandLine: 'scenario=vga-race locked=1',
    exitCode: 0x10,
  }),

  // A false #DF: its error code is the saved RIP, its RIP the saved CS.
  scenario('pic-not-remapped', 'dead', [
    /^! #DF vec 8 err 0xffffffff80[0-9a-f]{6} rip 0x8 rsp ist1\+0x4fd8$/,
  ]),
  scenario('missing-eoi', 'idle', ['.']),
  scenario('missing-eoi', 'idle', [/^\.*k\.{9,}$/], {
    name: 'missing-eoi line=1',
    commandLine: 'scenario=missing-eoi line=1',
    input: [{ after: '== missing-eoi\n.', keyboard: 'a' }],
    untilText: 'k..........',
  }),
  scenario('keyboard-unread', 'idle', ['k'], {
    input: [{ after: '== keyboard-unread\n', keyboard: 'abc' }],
  }),
  scenario('keyboard', 'idle', ['0x1e a', '0x30 b', '0x2a', '0x2e C'], {
    input: [{ after: '== keyboard\n', keyboard: 'abC' }],
    untilText: '0x2e C\n',
  }),

  // Paging
  scenario('page-walk', 'shell', [
    'va 0xb8f9e pa 0xb8f9e 4k',
    'va 0xffff8000000b8f9e pa 0xb8f9e 2m',
    new RegExp(`^va ${ADDRESS} pa ${ADDRESS} 4k$`),
    'va 0x8080604567 absent at L4',
  ]),
  scenario('page-fault-unmapped', 'dead', [
    fault('#PF vec 14 err 0x2 [absent write kernel] cr2 0x8080604567', run('page_fault_unmapped')),
  ]),
  scenario('write-code', 'dead', [
    fault(`#PF vec 14 err 0x3 [protected write kernel] cr2 ${ADDRESS}`, run('write_code')),
  ]),
  scenario('exec-heap', 'dead', [
    /^! #PF vec 14 err 0x11 \[protected fetch kernel\] cr2 0xffffc00000000000 rip 0xffffc00000000000 /,
  ]),
  scenario('non-canonical', 'dead', [fault('#GP vec 13 err 0x0', run('non_canonical'))]),
  scenario('cr3-as-pointer', 'dead', [
    fault(`#PF vec 14 err 0x0 [absent read kernel] cr2 ${ADDRESS}`, run('cr3_as_pointer')),
  ]),
  scenario(
    'two-spaces',
    'shell',
    [1, 2, 1].map((value) => {
      const translation = `cr3 ${ADDRESS} va 0x8080604567 pa ${ADDRESS}`
      return new RegExp(`^${translation} reads ${value}$`)
    }),
  ),
  scenario(
    'frames-scattered',
    'shell',
    [4, 5, 6].map((digit) => new RegExp(`^va 0x808060${digit}000 pa ${ADDRESS}$`)),
  ),
  scenario('fs-base', 'shell', ['fs:[8] = 42']),
  scenario('offset-map', 'shell', [
    new RegExp(`^pml4 at pa ${ADDRESS} va 0xffff8000[0-9a-f]{8}$`),
    ...[0, 256, 384, 510, 511].map(
      (index) => new RegExp(String.raw`^pml4\[${index}\] = ${ADDRESS}$`),
    ),
  ]),
  scenario('translate', 'dead', [
    /^translated (0x[0-9a-f]+) = hardware \1$/,
    /^PANIC src\/scenarios\/translate\.rs:\d+ huge page$/,
  ]),
  scenario('recursive-walk', 'shell', ['p1 at 0xffffff0000000000', 'p1[184] -> 0xb8000']),
  scenario('temp-map', 'shell', [
    ...[4, 3, 2, 1].map((level) => new RegExp(`^window ${level} -> ${ADDRESS}$`)),
    'page 0xb8000 -> 0xb8000',
  ]),
  scenario('map-existing-table', 'shell', ['tables made 0']),
  scenario('map-no-frames', 'shell', ['map: no frame (tables left 1)']),
  scenario('alias-null', 'shell', [], { screen: { 0: 'NULL?ide kernel 0.1.0' } }),
  scenario('tlb-stale', 'shell', ['read A (stale)']),
  scenario('tlb-stale', 'shell', ['read B'], {
    name: 'tlb-stale flush=1',
    commandLine: 'scenario=tlb-stale flush=1',
  }),
  ...['', ' mapper=identity', ' mapper=offset', ' mapper=temporary', ' mapper=recursive'].map(
    (option) =>
      scenario('map-new-page', 'shell', ['tables made 3', 'wrote 42, physmap reads 42'], {
        name: `map-new-page${option}`,
        commandLine: `scenario=map-new-page${option}`,
      }),
  ),

  // Heap
  ...['bump', 'list', 'list-merge', 'fixed'].map((kind) =>
    scenario('heap-basics', 'shell', ['box 42', 'vec cap 512', 'rc 2', 'rc 1'], {
      name: `heap-basics alloc=${kind}`,
      commandLine: `scenario=heap-basics alloc=${kind}`,
    }),
  ),
  scenario('three-kinds', 'shell', [/^stack stack\+0x/, /^static (data|bss)\+0x/, 'box heap+0x0']),
  scenario('heap-dummy', 'dead', [/^PANIC .* memory allocation of 8 bytes failed$/]),
  scenario('heap-unmapped', 'dead', [
    fault('#PF vec 14 err 0x2 [absent write kernel] cr2 0xffffc00000000000', run('heap_unmapped')),
  ]),
  scenario('heap-leak', 'shell', ['used 160']),
  scenario('heap-exhausted', 'dead', [
    '64 boxes',
    /^PANIC .* memory allocation of 1024 bytes failed$/,
  ]),
  scenario('raw-use-after-free', 'shell', ['read size 16 next 0xffffc00000000010']),
  scenario('raw-double-free', 'shell', ['p1 = p2']),
  // A tick that comes between two requests still gets its dot, as the first one does.
  scenario('alloc-in-irq', 'spin', [/^\.+$/]),
  scenario('alloc-in-irq', 'shell', ['.....'], {
    name: 'alloc-in-irq safe=1',
    commandLine: 'scenario=alloc-in-irq safe=1',
  }),

  // Allocators, with the byte counts that 64 KiB give
  scenario('alloc-long-lived', 'dead', ['failed at 8192']),
  ...['list', 'list-merge', 'fixed'].map((kind) =>
    scenario('alloc-long-lived', 'shell', [], {
      name: `alloc-long-lived alloc=${kind}`,
      commandLine: `scenario=alloc-long-lived alloc=${kind}`,
    }),
  ),
  scenario('alloc-split', 'shell', ['skipped 1']),
  scenario('alloc-search', 'shell', ['scanned 65']),
  scenario('alloc-fragment', 'shell', ['free 65536 largest 16384: failed']),
  scenario('alloc-fragment', 'shell', ['free 65536 largest 65536: fits'], {
    name: 'alloc-fragment alloc=list-merge',
    commandLine: 'scenario=alloc-fragment alloc=list-merge',
  }),
  scenario('alloc-hoard', 'shell', ['list 2048: 32, fallback 0: failed']),
  scenario('alloc-classes', 'shell', ['waste 2039']),
  scenario('alloc-padding', 'shell', ['used 0 free 64736 lost 800']),
  scenario('alloc-padding', 'shell', ['used 0 free 65536 lost 0'], {
    name: 'alloc-padding alloc=list-merge',
    commandLine: 'scenario=alloc-padding alloc=list-merge',
  }),

  // Tasks
  scenario('async-lazy', 'shell', ['made, not polled']),
  scenario('async-number', 'shell', ['task 1: 42', 'polls 1, ready']),
  scenario('queue-full', 'idle', ['dropped 12']),
  scenario('async-keyboard', 'idle', ['hi!', /^polls \d{1,2}$/], {
    input: [{ after: '== async-keyboard\n', keyboard: 'hi!\n' }],
    untilText: 'polls ',
  }),
  scenario('async-keyboard', 'runs', ['hi!', /^polls \d{4,}$/], {
    name: 'async-keyboard exec=simple',
    commandLine: 'scenario=async-keyboard exec=simple',
    input: [{ after: '== async-keyboard\n', keyboard: 'hi!\n' }],
    untilText: 'polls ',
  }),
  scenario('busy-poll', 'runs', ['hi!', /^polls \d{4,}$/], {
    input: [{ after: '== busy-poll\n', keyboard: 'hi!\n' }],
    untilText: 'polls ',
  }),
  scenario('late-waker', 'idle', [], { input: [{ after: '== late-waker\n', serial: 'x' }] }),
  scenario('late-waker', 'idle', ['x'], {
    name: 'late-waker fixed=1',
    commandLine: 'scenario=late-waker fixed=1',
    input: [{ after: '== late-waker\n', serial: 'x' }],
  }),
  // What falls between the check and HLT is the matter of lost-wake-ups.test.ts.
  ...['', ' fixed=1'].map((option) =>
    scenario('sleep-race', 'idle', ['x'], {
      name: `sleep-race${option}`,
      commandLine: `scenario=sleep-race${option}`,
      input: [{ after: '== sleep-race\n', serial: 'x' }],
    }),
  ),
  // A key that comes before the first poll of the hog is echoed; by the second of these slow ticks it runs.
  scenario('hog-task', 'runs', [/^\.{5,}$/], {
    input: [{ after: '== hog-task\n..', keyboard: 'abcdef' }],
    untilText: '.....',
  }),
  scenario('queue-mutex-deadlock', 'spin', ['0x1e'], {
    input: [{ after: '== queue-mutex-deadlock\n', keyboard: 'a' }],
  }),
  scenario('pin-move', 'shell', [
    new RegExp(`^self stack${OFFSET} inside heap\\+0x0$`),
    'value 2, through the pointer 1',
  ]),

  // The prompt
  session('an empty line and an unknown command', [[''], ['nonsense', '? help']]),
  session('walk', [
    [
      'walk 0xb8000',
      new RegExp(String.raw`^L4\[0\] -> ${ADDRESS} rwx$`),
      new RegExp(String.raw`^L3\[0\] -> ${ADDRESS} rwx$`),
      new RegExp(String.raw`^L2\[0\] -> ${ADDRESS} rwx$`),
      'L1[184] -> 0xb8000 rw-',
      'pa 0xb8000 4k rw-',
    ],
    ['walk 0x8080604567', 'L4[1] -> absent', 'absent at L4'],
    ['walk 0x800000000000', 'not canonical'],
  ]),
  session('touch', [
    [
      'touch 0xdeadbeef w',
      fault('#PF vec 14 err 0x2 [absent write kernel] cr2 0xdeadbeef', 'shell::raise::write_at'),
    ],
    ['touch 0', fault('#PF vec 14 err 0x0 [absent read kernel] cr2 0x0', 'shell::raise::read_at')],
    [
      'touch 0xb8000 x',
      /^! #PF vec 14 err 0x11 \[protected fetch kernel\] cr2 0xb8000 rip 0xb8000 /,
    ],
    ['touch 0x800000000000', fault('#GP vec 13 err 0x0', 'shell::raise::read_at')],
  ]),
  session('exceptions that are resumed', [
    ['int 3', fault('#BP vec 3', 'shell::raise::interrupt')],
    ['int 0', fault('#DE vec 0', 'shell::raise::interrupt')],
    ['div0', fault('#DE vec 0', 'shell::raise::divide_by_zero')],
    ['ud', fault('#UD vec 6', 'shell::raise::invalid_opcode')],
  ]),
  session(
    'overflow',
    [['overflow', fault('#DF vec 8 err 0x0', 'shell::raise::overflow', String.raw`ist1\+0x4fd0`)]],
    'dead',
  ),
  session('panic', [['panic on purpose', /^PANIC src\/shell\/.*\.rs:\d+ on purpose$/]], 'dead'),
  session(
    'a gate that is absent makes #PF a #DF',
    [
      ['gate 14 absent'],
      ['touch 0', fault('#DF vec 8 err 0x0', 'shell::raise::read_at', String.raw`ist1\+0x4fd0`)],
    ],
    'dead',
  ),
  session('map, poke, peek, unmap', [
    ['map 0x8080604000', new RegExp(`^0x8080604000 -> ${ADDRESS} tables made 3$`)],
    ['poke 0x8080604567 42'],
    ['peek 0x8080604567', '0x8080604567: 0x2a'],
    ['unmap 0x8080604000', new RegExp(`^0x8080604000 had ${ADDRESS}$`)],
    ['peek 0x8080604567', /^! #PF vec 14 err 0x0 \[absent read kernel\] cr2 0x8080604567 /],
  ]),
  session('a page that is redirected', [
    ['map 0x8080604000 0xb8000', '0x8080604000 -> 0xb8000 tables made 3'],
    ['map 0x8080605000 0xb9000', '0x8080605000 -> 0xb9000 tables made 0'],
    ['poke 0x8080604f9e 0x21'],
    ['poke 0x8080605f9e 0x22'],
    ['remap 0x8080604000 0xb9000 noflush'],
    ['invlpg 0x8080604000'],
    ['peek 0x8080604f9e', '0x8080604f9e: 0x22'],
    ['remap 0x8080604000 0xb8000'],
    ['peek 0x8080604f9e', '0x8080604f9e: 0x21'],
    ['frames', new RegExp(String.raw`^usable \d+ used \d+ next ${ADDRESS}$`)],
  ]),
  session('the screen seen through another page', [
    ['map 0x8080604000 0xb8000', '0x8080604000 -> 0xb8000 tables made 3'],
    ['poke 0xb8f9e 0x21'],
    ['peek 0x8080604f9e', '0x8080604f9e: 0x21'],
  ]),
  session(
    'alloc and free without tasks',
    [
      ['heap', 'used 0 free 65536 lost 0 largest 65536 live 0 (list-merge)'],
      ['alloc 100', '1: 0xffffc00000000000'],
      ['alloc 8 64', '2: 0xffffc00000000080'],
      ['free 1'],
      ['heap', 'used 64 free 65472 lost 0 largest 65344 live 1 (list-merge)'],
      ['lists', 'free: 0xffffc00000000000 128', 'free: 0xffffc000000000c0 65344'],
      ['free 1', '? no such block'],
    ],
    'shell',
    { commandLine: 'exec=poll' },
  ),
  session(
    'heap use boots again with another allocator',
    [
      ['heap use fixed', /^Ringside kernel/, HINT],
      ['alloc 100', '1: 0xffffc00000000000'],
      ['free 1'],
      ['lists', '128: 0xffffc00000000000 128', 'free: 0xffffc00000000080 65408'],
    ],
    'shell',
    { commandLine: 'exec=poll' },
  ),
  // One list of requests, four allocators.
  ...(
    [
      ['bump', '200/8 failed in round 16', 'used 1016 free 192 lost 64328 largest 192 live 17'],
      ['list', '2500/8 failed in round 26', 'used 3168 free 61640 lost 728 largest 1088 live 28'],
      ['list-merge', '48 rounds', 'used 3072 free 62464 lost 0 largest 61184 live 48'],
      ['fixed', '48 rounds', 'used 3072 free 62464 lost 0 largest 60608 live 48'],
    ] as const
  ).map(([kind, outcome, counts]) =>
    session(
      `trace alloc=${kind}`,
      [['trace mixed', `mixed: ${outcome}`, new RegExp(`^${counts} scanned \\d+$`)]],
      'shell',
      { commandLine: `exec=poll alloc=${kind}` },
    ),
  ),
  session(
    'traces of pairs and of growth',
    [
      ['trace pairs', 'pairs: 32 rounds', /^used 1792 free 63488 lost 256 .* live 64 /],
      ['trace growth', 'growth: 8 rounds', /^used 0 free 65280 lost 256 /],
      ['trace nothing', '? help trace'],
    ],
    'shell',
    { commandLine: 'exec=poll alloc=list' },
  ),
  session('run boots again with a scenario', [
    [
      'run breakpoint',
      /^Ringside kernel/,
      '== breakpoint',
      fault('#BP vec 3', run('breakpoint')),
      'still running',
      '== breakpoint: done',
      HINT,
    ],
    ['run nonsense', '? no such scenario'],
  ]),
  session('help and list', [
    [
      'help',
      '  session      help list run tests reboot exit',
      '  exceptions   int div0 ud overflow panic touch',
      '  descriptors  idt gate ist gdt tss regs',
      '  devices      pic mask unmask eoi base pit ticks cli sti hlt',
      '  memory       walk map unmap remap invlpg peek poke frames',
      '  heap         heap alloc free trace lists',
      '  tasks        spawn tasks queue exec',
      '  locks        lock',
      'help COMMAND says more; numbers are decimal, or hexadecimal after 0x',
    ],
    ['help walk', 'walk ADDR: the page-table entries on the way to an address'],
    ['list padding', /^ {2}alloc-padding +bytes that the free list loses to alignment$/],
  ]),
  {
    name: 'a spawned task runs while the prompt waits',
    commandLine: '',
    input: [
      { after: PROMPT, serial: 'spawn number\n' },
      { after: 'number: 42\n', serial: 'spawn sleeper\n' },
      { after: 'sleeper: awake\n', serial: 'queue\n' },
    ],
    lines: [
      `${PROMPT}spawn number`,
      'task 2',
      `${PROMPT}number: 42`,
      'spawn sleeper',
      'task 3',
      `${PROMPT}sleeper: awake`,
      'queue',
      'scancodes 0/8 dropped 0',
      'serial 0/128 dropped 0',
      PROMPT.trimEnd(),
    ],
    finalState: 'shell',
  },
  session('tasks', [
    // Ready while it runs: woken again by the next byte on the line.
    ['tasks', 'id state   polls wakes name', /^ 1 (?:running|ready {2}) +\d+ +\d+ shell$/],
    ['exec nothing', '? help exec'],
  ]),
  {
    name: 'exec boots again with another executor',
    commandLine: '',
    input: [{ after: PROMPT, serial: 'exec simple\n' }],
    untilText: PROMPT,
    lines: [`${PROMPT}exec simple`, /^Ringside kernel/, HINT, PROMPT.trimEnd()],
    finalState: 'runs',
  },
  session('reboot', [['reboot']], 'reset'),
  session('tests', [
    ['tests', 'running 6', ...PASSED, '6 passed'],
    ['tests queue', 'running 1', 'queue_keeps_order_and_drops_the_rest ok', '1 passed'],
  ]),
  session('locks', [
    ['lock hold writer 30'],
    ['lock hold heap 30'],
    ['lock hold nothing 30', '? help lock'],
  ]),
  {
    name: 'a task that never yields',
    commandLine: '',
    input: [{ after: PROMPT, serial: 'spawn hog\n' }],
    untilText: `task 2\n${PROMPT}`,
    lines: [`${PROMPT}spawn hog`, 'task 2', PROMPT.trimEnd()],
    finalState: 'runs',
  },
  session('devices', [
    [
      'pic',
      'irr 00000000 isr 00000000 imr 11101000 base 20',
      'irr 00000000 isr 00000000 imr 11111111 base 28',
    ],
    ['base 33', "? the lower three bits are the line's number"],
    ['pit 18', '? the divisor has sixteen bits'],
  ]),
  session('lines that are masked', [
    ['mask 0'],
    ['pic', /^irr \d{8} isr 00000000 imr 11101001 base 20$/, /^irr .* imr 11111111 base 28$/],
    ['unmask 0'],
    ['pic', /^irr \d{8} isr 00000000 imr 11101000 base 20$/, /^irr .* imr 11111111 base 28$/],
    ['base 32'],
    ['pit 50'],
    ['hlt'],
    ['cli'],
    ['sti'],
    ['ticks', /^\d+$/],
  ]),
  // The timer stays in service, and holds the serial port's line back.
  {
    name: 'no end of interrupt: the prompt hears nothing more',
    commandLine: '',
    input: [
      { after: PROMPT, serial: 'eoi off\n' },
      { after: PROMPT, serial: 'ticks\n' },
    ],
    lines: [`${PROMPT}eoi off`, PROMPT.trimEnd()],
    finalState: 'shell',
  },
  session('gdt, tss and registers', [
    [
      'gdt',
      '0x00: 0x0000000000000000',
      '0x08: 0x00af9b000000ffff',
      '0x10: 0x00cf93000000ffff',
      /^0x18: 0x80008b[0-9a-f]{6}0067$/, // present, busy, its limit 0x67
      '0x20: 0x00000000ffffffff',
    ],
    ['tss', new RegExp(`^rsp0 ${ADDRESS}$`), new RegExp(`^ist1 ${ADDRESS}$`)],
    [
      'regs',
      'cr0 0x80010011 cr2 0x0',
      new RegExp(`^cr3 ${ADDRESS} cr4 0x20$`),
      new RegExp(`^efer 0xd00 rflags ${ADDRESS}$`),
    ],
  ]),
  session('a page fault on a stack of its own', [
    ['ist 14 1'],
    [
      'idt 14',
      new RegExp(
        `^14: interrupts::entries::enter_page_fault 0x08:${ADDRESS} int ist1 dpl0 present$`,
      ),
    ],
    [
      'touch 0',
      fault(
        '#PF vec 14 err 0x0 [absent read kernel] cr2 0x0',
        'shell::raise::read_at',
        String.raw`ist1\+0x4fd0`,
      ),
    ],
  ]),
  session('idt', [
    [
      'idt 8',
      new RegExp(
        `^8: interrupts::entries::enter_double_fault 0x08:${ADDRESS} int ist1 dpl0 present$`,
      ),
    ],
  ]),
  {
    name: 'the keyboard types at the prompt',
    commandLine: '',
    input: [{ after: PROMPT, keyboard: 'walk 0x0\n' }],
    lines: [
      `${PROMPT}walk 0x0`,
      new RegExp(String.raw`^L4\[0\] -> ${ADDRESS} rwx$`),
      new RegExp(String.raw`^L3\[0\] -> ${ADDRESS} rwx$`),
      new RegExp(String.raw`^L2\[0\] -> ${ADDRESS} rwx$`),
      'L1[0] -> absent',
      'absent at L1',
      PROMPT.trimEnd(),
    ],
    finalState: 'shell',
  },
  session('exit', [['exit 16']], 'exit', { exitCode: 16 }),
]
