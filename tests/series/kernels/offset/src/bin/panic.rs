//! Stage "testing": a case that fails, and says so through the exit port.

#![no_std]
#![no_main]

use core::panic::PanicInfo;
use offset::println;

#[no_mangle]
pub extern "C" fn _start() -> ! {
    println!("panic");
    // Kept from the compiler, which would see through it.
    assert_eq!(core::hint::black_box(6) * 9, 42);
    offset::exit::leave(offset::exit::Status::Success)
}

#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    offset::fail(info)
}
