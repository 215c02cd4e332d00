//! The allocator of the series' crate.

#![no_std]
#![no_main]

use bootloader::{entry_point, BootInfo};
use linked_list_allocator::LockedHeap;
use shelves::{floor, leave, work, ROOM};

#[global_allocator]
static STOCK: LockedHeap = LockedHeap::empty();

entry_point!(main);

fn main(_: &'static BootInfo) -> ! {
    // SAFETY: nobody else uses the floor.
    unsafe { STOCK.lock().init(floor(), ROOM) };
    work();
    leave(0x10)
}
