//! Maps a page that needs three tables while the frame allocator has one frame left. The table
//! made from it stays linked: a mapping that fails may still have changed something.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::mapper::MapError;
use crate::paging::{Flags, frame_allocator, mapper};
use crate::{mark_begin, mark_end, println};

pub const SCENARIO: Scenario = Scenario {
    name: "map-no-frames",
    summary: "three tables are needed, one frame is left",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    frame_allocator::limit_to(1);
    mark_begin!("map");
    // SAFETY: page and frame are fresh.
    let mapped = unsafe { mapper::map(PROBE.page(), frame, Flags::WRITABLE) };
    mark_end!("map");
    frame_allocator::limit_to(u64::MAX);
    match mapped {
        Ok(_) => println!("mapped"),
        Err(error @ MapError::NoFrame { tables_made }) => {
            println!("map: {} (tables left {tables_made})", error.reason());
        }
        Err(error) => println!("map: {}", error.reason()),
    }
}
