//! The smallest program that needs no operating system: no standard library, no `main`, nobody to
//! return to. It starts, and never ends.

#![no_std]
#![no_main]

mod loader;

use core::hint;
use core::panic::PanicInfo;

/// Where the loader jumps to.
#[unsafe(no_mangle)]
extern "C" fn _start() -> ! {
    loop {
        hint::spin_loop();
    }
}

/// A program without a standard library has to say itself what a panic does.
#[panic_handler]
fn panic_handler(_: &PanicInfo) -> ! {
    loop {
        hint::spin_loop();
    }
}
