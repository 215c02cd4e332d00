//! A kernel that takes nothing from the series but its bootloader.

#![no_std]
#![no_main]

extern crate alloc;

mod carousel;
mod chips;
mod larder;
mod wire;

use alloc::{format, string::String, vec::Vec};
use bootloader::{bootinfo::MemoryRegionType, entry_point, BootInfo};
use carousel::{step_aside, Carousel};
use core::{arch::asm, panic::PanicInfo};

#[global_allocator]
static LARDER: larder::Larder = larder::Larder::new();

entry_point!(main);

fn main(boot_info: &'static BootInfo) -> ! {
    say!("bare");
    let map = &boot_info.memory_map;
    for region in map.iter() {
        say!("{:?} {:?}", region.range, region.region_type);
    }
    let usable = map.iter().filter(|region| region.region_type == MemoryRegionType::Usable);
    let sizes: Vec<u64> =
        usable.map(|region| region.range.end_addr() - region.range.start_addr()).collect();
    let words: Vec<String> = sizes.iter().map(|size| format!("{size:#x}")).collect();
    say!("usable: {}", words.join(" + "));

    chips::describe();

    let mut carousel = Carousel::new();
    for rider in ["grey", "bay", "chestnut"] {
        carousel.board(async move {
            for round in 1..=2 {
                say!("{rider} rides round {round}");
                step_aside().await;
            }
        });
    }
    let rounds = carousel.turn();
    say!("{rounds} turns, {} bytes eaten", LARDER.eaten());
    leave(0x10)
}

fn leave(status: u32) -> ! {
    // SAFETY: the port belongs to the exit device alone.
    unsafe { asm!("out dx, eax", in("dx") 0xf4, in("eax") status) };
    loop {
        // SAFETY: sleeping harms nobody.
        unsafe { asm!("hlt") };
    }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    say!("[failed] {info}");
    leave(0x11)
}
