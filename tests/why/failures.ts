/**
 * Every failure scenario of the lessons, and why it fails: the questions in the order of causes, with figures that the
 * paragraph must hold. Addresses and counts that a new build may change are patterns.
 */
import type { ExplainedRun } from './explained'

export interface Failure extends Partial<ExplainedRun> {
  /** `scenario=NAME` and its options, without the `scenario=`. */
  readonly scenario: string
  /** Each with what its text must match. */
  readonly because: readonly (readonly [question: RegExp, ...figures: RegExp[]])[]
}

const WRITE = /^Why #PF on the write to 0x0000_0080_8060_4567\?/
const TRIPLE = [/^Why a triple fault\?/, /the processor shut down/] as const
const GATE_14 = /gate 14 is marked not present\. Its type is right, but P = 0\./

const DEAD = [/^Why does nothing run any more\?/, /HLT in .* with RFLAGS\.IF = 0/] as const

export const FAILURES: readonly Failure[] = [
  // Endings of the kernel's own choice
  {
    scenario: 'panic-drop',
    because: [
      [/^Why did the kernel panic\?/, /at src\/scenarios\/panic_drop\.rs:\d+: “on purpose”/],
      [...DEAD, /That is how its panic ended/],
    ],
  },
  {
    scenario: 'vga-out-of-bounds',
    because: [
      [/^Why did the kernel panic\?/, /“index out of bounds: row 0 column 80”/, /no live value/],
      DEAD,
    ],
  },
  {
    scenario: 'test-fails',
    because: [
      [/^Why did the kernel panic\?/, /at src\/scenarios\/test_fails\.rs:\d+/],
      [/^Why did the machine end with status 35\?/, /wrote 0x11 to port 0xF4/, /a failure/],
    ],
  },
  {
    scenario: 'test-should-panic',
    because: [
      [/^Why did the kernel panic\?/],
      [/^Why did the machine end with status 33\?/, /0x10 is success/],
    ],
  },
  {
    scenario: 'vga-race',
    because: [[/^Why did the machine end with status 35\?/, /wrote 0x11 to port 0xF4/]],
  },
  {
    scenario: 'test-hang',
    because: [[/^Why does the program get nowhere\?/, /test_hang::loop_ends/, /RFLAGS\.IF = 1/]],
  },
  // Exceptions and what comes of them
  {
    scenario: 'idt-on-stack',
    because: [
      [/^Why #BP\?/, /int3 in idt_on_stack::run/],
      [
        /^Why #GP in place of #BP\?/,
        /IDTR points into the kernel stack, at 0x.*calls wrote over it/,
      ],
      [/^Why #DF\?/, /gate 13 .*raised #GP with error code 0x6b/],
      TRIPLE,
    ],
  },
  {
    scenario: 'unhandled-page-fault',
    because: [
      [WRITE, /PML4E 1 with P = 0/, /error code 0x2/],
      [
        /^Why #DF\?/,
        GATE_14,
        /raised #NP with error code 0x73/,
        /First a page fault, then contributory/,
        /enter_double_fault through gate 8 on the IST1 stack/,
      ],
      DEAD,
    ],
  },
  {
    scenario: 'double-fault-no-handler',
    because: [
      [WRITE, /PML4E 1 with P = 0/],
      [/^Why #DF\?/, GATE_14],
      [/^Why a triple fault\?/, /gate 8 is marked not present/, /the processor shut down/],
    ],
  },
  {
    scenario: 'no-idt',
    because: [
      [/^Why #BP\?/],
      [/^Why #GP in place of #BP\?/, /gate 3 lies beyond the IDT/, /IDTR\.limit is 0x0000/],
      [/^Why #DF\?/, /gate 13 lies beyond the IDT/],
      [/^Why a triple fault\?/, /gate 8 lies beyond the IDT/],
    ],
  },
  {
    scenario: 'missing-handler',
    because: [
      [/^Why #BP\?/, /int3 in missing_handler::run/],
      [/^Why #NP in place of #BP\?/, /gate 3 is marked not present/, /error code 0x1a/],
      DEAD,
    ],
  },
  {
    scenario: 'stack-overflow',
    because: [
      [/^Why #PF on the write to 0x/, /guard page of the kernel stack/, /Fewer or smaller frames/],
      [/^Why #DF\?/, /IST 0/, /in the guard page of the kernel stack/, /on the IST1 stack/],
      DEAD,
    ],
  },
  {
    scenario: 'double-fault-without-ist',
    because: [
      [/^Why #PF on the write to 0x/, /call .*raise::overflow/, /guard page of the kernel stack/],
      [/^Why #DF\?/, /could not be pushed/, /What would help: IST 1 in gate 8/],
      [/^Why a triple fault\?/, /IST 0 as well/, /met the same page/, /What would help: IST 1/],
    ],
  },
  {
    scenario: 'de-then-pf',
    because: [
      [/^Why #DE\?/, /div ecx in de_then_pf::run/],
      [
        /^Why #PF in place of #DE\?/,
        /gate 0 cannot be read/,
        /PTE 0 with P = 0/,
        /First contributory, then a page fault: by the SDM's table #PF is served/,
      ],
      DEAD,
    ],
  },
  {
    scenario: 'pf-handler-unmapped',
    because: [
      [
        /^Why #PF on the fetch from 0x0000_0080_8060_4567\?/,
        /the handler itself is not mapped/,
        /error code 0x10/,
      ],
      [/^Why #DF\?/, /1,\d{3} frames of #PF fill it/],
      DEAD,
    ],
  },
  {
    scenario: 'stale-ss',
    because: [
      [/^Why #BP\?/],
      [/^Why #GP\?/, /iretq/, /descriptor 2 of the GDT/, /a busy 64-bit TSS/, /After LGDT/],
      DEAD,
    ],
  },
  // Interrupts
  {
    scenario: 'sti-unhandled',
    because: [[/^Why #NP in place of IRQ0\?/, /gate 0x20 is marked not present/, /0x103/], DEAD],
  },
  {
    scenario: 'sti-unhandled np=0',
    because: [
      [/^Why #NP in place of IRQ0\?/, /gate 0x20 is marked not present/],
      [/^Why #DF\?/, /gate 11 is marked not present/, /First contributory, then contributory/],
      DEAD,
    ],
  },
  {
    scenario: 'pic-not-remapped',
    because: [
      [
        /^Why #DF, though nothing raised it\?/,
        /IRQ0, between two instructions/,
        /base 0x8, so the line has vector 8/,
        /takes the saved RIP 0xffff_ffff_80\S+ for one/,
      ],
      DEAD,
    ],
  },
  {
    scenario: 'missing-eoi',
    because: [
      [
        /^Why does no interrupt of IRQ0 arrive any more\?/,
        /no EOI was written: its ISR bit is set since instant [\d,]+/,
        /IRQ0 waits for that, in IRR/,
        /OUT 0x20 with 0x20/,
      ],
    ],
  },
  {
    scenario: 'missing-eoi line=1',
    input: [{ after: '== missing-eoi\n', keyboard: 'a' }],
    because: [[/^Why does no interrupt of IRQ1 arrive any more\?/, /no EOI was written/]],
  },
  {
    scenario: 'keyboard-unread',
    input: [{ after: '== keyboard-unread\n', keyboard: 'abc' }],
    because: [[/^Why does no key arrive any more\?/, /has not read port 0x60/, /no new edge/]],
  },
  {
    scenario: 'vga-deadlock',
    because: [
      [
        /^Why does the lock writer never open\?/,
        /its word at 0xffff_ffff_8\S+ is 1, taken/,
        /in the handler of IRQ0, with RFLAGS\.IF = 0/,
        /a deadlock on one processor/,
      ],
    ],
  },
  // Paging
  {
    scenario: 'page-fault-unmapped',
    because: [[WRITE, /mov .* in page_fault_unmapped::run/, /PML4E 1 with P = 0/], DEAD],
  },
  {
    scenario: 'write-code',
    because: [
      [/^Why #PF on the write to 0x/, /R\/W = 0 in PTE \d+/, /CR0\.WP = 1/, /error code 0x3/],
      DEAD,
    ],
  },
  {
    scenario: 'exec-heap',
    because: [
      [/^Why #PF on the fetch from 0xffff_c000_0000_0000\?/, /XD = 1 in PTE 0/, /0x11/],
      DEAD,
    ],
  },
  {
    scenario: 'non-canonical',
    because: [[/^Why #GP\?/, /is not canonical/, /CR2 kept its value/], DEAD],
  },
  {
    scenario: 'cr3-as-pointer',
    because: [
      [/^Why #PF on the read from 0x/, /a physical address was taken for a linear one/],
      DEAD,
    ],
  },
  {
    scenario: 'translate',
    because: [[/^Why did the kernel panic\?/, /“huge page”/], DEAD],
  },
  {
    scenario: 'tlb-stale',
    because: [
      [
        /^Why is the new mapping of 0x0000_0080_8060_4000 not used\?/,
        /PTE 4 was changed and now leads to frame 0x0\S+/,
        /with frame 0x0\S+, and nothing has invalidated it since/,
        /INVLPG/,
      ],
    ],
  },
  // Heap
  {
    scenario: 'heap-dummy',
    because: [
      [/^Why did the allocation fail\?/, /A request for 8 bytes.*by heap_dummy::run/],
      [/^Why did the kernel panic\?/, /“memory allocation of 8 bytes failed”/],
      DEAD,
    ],
  },
  {
    scenario: 'heap-exhausted',
    because: [
      [/^Why did the allocation fail\?/, /1,024 bytes/, /65,536 bytes were in use, 0 bytes free/],
      [/^Why did the kernel panic\?/, /“memory allocation of 1024 bytes failed”/],
      DEAD,
    ],
  },
  {
    scenario: 'alloc-in-irq',
    because: [[/^Why does the lock heap never open\?/, /in the handler of IRQ0/, /a deadlock/]],
  },
  {
    scenario: 'heap-unmapped',
    because: [[/^Why #PF on the write to 0xffff_c000_0000_0000\?/, /PML4E 384 with P = 0/], DEAD],
  },
  {
    scenario: 'alloc-fragment',
    because: [
      [
        /^Why did the allocation fail, although enough bytes are free\?/,
        /A request for 20,480 bytes/,
        /65,536 bytes free and 0 bytes lost; the largest free region had 16,384 bytes/,
        /in 4 regions, each too small: external fragmentation/,
      ],
    ],
  },
  {
    scenario: 'alloc-hoard',
    because: [
      [
        /^Why did the allocation fail, although enough bytes are free\?/,
        /A request for 4,096 bytes/,
        /65,536 bytes free and 0 bytes lost; the largest free region had 2,048 bytes/,
        /in 32 blocks of the lists of sizes/,
      ],
    ],
  },
  {
    scenario: 'alloc-long-lived',
    because: [
      [
        /^Why did the allocation fail\?/,
        /8 bytes were in use, 0 bytes free/,
        /only when no block is live any more, and 1 is/,
      ],
      DEAD,
    ],
  },
  {
    scenario: 'raw-double-free',
    because: [
      [/^Why is one block handed out twice\?/, /0xffff_c000_0000_0000, which was free already/],
    ],
  },
  // Tasks
  {
    scenario: 'hog-task',
    untilText: '.....',
    because: [
      [/^Why are the other tasks not polled\?/, /hog\(\) has not returned for [\d,]+ instants/],
    ],
  },
  {
    scenario: 'queue-full',
    because: [[/^Why are bytes lost at SCAN_CODES\?/, /room for 8 bytes and holds 8, so 12/]],
  },
  {
    scenario: 'busy-poll',
    because: [[/^Why does the executor never rest\?/, /returned Pending/, /HLT while that queue/]],
  },
  {
    scenario: 'late-waker',
    input: [{ after: '== late-waker\n', serial: 'x' }],
    because: [
      [
        /^Why is task 1 not polled, though a byte is there\?/,
        /holds 1 byte/,
        /lies in `?uart_16550::READER`? now/,
        /found none there to call/,
      ],
    ],
  },
  {
    scenario: 'queue-mutex-deadlock',
    input: [{ after: '== queue-mutex-deadlock\n', keyboard: 'a' }],
    because: [
      [/^Why does the lock scancodes never open\?/, /in the handler of IRQ1/, /a deadlock/],
    ],
  },
]
