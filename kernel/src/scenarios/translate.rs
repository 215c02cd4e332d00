//! Translates in software what the processor translates in hardware, with a loop that believes
//! every walk to have four steps. It is right for a 4 KiB page and gives up at the first large one.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::control;
use crate::paging::{Flags, Level, LinearAddress, PHYSICAL_MEMORY, PhysicalAddress, Table};
use crate::paging::{frame_allocator, mapper};
use crate::{mark, println};

pub const SCENARIO: Scenario = Scenario {
    name: "translate",
    summary: "a translator that has not heard of large pages",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    // SAFETY: page and frame are fresh.
    unsafe { mapper::map(PROBE.page(), frame, Flags::WRITABLE) }.expect("nothing lies there");
    let known = frame.as_u64() + PROBE.as_u64() % 4096;
    println!("translated {} = hardware {known:#x}", translate_naively(PROBE));
    mark!("translated");
    println!("translated {}", translate_naively(PHYSICAL_MEMORY));
}

fn translate_naively(address: LinearAddress) -> PhysicalAddress {
    let mut frame = control::page_map();
    for level in Level::TOP_DOWN {
        // SAFETY: CR3 leads to a table, and so does every entry that gets past the check.
        let entry = unsafe { Table::at(frame).0[address.index(level)] };
        assert!(entry.is_present(), "absent");
        assert!(level == Level::One || !entry.is_leaf_at(level), "huge page");
        frame = entry.frame();
    }
    PhysicalAddress::new(frame.as_u64() | address.as_u64() & 0xfff)
}
