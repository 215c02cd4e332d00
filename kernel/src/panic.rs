//! The end of every run that the kernel itself gives up.

use crate::console::{self, Colour};
use crate::cpu::{halt, interrupt_flag};
use crate::sync::SpinLock;
use core::panic::PanicInfo;

/// What becomes of the kernel after a panic.
pub type Ending = fn(&PanicInfo) -> !;

static ENDING: SpinLock<Ending> = SpinLock::new(stop);

/// What the compiler calls, under a name of the compiler's own.
#[panic_handler]
fn panic(info: &PanicInfo) -> ! {
    panic_handler(info)
}

/// Nobody unwinds and nobody comes back: values that live are not dropped. Never inlined, so that a
/// trace names it.
#[inline(never)]
fn panic_handler(info: &PanicInfo) -> ! {
    interrupt_flag::cli();
    let ending = *ENDING.lock();
    ending(info)
}

/// Chooses how the next panic ends, for tests.
pub fn set_ending(ending: Ending) {
    *ENDING.lock() = ending;
}

/// The usual ending.
pub fn stop(info: &PanicInfo) -> ! {
    report(info);
    halt::dead()
}

/// Prints `PANIC FILE:LINE MSG`.
pub fn report(info: &PanicInfo) {
    let (file, line) = info.location().map_or(("?", 0), |place| (place.file(), place.line()));
    console::print_line(Colour::LightRed, format_args!("PANIC {file}:{line} {}", info.message()));
}
