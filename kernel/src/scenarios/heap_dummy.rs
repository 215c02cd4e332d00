//! The first box from an allocator that answers null: the allocation-error path panics.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::heap::Kind;
use alloc::boxed::Box;
use core::hint::black_box;

pub const SCENARIO: Scenario = Scenario {
    name: "heap-dummy",
    summary: "the first box from an allocator that has nothing",
    setup: Setup { heap: Kind::Dummy, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    black_box(Box::new(42_u64));
}
