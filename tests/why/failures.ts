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

export const FAILURES: readonly Failure[] = [
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
    ],
  },
  {
    scenario: 'stack-overflow',
    because: [
      [/^Why #PF on the write to 0x/, /guard page of the kernel stack/, /Fewer or smaller frames/],
      [/^Why #DF\?/, /IST 0/, /in the guard page of the kernel stack/, /on the IST1 stack/],
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
    ],
  },
  {
    scenario: 'stale-ss',
    because: [
      [/^Why #BP\?/],
      [/^Why #GP\?/, /iretq/, /descriptor 2 of the GDT/, /a busy 64-bit TSS/, /After LGDT/],
    ],
  },
  // Interrupts
  {
    scenario: 'sti-unhandled',
    because: [[/^Why #NP in place of IRQ0\?/, /gate 0x20 is marked not present/, /0x103/]],
  },
  {
    scenario: 'sti-unhandled np=0',
    because: [
      [/^Why #NP in place of IRQ0\?/, /gate 0x20 is marked not present/],
      [/^Why #DF\?/, /gate 11 is marked not present/, /First contributory, then contributory/],
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
    ],
  },
  // Paging
  {
    scenario: 'page-fault-unmapped',
    because: [[WRITE, /mov .* in page_fault_unmapped::run/, /PML4E 1 with P = 0/]],
  },
  {
    scenario: 'write-code',
    because: [
      [/^Why #PF on the write to 0x/, /R\/W = 0 in PTE \d+/, /CR0\.WP = 1/, /error code 0x3/],
    ],
  },
  {
    scenario: 'exec-heap',
    because: [[/^Why #PF on the fetch from 0xffff_c000_0000_0000\?/, /XD = 1 in PTE 0/, /0x11/]],
  },
  {
    scenario: 'non-canonical',
    because: [[/^Why #GP\?/, /is not canonical/, /CR2 kept its value/]],
  },
  {
    scenario: 'cr3-as-pointer',
    because: [[/^Why #PF on the read from 0x/, /a physical address was taken for a linear one/]],
  },
  // Heap
  {
    scenario: 'heap-unmapped',
    because: [[/^Why #PF on the write to 0xffff_c000_0000_0000\?/, /PML4E 384 with P = 0/]],
  },
]
