//! Holes of 40 and of 96 bytes, and a request for 32. The first would leave 8 bytes, too few for a
//! node, so it is skipped.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::heap::{self, Kind};
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-split",
    summary: "a hole that is large enough and still refused",
    setup: Setup { heap: Kind::List, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    // A block of 16 bytes keeps each hole apart from what follows it.
    let [small, _, large, _] = [40, 16, 96, 16].map(|size| request::allocate(size, 8));
    // SAFETY: each hole is freed once, and not used. The last one freed is the first looked at.
    unsafe {
        request::free(large, 96, 8);
        request::free(small, 40, 8);
    }
    let block = request::allocate(32, 8);
    println!("skipped {}", heap::statistics().1.scanned - 1);
    assert!(block == large, "the hole of 96 bytes was to be used");
}
