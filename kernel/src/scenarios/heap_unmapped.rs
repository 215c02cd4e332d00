//! The allocator hands out a linear address, but nobody has mapped it.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::heap::Kind;
use alloc::boxed::Box;
use core::hint::black_box;

pub const SCENARIO: Scenario = Scenario {
    name: "heap-unmapped",
    summary: "the first box from a heap without frames",
    setup: Setup { heap: Kind::Bump, heap_is_mapped: false, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    black_box(Box::new([1_u64, 2]));
}
