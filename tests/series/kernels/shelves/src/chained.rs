//! Gaps that know the next gap: the last one to appear is the first to be looked at.

use crate::{round_up, Guarded};
use core::alloc::{GlobalAlloc, Layout};
use core::mem::{align_of, size_of};
use core::ptr::null_mut;

struct Gap {
    bytes: usize,
    further: Option<&'static mut Gap>,
}

impl Gap {
    fn start(&self) -> usize {
        self as *const Gap as usize
    }
}

/// The first gap is no gap: it stands in the allocator itself.
pub struct Chained {
    anchor: Gap,
}

impl Chained {
    pub const fn new() -> Self {
        Chained { anchor: Gap { bytes: 0, further: None } }
    }

    pub fn open(&mut self, bottom: usize, room: usize) {
        self.hang(bottom, room);
    }

    fn hang(&mut self, place: usize, bytes: usize) {
        let gap = Gap { bytes, further: self.anchor.further.take() };
        let at = place as *mut Gap;
        // SAFETY: the bytes are free, aligned, and enough for a gap.
        unsafe {
            at.write(gap);
            self.anchor.further = Some(&mut *at);
        }
    }

    fn unhang(&mut self, size: usize, align: usize) -> Option<(&'static mut Gap, usize)> {
        let mut here = &mut self.anchor;
        while let Some(ref mut gap) = here.further {
            if let Some(place) = place_in(gap, size, align) {
                let after = gap.further.take();
                let taken = here.further.take().unwrap();
                here.further = after;
                return Some((taken, place));
            }
            here = here.further.as_mut().unwrap();
        }
        None
    }
}

fn place_in(gap: &Gap, size: usize, align: usize) -> Option<usize> {
    let place = round_up(gap.start(), align);
    let rest = (gap.start() + gap.bytes).checked_sub(place.checked_add(size)?)?;
    (rest == 0 || rest >= size_of::<Gap>()).then_some(place)
}

fn enough(layout: Layout) -> (usize, usize) {
    let layout = layout.align_to(align_of::<Gap>()).unwrap().pad_to_align();
    (layout.size().max(size_of::<Gap>()), layout.align())
}

// SAFETY: a gap that was taken off the chain belongs to the caller until it is hung up again.
unsafe impl GlobalAlloc for Guarded<Chained> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align) = enough(layout);
        let mut chained = self.enter();
        let Some((gap, place)) = chained.unhang(size, align) else { return null_mut() };
        let rest = gap.start() + gap.bytes - (place + size);
        if rest > 0 {
            chained.hang(place + size, rest);
        }
        place as *mut u8
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        let (size, _) = enough(layout);
        self.enter().hang(place as usize, size);
    }
}
