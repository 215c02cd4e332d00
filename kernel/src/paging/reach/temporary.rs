//! One page that is pointed at one table after the other.

use super::Reach;
use crate::cpu::control;
use crate::heap;
use crate::paging::{
    Entry, Flags, Level, LinearAddress, PAGE_SIZE, PhysicalAddress, frame_allocator, mapper,
};

/// The window: a page behind the heap, with one free page in between.
pub const WINDOW: LinearAddress = heap::START.plus(heap::SIZE + PAGE_SIZE);

/// Shows one table at a time.
pub struct Temporary {
    /// The window's level-1 entry. It lies in the one table that has to be reachable by other means.
    leaf: *mut Entry,
}

impl Temporary {
    /// Sets the window up, over a frame of its own.
    pub fn new() -> Temporary {
        let flags = Flags::WRITABLE | Flags::EXECUTE_DISABLE;
        if mapper::leaf(WINDOW).is_err() {
            let frame = frame_allocator::allocate().expect("a frame for the window");
            // SAFETY: page and frame are fresh.
            unsafe { mapper::map(WINDOW, frame, flags) }.expect("nothing lies there");
        }
        Temporary { leaf: mapper::leaf_place(WINDOW).expect("mapped just now") }
    }
}

impl Reach for Temporary {
    fn table(&mut self, _: LinearAddress, _: Level, frame: PhysicalAddress) -> LinearAddress {
        let flags = Flags::PRESENT | Flags::WRITABLE | Flags::EXECUTE_DISABLE;
        // SAFETY: the entry belongs to the window, which nobody else uses. Volatile, since the
        // processor reads it in its own time.
        unsafe { self.leaf.write_volatile(Entry::new(frame, flags)) };
        control::invlpg(WINDOW);
        WINDOW
    }
}
