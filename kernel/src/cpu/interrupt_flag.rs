//! RFLAGS.IF: whether maskable interrupts are taken.

use super::control;
use core::arch::asm;

const IF: u64 = 1 << 9;

/// Takes interrupts from the instruction after the next one on.
pub fn sti() {
    // SAFETY: the handlers are written to run between any two instructions.
    unsafe { asm!("sti", options(nostack)) }
}

/// Takes no more maskable interrupts. Requests wait in the 8259A.
pub fn cli() {
    // SAFETY: an interrupt that waits harms nothing.
    unsafe { asm!("cli", options(nostack)) }
}

/// Whether interrupts are taken now.
pub fn is_set() -> bool {
    control::rflags() & IF != 0
}

/// Runs `action` with interrupts off, and leaves the flag as it was.
pub fn without_interrupts<R>(action: impl FnOnce() -> R) -> R {
    let was_set = is_set();
    if was_set {
        cli();
    }
    let result = action();
    if was_set {
        sti();
    }
    result
}
