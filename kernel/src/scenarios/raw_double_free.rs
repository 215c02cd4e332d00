//! Frees a block twice. It is in the list twice, its node pointing to itself, and two requests get
//! the same bytes.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::heap::{self, Kind};
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "raw-double-free",
    summary: "one block freed twice, then given out twice",
    setup: Setup { heap: Kind::List, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    let block = request::allocate(16, 8);
    // SAFETY: wrong on purpose the second time; nothing else uses the heap until it is renewed.
    unsafe {
        request::free(block, 16, 8);
        request::free(block, 16, 8);
    }
    let (first, second) = (request::allocate(16, 8), request::allocate(16, 8));
    println!("p1 {} p2", if first == second { "=" } else { "!=" });
    // A list that leads to itself never ends, so what follows gets a new one.
    // SAFETY: nothing but the block above was allocated.
    unsafe { heap::begin_anew() };
}
