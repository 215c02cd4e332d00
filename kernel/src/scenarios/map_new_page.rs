//! Maps a page whose PML4E is empty: three tables come first, then the leaf.
//!
//! `mapper=NAME` chooses how the tables are reached: identity, offset, full, temporary, recursive.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::{Flags, frame_allocator, mapper, reach};
use crate::{mark_begin, mark_end, println};

pub const SCENARIO: Scenario = Scenario {
    name: "map-new-page",
    summary: "a page where no table leads yet",
    setup: Setup::USUAL,
    run,
};

fn run(command_line: &CommandLine) {
    let mut reach = reach::named(command_line.value("mapper").unwrap_or("full"))
        .expect("mapper=identity, offset, full, temporary or recursive");
    let page = PROBE.page();
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    mark_begin!("map");
    // SAFETY: page and frame are fresh.
    let mapped = unsafe {
        mapper::map_through(&mut *reach, page, frame, Flags::WRITABLE | Flags::EXECUTE_DISABLE)
    };
    mark_end!("map");
    println!("tables made {}", mapped.expect("nothing lies there").tables_made);

    let (through_page, through_window) =
        (PROBE.as_mut_ptr::<u8>(), mapper::window(frame).plus(PROBE.as_u64() & 0xfff));
    // SAFETY: both addresses were mapped to the same byte just now.
    let seen = unsafe {
        through_page.write_volatile(42);
        through_window.as_ptr::<u8>().read_volatile()
    };
    println!("wrote 42, physmap reads {seen}");
}
