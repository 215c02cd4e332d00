//! `rising.rs` as the allocator.

#![no_std]
#![no_main]

use bootloader::{entry_point, BootInfo};
use shelves::{rising::Rising, floor, leave, work, Guarded, ROOM};

#[global_allocator]
static STOCK: Guarded<Rising> = Guarded::new(Rising::new());

entry_point!(main);

fn main(_: &'static BootInfo) -> ! {
    STOCK.enter().open(floor() as usize, ROOM);
    work();
    leave(0x10)
}
