//! Reads from the address that CR3 holds. It is physical; taken for a linear one it leads into a
//! part of the address space where nothing is mapped.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::control;

pub const SCENARIO: Scenario = Scenario {
    name: "cr3-as-pointer",
    summary: "a physical address used as a linear one",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let wrong = control::page_map().as_u64() as *const u64;
    // SAFETY: this faults, and the kernel stops at the fault.
    unsafe { wrong.read_volatile() };
}
