//! The same with an entry point that returns. RET takes what lies on the stack for an address; the
//! loader has left a zero there, and page 0 is absent.

#![no_std]
#![no_main]

mod loader;

use core::hint;
use core::panic::PanicInfo;

/// Where the loader jumps to. Its type ought to be `-> !`.
#[unsafe(no_mangle)]
extern "C" fn _start() {}

/// Never reached: nothing here panics.
#[panic_handler]
fn panic_handler(_: &PanicInfo) -> ! {
    loop {
        hint::spin_loop();
    }
}
