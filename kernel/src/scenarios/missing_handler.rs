//! INT3 while gate 3 is absent: #NP says so, with the gate's place in the IDT as its error code.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::interrupts::idt;
use core::arch::asm;

pub const SCENARIO: Scenario = Scenario {
    name: "missing-handler",
    summary: "INT3 with gate 3 absent: #NP",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    idt::change_gate(3, |gate| gate.set_present(false));
    // SAFETY: this faults, and the kernel stops at the fault.
    unsafe { asm!("int3", options(nostack)) };
}
