//! Reads a block after it was freed. What is there belongs to the allocator now: the node of its
//! free list. The borrow checker refuses the safe spelling.

use super::{Scenario, Setup, request};
use crate::boot::command_line::CommandLine;
use crate::heap::Kind;
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "raw-use-after-free",
    summary: "a read through a pointer to a freed block",
    setup: Setup { heap: Kind::List, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    let block = request::allocate(16, 8).cast::<u64>();
    // SAFETY: wrong on purpose once the block is freed; the heap stays mapped, so nothing faults.
    let (size, next) = unsafe {
        block.write_volatile(42);
        request::free(block.cast(), 16, 8);
        (block.read_volatile(), block.add(1).read_volatile())
    };
    println!("read size {size} next {next:#x}");
}
