//! Boxes sorted by size on shelves, and a crate of the series behind them.

use crate::Guarded;
use core::alloc::{GlobalAlloc, Layout};
use core::ptr::{null_mut, NonNull};
use linked_list_allocator::Heap;

struct Empty {
    below: Option<&'static mut Empty>,
}

const WIDTHS: [usize; 7] = [16, 32, 64, 128, 256, 512, 1024];

pub struct Sorted {
    shelves: [Option<&'static mut Empty>; WIDTHS.len()],
    store: Heap,
}

impl Sorted {
    pub const fn new() -> Self {
        const NOTHING: Option<&'static mut Empty> = None;
        Sorted { shelves: [NOTHING; WIDTHS.len()], store: Heap::empty() }
    }

    /// # Safety
    /// The room must be nobody else's.
    pub unsafe fn open(&mut self, bottom: *mut u8, room: usize) {
        // SAFETY: passed on.
        unsafe { self.store.init(bottom, room) };
    }

    fn fetch(&mut self, layout: Layout) -> *mut u8 {
        self.store.allocate_first_fit(layout).map_or(null_mut(), NonNull::as_ptr)
    }
}

fn shelf_for(layout: Layout) -> Option<usize> {
    let needed = layout.size().max(layout.align());
    WIDTHS.iter().position(|width| *width >= needed)
}

// SAFETY: a box is on a shelf or with a caller, never both.
unsafe impl GlobalAlloc for Guarded<Sorted> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mut sorted = self.enter();
        let Some(shelf) = shelf_for(layout) else { return sorted.fetch(layout) };
        match sorted.shelves[shelf].take() {
            Some(top) => {
                sorted.shelves[shelf] = top.below.take();
                top as *mut Empty as *mut u8
            }
            None => {
                let width = WIDTHS[shelf];
                sorted.fetch(Layout::from_size_align(width, width).unwrap())
            }
        }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        let mut sorted = self.enter();
        let Some(shelf) = shelf_for(layout) else {
            // SAFETY: it came from there.
            return unsafe { sorted.store.deallocate(NonNull::new_unchecked(place), layout) };
        };
        let empty = place.cast::<Empty>();
        // SAFETY: the caller gives the box up, and the narrowest holds a link.
        unsafe {
            empty.write(Empty { below: sorted.shelves[shelf].take() });
            sorted.shelves[shelf] = Some(&mut *empty);
        }
    }
}
