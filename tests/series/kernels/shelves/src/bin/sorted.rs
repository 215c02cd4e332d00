//! `sorted.rs` as the allocator.

#![no_std]
#![no_main]

use bootloader::{entry_point, BootInfo};
use shelves::{floor, leave, sorted::Sorted, work, Guarded, ROOM};

#[global_allocator]
static STOCK: Guarded<Sorted> = Guarded::new(Sorted::new());

entry_point!(main);

fn main(_: &'static BootInfo) -> ! {
    // SAFETY: nobody else uses the floor.
    unsafe { STOCK.enter().open(floor(), ROOM) };
    work();
    leave(0x10)
}
