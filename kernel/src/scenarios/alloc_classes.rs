//! One request for each size class, each a byte too large for the class before.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::heap::{self, Kind};
use crate::println;

const SIZES: [usize; 9] = [1, 9, 17, 33, 65, 129, 257, 513, 1025];

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-classes",
    summary: "what rounding up to nine sizes costs",
    setup: Setup { heap: Kind::Fixed, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    for size in SIZES {
        // SAFETY: allocated just now, and not used.
        unsafe { request::free(request::allocate(size, 1), size, 1) };
    }
    // Each block is in the list of its class now, with the size of the class.
    let mut listed = 0;
    heap::describe_lists(&mut |list, _, size| {
        if list != "free" {
            listed += size;
        }
    });
    println!("waste {}", listed - SIZES.iter().sum::<usize>() as u64);
}
