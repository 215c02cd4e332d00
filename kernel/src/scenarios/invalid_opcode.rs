//! UD2: no error code is pushed, and the handler steps over the instruction.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::interrupts::set_exception_hook;
use crate::interrupts::trap_frame::TrapFrame;
use crate::println;
use core::arch::asm;

/// UD2 is 0F 0B.
const UD2_LENGTH: u64 = 2;

pub const SCENARIO: Scenario = Scenario {
    name: "invalid-opcode",
    summary: "UD2, stepped over by the handler",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    set_exception_hook(step_over);
    // SAFETY: the hook resumes behind it.
    unsafe { asm!("ud2", options(nostack)) };
    println!("still running");
}

fn step_over(frame: &mut TrapFrame) {
    frame.rip += UD2_LENGTH;
}
