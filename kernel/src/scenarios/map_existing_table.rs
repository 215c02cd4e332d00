//! Maps the page behind the heap, to which all three tables already lead.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::heap;
use crate::paging::{Flags, frame_allocator, mapper};
use crate::{mark_begin, mark_end, println};

pub const SCENARIO: Scenario = Scenario {
    name: "map-existing-table",
    summary: "a page whose three upper tables exist: one store",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let page = heap::START.plus(heap::SIZE);
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    mark_begin!("map");
    // SAFETY: page and frame are fresh.
    let mapped = unsafe { mapper::map(page, frame, Flags::WRITABLE | Flags::EXECUTE_DISABLE) };
    mark_end!("map");
    println!("tables made {}", mapped.expect("nothing lies there").tables_made);
}
