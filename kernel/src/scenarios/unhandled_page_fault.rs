//! A page fault whose gate is absent: #NP follows, and the two become a double fault.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::interrupts::idt;

pub const SCENARIO: Scenario = Scenario {
    name: "unhandled-page-fault",
    summary: "a write to an unmapped address, gate 14 absent: #DF",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    idt::change_gate(14, |gate| gate.set_present(false));
    // SAFETY: this faults, and the kernel stops in the handler of #DF.
    unsafe { PROBE.as_mut_ptr::<u8>().write_volatile(42) };
}
