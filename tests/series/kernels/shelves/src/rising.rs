//! One mark that only rises, until the last parcel has gone.

use crate::{round_up, Guarded};
use core::alloc::{GlobalAlloc, Layout};
use core::ptr::null_mut;

pub struct Rising {
    bottom: usize,
    ceiling: usize,
    level: usize,
    parcels: usize,
}

impl Rising {
    pub const fn new() -> Self {
        Rising { bottom: 0, ceiling: 0, level: 0, parcels: 0 }
    }

    pub fn open(&mut self, bottom: usize, room: usize) {
        *self = Rising { bottom, ceiling: bottom + room, level: bottom, parcels: 0 };
    }
}

// SAFETY: the mark passes each byte once until nothing is out any more.
unsafe impl GlobalAlloc for Guarded<Rising> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mut rising = self.enter();
        let place = round_up(rising.level, layout.align());
        let end = place + layout.size();
        if end > rising.ceiling {
            return null_mut();
        }
        rising.level = end;
        rising.parcels += 1;
        place as *mut u8
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {
        let mut rising = self.enter();
        rising.parcels -= 1;
        if rising.parcels == 0 {
            rising.level = rising.bottom;
        }
    }
}
