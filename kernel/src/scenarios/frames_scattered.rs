//! Three pages that follow each other, in three frames that do not. Contiguous linear memory needs
//! no contiguous physical memory.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::paging::walk::translate;
use crate::paging::{Flags, PAGE_SIZE, frame_allocator, mapper};
use crate::println;

/// How many frames are skipped between two of ours.
const APART: usize = 64;

pub const SCENARIO: Scenario = Scenario {
    name: "frames-scattered",
    summary: "three pages in a row, three frames far apart",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    for number in 0..3 {
        let page = PROBE.page().plus(number * PAGE_SIZE);
        let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
        // SAFETY: page and frame are fresh.
        unsafe { mapper::map(page, frame, Flags::WRITABLE | Flags::EXECUTE_DISABLE) }
            .expect("nothing lies there");
        println!("va {page} pa {}", translate(page).expect("mapped just now"));
        skip_frames();
    }
}

/// Takes frames out of circulation, as a busier kernel would have.
fn skip_frames() {
    for _ in 0..APART {
        frame_allocator::allocate().expect("128 MiB have a frame left");
    }
}
