//! One hundred pairs of blocks whose second needs more alignment than the first leaves:
//! the classic free list drops the bytes in between for good.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::heap::{self, Kind};
use crate::println;

const PAIRS: usize = 100;

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-padding",
    summary: "bytes that the free list loses to alignment",
    setup: Setup { heap: Kind::List, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    let pairs = [(); PAIRS].map(|()| (request::allocate(24, 8), request::allocate(32, 16)));
    for (small, aligned) in pairs {
        // SAFETY: each block is freed once, and not used.
        unsafe {
            request::free(small, 24, 8);
            request::free(aligned, 32, 16);
        }
    }
    let (_, counts) = heap::statistics();
    println!("used {} free {} lost {}", counts.used, counts.free, counts.lost);
}
