//! HLT, the instruction that waits.

use super::interrupt_flag;
use core::arch::asm;

/// Sleeps until an interrupt has been served, with interrupts on from here on.
///
/// `sti; hlt` must stay one pair: the shadow of `sti` keeps an interrupt from slipping in
/// between and leaving us asleep with work to do.
pub fn wait_for_interrupt() {
    // SAFETY: HLT ends at the next interrupt, and the handlers may run anywhere.
    unsafe { asm!("sti", "hlt", options(nostack)) }
}

/// Sleeps until the next interrupt, if interrupts are on. Whatever was checked before may have
/// changed meanwhile.
pub fn hlt() {
    // SAFETY: HLT ends at the next interrupt.
    unsafe { asm!("hlt", options(nomem, nostack, preserves_flags)) }
}

/// Sleeps until there is something, which interrupt handlers bring.
///
/// Looks with interrupts off: else what comes between looking and HLT would not end the sleep.
pub fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> T {
    loop {
        interrupt_flag::cli();
        if let Some(found) = look() {
            interrupt_flag::sti();
            return found;
        }
        wait_for_interrupt();
    }
}

/// Serves interrupts for ever: the state *idle*.
pub fn idle() -> ! {
    loop {
        wait_for_interrupt();
    }
}

/// Stops for good: the state *dead*. Only a reset, or an interrupt that cannot be masked,
/// ends a HLT with IF = 0, and after the latter we halt again.
pub fn dead() -> ! {
    loop {
        // SAFETY: nothing runs after this, so nothing can be disturbed.
        unsafe { asm!("cli", "hlt", options(nomem, nostack)) }
    }
}
