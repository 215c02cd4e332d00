//! Stage "double faults", with one mistake: every fault that is not caught takes the whole machine with it.

#![no_std]
#![no_main]
#![feature(abi_x86_interrupt)]

mod gdt;
mod interrupts;
mod serial;

use bootloader::{bootinfo::MemoryRegionType, entry_point, BootInfo};
use core::{hint::black_box, panic::PanicInfo};
use x86_64::instructions::hlt;

entry_point!(kernel_main);

fn kernel_main(boot_info: &'static BootInfo) -> ! {
    println!("lost stack");
    gdt::load();
    interrupts::load();
    x86_64::instructions::interrupts::int3();
    println!("{} usable frames", usable_frames(boot_info));
    println!("{} is 5 factorial", factorial(5));
    interrupts::open();
    wait_for_ticks(3);
    println!("three ticks");
    write_to_nowhere();
    println!("this line is never printed");
    leave(Status::Failed)
}

fn usable_frames(boot_info: &BootInfo) -> u64 {
    let mut frames = 0;
    for region in boot_info.memory_map.iter() {
        if region.region_type == MemoryRegionType::Usable {
            frames += region.range.end_frame_number - region.range.start_frame_number;
        }
    }
    frames
}

fn factorial(number: u64) -> u64 {
    if number < 2 {
        return 1;
    }
    let rest = factorial(number - 1);
    number * rest
}

fn wait_for_ticks(count: u64) {
    while interrupts::ticks() < count {
        hlt();
    }
}

/// Nothing is mapped there, and nobody handles a page fault: the processor raises #DF.
fn write_to_nowhere() {
    let nowhere = black_box(0xdead_beef_u64) as *mut u8;
    // SAFETY: there is none. The double fault is what is wanted.
    unsafe { nowhere.write_volatile(42) };
}

#[derive(Clone, Copy)]
#[repr(u32)]
pub enum Status {
    Success = 0x10,
    Failed = 0x11,
}

pub fn leave(status: Status) -> ! {
    // SAFETY: the port belongs to the exit device alone.
    unsafe { x86_64::instructions::port::Port::new(0xf4).write(status as u32) };
    loop {
        hlt();
    }
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    println!("[failed]\n{info}");
    leave(Status::Failed)
}
