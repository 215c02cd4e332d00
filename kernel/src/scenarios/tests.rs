//! The kernel's own tests, all of which pass.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::devices::debug_exit;
use crate::testing::{TESTS, run_all};

pub const SCENARIO: Scenario =
    Scenario { name: "tests", summary: "the kernel's own tests", setup: Setup::USUAL, run };

fn run(_: &CommandLine) {
    run_all(TESTS.iter());
    debug_exit::exit(debug_exit::SUCCESS)
}
