//! A lock that waits by trying again.
//!
//! On one processor, waiting never helps against code that this very code interrupted:
//! a handler that meets a taken lock spins for ever. So `with_interrupts_off` is the way
//! to take a lock that handlers take too.

use crate::cpu::interrupt_flag;
use core::cell::UnsafeCell;
use core::hint;
use core::ops::{Deref, DerefMut};
use core::sync::atomic::{AtomicBool, Ordering};

/// A value that one holder at a time may use. The lock word comes first, where whoever looks at
/// memory expects it.
#[repr(C)]
pub struct SpinLock<T> {
    locked: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: `value` is reached only through a guard, and there is at most one guard.
unsafe impl<T: Send> Sync for SpinLock<T> {}

/// The right to use the value, given back when dropped.
pub struct SpinLockGuard<'a, T> {
    lock: &'a SpinLock<T>,
}

impl<T> SpinLock<T> {
    /// An open lock around a value.
    pub const fn new(value: T) -> SpinLock<T> {
        SpinLock { locked: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Waits until the lock is open and takes it.
    pub fn lock(&self) -> SpinLockGuard<'_, T> {
        loop {
            if let Some(guard) = self.try_lock() {
                return guard;
            }
            hint::spin_loop();
        }
    }

    /// Takes the lock if it is open.
    pub fn try_lock(&self) -> Option<SpinLockGuard<'_, T>> {
        let was_locked = self.locked.swap(true, Ordering::Acquire);
        // A guard is made only where the lock was taken: its drop opens the lock.
        if was_locked { None } else { Some(SpinLockGuard { lock: self }) }
    }

    /// Takes the lock with interrupts off, so that no handler can meet it taken.
    pub fn with_interrupts_off<R>(&self, action: impl FnOnce(&mut T) -> R) -> R {
        interrupt_flag::without_interrupts(|| action(&mut self.lock()))
    }

    /// Opens the lock whoever holds it.
    ///
    /// # Safety
    /// The holder must never run again: this is for the last words of a dying kernel.
    pub unsafe fn force_open(&self) {
        self.locked.store(false, Ordering::Release);
    }
}

impl<T> Deref for SpinLockGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: this guard is the only one, so nobody writes.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T> DerefMut for SpinLockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this guard is the only one, and it is borrowed exclusively.
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T> Drop for SpinLockGuard<'_, T> {
    fn drop(&mut self) {
        self.lock.locked.store(false, Ordering::Release);
    }
}
