//! Recursion without end, and the gate of #DF keeps the stack that is used up: its frame
//! has no room either, and the processor shuts down.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::segmentation::DoubleFaultStack;
use crate::shell::overflow_stack;

pub const SCENARIO: Scenario = Scenario {
    name: "double-fault-without-ist",
    summary: "the same with IST 0: shutdown",
    setup: Setup { double_fault_stack: DoubleFaultStack::Interrupted, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    overflow_stack();
}
