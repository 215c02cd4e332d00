//! Recursion without end: the guard page faults, the frame of #PF has no room, and #DF
//! arrives on a stack of its own.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::shell::overflow_stack;

pub const SCENARIO: Scenario = Scenario {
    name: "stack-overflow",
    summary: "recursion into the guard page: #DF on IST1",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    overflow_stack();
}
