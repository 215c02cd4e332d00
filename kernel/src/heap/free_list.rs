//! The classic free list: last freed first found, first fit, nothing ever merged.
//!
//! Bytes skipped at the front of a region for alignment go into no block and onto no list.

use super::free_regions::{FreeRegions, NODE_SIZE, Node, fit};
use super::{Allocator, SIZE, START, Statistics};
use core::alloc::Layout;
use core::ptr;

pub struct FreeList {
    regions: FreeRegions,
    lost: u64,
}

/// Rounds a request up so that its block can become a region again when it is freed.
fn adjusted(layout: Layout) -> (u64, u64) {
    let align = layout.align().max(align_of::<Node>()) as u64;
    ((layout.size() as u64).next_multiple_of(align).max(NODE_SIZE), align)
}

impl FreeList {
    pub const fn empty() -> FreeList {
        FreeList { regions: FreeRegions::empty(), lost: 0 }
    }

    /// The whole heap as one free region.
    ///
    /// # Safety
    /// The heap must be mapped and unused.
    pub unsafe fn over_whole_heap() -> FreeList {
        let mut list = FreeList::empty();
        // SAFETY: the caller hands all of the heap over.
        unsafe { list.add_region(START.as_u64(), SIZE) };
        list
    }

    /// Puts a region at the head of the list.
    ///
    /// # Safety
    /// The bytes must be free, aligned for a node and large enough to hold one.
    unsafe fn add_region(&mut self, start: u64, size: u64) {
        let node = start as *mut Node;
        // SAFETY: the caller hands the bytes over.
        unsafe { node.write(Node { size, next: self.regions.head }) };
        self.regions.head = node;
    }
}

impl Allocator for FreeList {
    fn allocate(&mut self, layout: Layout) -> *mut u8 {
        let (size, align) = adjusted(layout);
        // A rest that cannot hold a node could never be found again: such a region is refused.
        let found = self.regions.take_first(size, |start, region| {
            fit(start, region, size, align).filter(|(_, rest)| *rest == 0 || *rest >= NODE_SIZE)
        });
        let Some((start, (block, rest))) = found else { return ptr::null_mut() };
        if rest > 0 {
            // SAFETY: the bytes lie behind the block in a region that was taken off the list.
            unsafe { self.add_region(block + size, rest) };
        }
        self.lost += block - start;
        block as *mut u8
    }

    unsafe fn deallocate(&mut self, block: *mut u8, layout: Layout) {
        let (size, _) = adjusted(layout);
        self.regions.note_freed(size);
        // SAFETY: the caller gives the block up; `adjusted` made it large enough for a node.
        unsafe { self.add_region(block as u64, size) }
    }

    fn statistics(&self) -> Statistics {
        self.regions.statistics(self.lost)
    }

    fn visit_free(&self, visit: &mut dyn FnMut(&'static str, u64, u64)) {
        self.regions.visit(visit);
    }
}
