//! Gate 14 is good, but the code it names is not there.
//!
//! Delivery succeeds each time, and the fetch of the handler's first instruction is the next
//! page fault. It goes on until the stack is full; only then does delivery itself fail.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::interrupt_flag;
use crate::interrupts::idt::{self, Gate};

pub const SCENARIO: Scenario = Scenario {
    name: "pf-handler-unmapped",
    summary: "the handler of #PF lies in an absent page",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    interrupt_flag::cli();
    idt::change_gate(14, |gate| *gate = Gate::interrupt(PROBE.as_u64()));
    // SAFETY: this faults, and the kernel stops in the handler of #DF.
    unsafe { PROBE.as_mut_ptr::<u8>().write_volatile(42) };
}
