//! A page fault without a gate, and no gate for the double fault that follows: the processor
//! shuts down.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::interrupt_flag;
use crate::interrupts::idt;

pub const SCENARIO: Scenario = Scenario {
    name: "double-fault-no-handler",
    summary: "the same with gate 8 absent too: shutdown",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    interrupt_flag::cli();
    for vector in [8, 14] {
        idt::change_gate(vector, |gate| gate.set_present(false));
    }
    // SAFETY: this faults, and no handler runs.
    unsafe { PROBE.as_mut_ptr::<u8>().write_volatile(42) };
}
