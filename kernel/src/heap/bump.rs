//! Moves a mark upwards, and back to the start when the last block is gone.
//!
//! ```text
//!  start            next                     end
//!   │ used and dead  │ free                   │
//! ```

use super::{Allocator, SIZE, START, Statistics};
use core::alloc::Layout;
use core::ptr;

pub struct Bump {
    next: u64,
    live: u64,
    live_bytes: u64,
}

impl Bump {
    pub const fn new() -> Bump {
        Bump { next: START.as_u64(), live: 0, live_bytes: 0 }
    }
}

const END: u64 = START.as_u64() + SIZE;

impl Allocator for Bump {
    fn allocate(&mut self, layout: Layout) -> *mut u8 {
        let block = self.next.next_multiple_of(layout.align() as u64);
        let size = layout.size() as u64;
        match block.checked_add(size) {
            Some(end) if end <= END => {
                self.next = end;
                self.live += 1;
                self.live_bytes += size;
                block as *mut u8
            }
            _ => ptr::null_mut(),
        }
    }

    unsafe fn deallocate(&mut self, _block: *mut u8, layout: Layout) {
        self.live -= 1;
        self.live_bytes -= layout.size() as u64;
        if self.live == 0 {
            self.next = START.as_u64();
        }
    }

    fn statistics(&self) -> Statistics {
        let free = END - self.next;
        Statistics {
            used: self.live_bytes,
            free,
            lost: SIZE - free - self.live_bytes,
            largest: free,
            live: self.live,
            scanned: 0,
        }
    }

    fn visit_free(&self, visit: &mut dyn FnMut(&'static str, u64, u64)) {
        visit("free", self.next, END - self.next);
    }
}
