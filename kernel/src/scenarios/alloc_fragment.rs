//! Everything is free, in four regions of 16 KiB, and 20 KiB do not fit. Neighbours that are merged
//! make them fit.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::heap::{self, Kind};
use crate::println;

const KIB: usize = 1024;

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-fragment",
    summary: "all bytes free, in pieces",
    setup: Setup { heap: Kind::List, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    for block in [(); 3].map(|()| request::allocate(16 * KIB, 8)) {
        // SAFETY: each block is freed once, and not used.
        unsafe { request::free(block, 16 * KIB, 8) };
    }
    let (_, counts) = heap::statistics();
    let answer = if request::allocate(20 * KIB, 8).is_null() { "failed" } else { "fits" };
    println!("free {} largest {}: {answer}", counts.free, counts.largest);
}
