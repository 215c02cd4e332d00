//! The end of every run that the kernel itself gives up.

use crate::console::{self, Colour};
use crate::cpu::{halt, interrupt_flag};
use core::panic::PanicInfo;

/// Prints `PANIC FILE:LINE MSG` and stops for good.
#[panic_handler]
fn panic_handler(info: &PanicInfo) -> ! {
    interrupt_flag::cli();
    let (file, line) = info.location().map_or(("?", 0), |place| (place.file(), place.line()));
    console::print_line(Colour::LightRed, format_args!("PANIC {file}:{line} {}", info.message()));
    halt::dead()
}
