//! A test that passes by panicking: the panic handler holds the success.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::mapper;
use crate::testing::{Test, expect_panic};

pub const SCENARIO: Scenario = Scenario {
    name: "test-should-panic",
    summary: "a test whose success is a panic",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    expect_panic(&Test { name: "unmapped_page_has_no_leaf", run: unmapped_page_has_no_leaf })
}

fn unmapped_page_has_no_leaf() {
    mapper::leaf(PROBE.page()).expect("a leaf");
}
