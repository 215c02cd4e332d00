//! A heap that only ever grows: one array, one mark.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::UnsafeCell,
    ptr::null_mut,
    sync::atomic::{AtomicUsize, Ordering},
};

const SIZE: usize = 64 * 1024;

#[repr(align(4096))]
struct Shelf(UnsafeCell<[u8; SIZE]>);

pub struct Larder {
    shelf: Shelf,
    mark: AtomicUsize,
}

// SAFETY: the mark hands out each byte of the shelf once.
unsafe impl Sync for Larder {}

impl Larder {
    pub const fn new() -> Self {
        Larder { shelf: Shelf(UnsafeCell::new([0; SIZE])), mark: AtomicUsize::new(0) }
    }

    pub fn eaten(&self) -> usize {
        self.mark.load(Ordering::Relaxed)
    }
}

// SAFETY: no two allocations overlap, and each is aligned as asked.
unsafe impl GlobalAlloc for Larder {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let taken = self.mark.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |mark| {
            let end = mark.next_multiple_of(layout.align()) + layout.size();
            (end <= SIZE).then_some(end)
        });
        match taken {
            Ok(mark) => {
                let start = mark.next_multiple_of(layout.align());
                // SAFETY: `start` lies in the shelf: its end was checked above.
                unsafe { self.shelf.0.get().cast::<u8>().add(start) }
            }
            Err(_) => null_mut(),
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
