//! Two address spaces that share everything but one page: the same linear address leads to another
//! frame after CR3 was loaded.

use super::{PROBE, Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::cpu::control;
use crate::paging::kernel_space::RECURSIVE_INDEX;
use crate::paging::walk::translate;
use crate::paging::{Entry, Flags, PhysicalAddress, Table, frame_allocator, mapper};
use crate::println;

pub const SCENARIO: Scenario = Scenario {
    name: "two-spaces",
    summary: "one linear address, two values of CR3",
    setup: Setup::USUAL,
    run,
};

fn run(_: &CommandLine) {
    let first = control::page_map();
    let second = copy_of(first);
    for (space, value) in [(first, 1), (second, 2)] {
        // SAFETY: both spaces map the kernel alike.
        unsafe { control::set_page_map(space) };
        map_probe(value);
    }
    for space in [first, second, first] {
        // SAFETY: as above.
        unsafe { control::set_page_map(space) };
        let physical = translate(PROBE).expect("mapped in both spaces");
        // SAFETY: mapped in both spaces.
        let value = unsafe { PROBE.as_ptr::<u8>().read_volatile() };
        println!("cr3 {space} va {PROBE} pa {physical} reads {value}");
    }
}

fn copy_of(pml4: PhysicalAddress) -> PhysicalAddress {
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    // SAFETY: one is the live table, which nobody changes meanwhile; the other is fresh.
    let (old, new) = unsafe { (Table::at(pml4), Table::at(frame)) };
    new.0 = old.0;
    new.0[RECURSIVE_INDEX] = Entry::new(frame, old.0[RECURSIVE_INDEX].flags());
    frame
}

fn map_probe(value: u8) {
    let frame = frame_allocator::allocate().expect("128 MiB have a frame left");
    // SAFETY: page and frame are fresh in this space.
    unsafe {
        mapper::map(PROBE.page(), frame, Flags::WRITABLE | Flags::EXECUTE_DISABLE)
            .expect("nothing lies there");
        PROBE.as_mut_ptr::<u8>().write_volatile(value);
    }
}
