//! `chained.rs` as the allocator.

#![no_std]
#![no_main]

use bootloader::{entry_point, BootInfo};
use shelves::{chained::Chained, floor, leave, work, Guarded, ROOM};

#[global_allocator]
static STOCK: Guarded<Chained> = Guarded::new(Chained::new());

entry_point!(main);

fn main(_: &'static BootInfo) -> ! {
    STOCK.enter().open(floor() as usize, ROOM);
    work();
    leave(0x10)
}
