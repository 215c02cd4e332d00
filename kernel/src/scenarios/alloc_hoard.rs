//! All of the heap was once blocks of 2048 bytes. They are free, but in the list of their class,
//! where a request for 4096 does not look.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::heap::{self, Kind};
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-hoard",
    summary: "blocks that one size class keeps for itself",
    setup: Setup { heap: Kind::Fixed, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    for block in [(); 32].map(|()| request::allocate(2048, 8)) {
        // SAFETY: each block is freed once, and not used.
        unsafe { request::free(block, 2048, 8) };
    }
    let answer = if request::allocate(4096, 8).is_null() { "failed" } else { "fits" };
    let (mut listed, mut fallback) = (0, 0);
    heap::describe_lists(&mut |list, _, size| match list {
        "2048" => listed += 1,
        _ => fallback += size,
    });
    println!("list 2048: {listed}, fallback {fallback}: {answer}");
    // Nothing is left for the shell's own tasks.
    // SAFETY: all blocks were freed.
    unsafe { heap::begin_anew() };
}
