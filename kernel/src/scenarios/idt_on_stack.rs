//! An IDT in a local variable. While its function runs all is well; when it has returned, the locals
//! of the next one lie there, and pose as gates. IDTR holds an address, not a copy.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::{PseudoDescriptor, interrupt_flag};
use crate::interrupts::idt::{self, Gate, IDT};
use core::arch::asm;
use core::hint::black_box;

/// Enough for #BP, #DF and #GP. No interrupt has a gate here.
const GATES: usize = 15;

pub const SCENARIO: Scenario = Scenario {
    name: "idt-on-stack",
    summary: "an IDT in a stack frame that is given back: shutdown",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    interrupt_flag::cli();
    break_with_local_table();
    fill_the_same_stack();
    breakpoint();
}

#[inline(never)]
fn break_with_local_table() {
    let mut table = [Gate::ZERO; GATES];
    table.copy_from_slice(&IDT.lock().0[..GATES]);
    let operand =
        PseudoDescriptor { limit: size_of_val(&table) as u16 - 1, base: &raw const table as u64 };
    // SAFETY: wrong on purpose, from the return of this function on.
    unsafe { idt::load(&operand) };
    breakpoint();
}

/// Needs more room than the table did, so that it covers all of it.
#[inline(never)]
fn fill_the_same_stack() {
    black_box([42_u64; 2 * GATES * size_of::<Gate>() / 8]);
}

fn breakpoint() {
    // SAFETY: the handler of #BP reports and returns, as long as it is found.
    unsafe { asm!("int3", options(nostack)) };
}
