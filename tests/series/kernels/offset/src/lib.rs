//! What the kernels of this crate have in common: a serial line, the exit port, interrupts, memory, tasks.

#![no_std]
#![feature(abi_x86_interrupt)]

extern crate alloc;

pub mod exit;
pub mod heap;
pub mod input;
pub mod irq;
pub mod memory;
pub mod serial;
pub mod tasks;

/// Says where the kernel panicked, and ends the machine as failed.
pub fn fail(info: &core::panic::PanicInfo) -> ! {
    println!("[failed]\n{info}");
    exit::leave(exit::Status::Failed)
}
