//! A test that never ends. Nothing leaves the machine; only somebody outside, with a clock, can call
//! it failed.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::testing::{Test, run_all};
use core::hint;

pub const SCENARIO: Scenario =
    Scenario { name: "test-hang", summary: "a test that never ends", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    run_all([Test { name: "loop_ends", run: loop_ends }].iter());
}

fn loop_ends() {
    loop {
        hint::spin_loop();
    }
}
