//! A bounded queue without a lock: one side pushes, the other pops, neither waits.
//!
//! An interrupt handler may push while the main program pops. Each count has one writer:
//!
//! ```text
//!            popped (the reader's)          pushed (the writer's)
//!               │                              │
//!     ┌─────────▼─────────┬─────────┬─────────┐▼
//!     │         │  oldest │    …    │ newest  │        both count up for ever;
//!     └─────────┴─────────┴─────────┴─────────┘        the slot is the count modulo N
//! ```

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::sync::atomic::{AtomicUsize, Ordering};

/// At most `N` items in the order of their arrival. What does not fit is dropped and counted.
pub struct Queue<T: Copy, const N: usize> {
    slots: [UnsafeCell<MaybeUninit<T>>; N],
    pushed: AtomicUsize,
    popped: AtomicUsize,
    dropped: AtomicUsize,
}

// SAFETY: the writer touches only slots outside of popped..pushed and the reader only those
// inside; the Release store of a count makes the slot's change visible before the count's.
unsafe impl<T: Copy + Send, const N: usize> Sync for Queue<T, N> {}

impl<T: Copy, const N: usize> Queue<T, N> {
    /// An empty queue.
    pub const fn new() -> Self {
        Queue {
            slots: [const { UnsafeCell::new(MaybeUninit::uninit()) }; N],
            pushed: AtomicUsize::new(0),
            popped: AtomicUsize::new(0),
            dropped: AtomicUsize::new(0),
        }
    }

    /// How many items fit.
    pub const fn capacity(&self) -> usize {
        N
    }

    /// How many items wait.
    pub fn len(&self) -> usize {
        self.pushed.load(Ordering::Acquire).wrapping_sub(self.popped.load(Ordering::Acquire))
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many items found no room.
    pub fn dropped(&self) -> usize {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Adds an item at the end. Only one side may push, and not while it is already pushing.
    pub fn push(&self, item: T) {
        if self.len() == N {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let pushed = self.pushed.load(Ordering::Relaxed);
        // SAFETY: the queue is not full, so this slot is outside of popped..pushed.
        unsafe { (*self.slots[pushed % N].get()).write(item) };
        self.pushed.store(pushed.wrapping_add(1), Ordering::Release);
    }

    /// Takes the oldest item. Only one side may pop.
    pub fn pop(&self) -> Option<T> {
        if self.is_empty() {
            return None;
        }
        let popped = self.popped.load(Ordering::Relaxed);
        // SAFETY: the queue is not empty, so this slot was written.
        let item = unsafe { (*self.slots[popped % N].get()).assume_init() };
        self.popped.store(popped.wrapping_add(1), Ordering::Release);
        Some(item)
    }
}
