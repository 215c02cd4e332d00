//! The same tests with one that fails: it panics, and a kernel does not come back from a panic to run
//! the others.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::devices::debug_exit;
use crate::testing::{TESTS, Test, run_all};
use core::hint::black_box;

pub const SCENARIO: Scenario = Scenario {
    name: "test-fails",
    summary: "the third of six tests fails",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let mut tests = TESTS;
    tests[2] = Test { name: "zero_is_one", run: zero_is_one };
    run_all(tests.iter());
    debug_exit::exit(debug_exit::SUCCESS)
}

fn zero_is_one() {
    assert_eq!(black_box(0), 1);
}
