//! A place for one waker, shared by a task and an interrupt handler.

use crate::sync::SpinLock;
use core::task::Waker;

/// Holds the waker of whoever waits.
pub struct WakerCell(SpinLock<Option<Waker>>);

impl WakerCell {
    /// Nobody waits.
    pub const fn new() -> WakerCell {
        WakerCell(SpinLock::new(None))
    }

    /// Remembers whom to wake. Whoever registers must look again afterwards: what arrived
    /// between looking and registering has woken nobody.
    pub fn register(&self, waker: &Waker) {
        self.0.with_interrupts_off(|slot| match slot {
            Some(known) if known.will_wake(waker) => {}
            slot => *slot = Some(waker.clone()),
        });
    }

    /// Wakes whoever waits, and leaves the waker where it is: a handler that dropped it
    /// might have to free memory.
    pub fn wake(&self) {
        self.0.with_interrupts_off(|slot| {
            if let Some(waker) = slot {
                waker.wake_by_ref();
            }
        });
    }
}
