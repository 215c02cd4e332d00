//! Recursion without end: the guard page faults, the frame of #PF has no room, and #DF
//! arrives on a stack of its own.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::interrupt_flag;
use crate::shell::overflow;

pub const SCENARIO: Scenario = Scenario {
    name: "stack-overflow",
    summary: "recursion into the guard page: #DF on IST1",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    // Else a timer interrupt may come to be the one whose frame has no room.
    interrupt_flag::cli();
    overflow()
}
