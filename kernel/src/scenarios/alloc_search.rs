//! A list with 64 small holes in front of the region that fits: first fit has to look at them all.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::heap::{self, Kind};
use crate::println;

const HOLES: usize = 64;

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-search",
    summary: "64 holes before the one that fits",
    setup: Setup { heap: Kind::List, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    // Of each pair the first becomes a hole, and the second keeps it apart from the next.
    let pairs = [(); HOLES].map(|()| [request::allocate(64, 8), request::allocate(64, 8)]);
    for [hole, _] in pairs {
        // SAFETY: each hole is freed once, and not used.
        unsafe { request::free(hole, 64, 8) };
    }
    request::allocate(128, 8);
    println!("scanned {}", heap::statistics().1.scanned);
}
