//! A free list by ascending address that joins neighbours and keeps every byte.
//!
//! ```text
//!  before   │ free 64 │ block 32 │ free 96 │        freeing the block in the middle
//!  after    │ free 192                     │        leaves one region where three were
//! ```
//!
//! The price of order: both allocating and freeing look for their place from the start.

use super::free_regions::{FreeRegions, NODE_SIZE, Node, fit};
use super::{Allocator, SIZE, START, Statistics};
use core::alloc::Layout;
use core::ptr;

pub struct MergingFreeList {
    regions: FreeRegions,
}

impl MergingFreeList {
    pub const fn empty() -> MergingFreeList {
        MergingFreeList { regions: FreeRegions::empty() }
    }

    /// The whole heap as one free region.
    ///
    /// # Safety
    /// The heap must be mapped and unused.
    pub unsafe fn over_whole_heap() -> MergingFreeList {
        let mut list = MergingFreeList::empty();
        // SAFETY: the caller hands all of the heap over.
        unsafe { list.insert(START.as_u64(), SIZE) };
        list
    }

    /// Puts a region in its place and joins it with the regions it touches.
    ///
    /// # Safety
    /// The bytes must be free, aligned for a node and large enough to hold one.
    unsafe fn insert(&mut self, start: u64, size: u64) {
        let mut before: *mut Node = ptr::null_mut();
        let mut after = self.regions.head;
        let node = start as *mut Node;
        // SAFETY: `before` and `after` are nodes of the list or null; `node` is the caller's.
        unsafe {
            while !after.is_null() && (after as u64) < start {
                before = after;
                after = (*after).next;
            }
            node.write(Node { size, next: after });
            join(node, after);
            if before.is_null() {
                self.regions.head = node;
            } else {
                (*before).next = node;
                join(before, node);
            }
        }
    }
}

/// Makes two neighbours in the list one region if they touch.
///
/// # Safety
/// `first` must be a node whose `next` is `second`; `second` may be null.
unsafe fn join(first: *mut Node, second: *mut Node) {
    // SAFETY: the caller vouches for both nodes.
    unsafe {
        if first as u64 + (*first).size == second as u64 {
            (*first).size += (*second).size;
            (*first).next = (*second).next;
        }
    }
}

/// Rounds a request up to whole granules, so that whatever remains in front of a block or
/// behind it can hold a node, and no region ever has to be refused for its remainders.
fn adjusted(layout: Layout) -> (u64, u64) {
    let align = (layout.align() as u64).max(NODE_SIZE);
    ((layout.size() as u64).next_multiple_of(align), align)
}

impl Allocator for MergingFreeList {
    fn allocate(&mut self, layout: Layout) -> *mut u8 {
        let (size, align) = adjusted(layout);
        let found = self.regions.take_first(size, |start, region| fit(start, region, size, align));
        let Some((start, (block, rest))) = found else { return ptr::null_mut() };
        // SAFETY: the bytes in front of the block and behind it lie in a region that was taken off
        // the list.
        unsafe {
            if block > start {
                self.insert(start, block - start);
            }
            if rest > 0 {
                self.insert(block + size, rest);
            }
        }
        block as *mut u8
    }

    unsafe fn deallocate(&mut self, block: *mut u8, layout: Layout) {
        let (size, _) = adjusted(layout);
        self.regions.note_freed(size);
        // SAFETY: the caller gives the block up; `adjusted` made it large enough for a node.
        unsafe { self.insert(block as u64, size) }
    }

    fn statistics(&self) -> Statistics {
        self.regions.statistics(0)
    }

    fn visit_free(&self, visit: &mut dyn FnMut(&'static str, u64, u64)) {
        self.regions.visit(visit);
    }
}
