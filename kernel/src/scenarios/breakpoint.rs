//! INT3: a trap, so the handler returns behind the instruction.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::println;
use core::arch::asm;

pub const SCENARIO: Scenario =
    Scenario { name: "breakpoint", summary: "INT3, and on", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    // SAFETY: the handler of #BP reports and returns.
    unsafe { asm!("int3", options(nostack)) };
    println!("still running");
}
