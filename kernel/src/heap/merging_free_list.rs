//! A free list by ascending address that joins neighbours and keeps every byte.
//!
//! ```text
//!  before   │ free 64 │ block 32 │ free 96 │        freeing the block in the middle
//!  after    │ free 192                     │        leaves one region where three were
//! ```
//!
//! The price of order: both allocating and freeing look for their place from the start.

use super::free_list::{NODE_SIZE, Node};
use super::{Allocator, SIZE, START, Statistics};
use core::alloc::Layout;
use core::ptr;

pub struct MergingFreeList {
    head: *mut Node,
    live: u64,
    used: u64,
    scanned: u64,
}

// SAFETY: the nodes belong to the heap, which only the holder of its lock touches.
unsafe impl Send for MergingFreeList {}

impl MergingFreeList {
    pub const fn empty() -> MergingFreeList {
        MergingFreeList { head: ptr::null_mut(), live: 0, used: 0, scanned: 0 }
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
        let mut after = self.head;
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
                self.head = node;
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

/// Where a block would lie, and how many bytes would remain in front of it and behind it.
fn fit(start: u64, region_size: u64, size: u64, align: u64) -> Option<(u64, u64, u64)> {
    let block = start.next_multiple_of(align);
    let rest = (start + region_size).checked_sub(block + size)?;
    Some((block, block - start, rest))
}

impl Allocator for MergingFreeList {
    fn allocate(&mut self, layout: Layout) -> *mut u8 {
        let (size, align) = adjusted(layout);
        self.scanned = 0;
        let mut link = &raw mut self.head;
        // SAFETY: every link is the head or lies in a node of the list, and every node in it
        // describes free bytes.
        unsafe {
            while !(*link).is_null() {
                let node = *link;
                self.scanned += 1;
                if let Some((block, front, rest)) = fit(node as u64, (*node).size, size, align) {
                    *link = (*node).next;
                    if front > 0 {
                        self.insert(node as u64, front);
                    }
                    if rest > 0 {
                        self.insert(block + size, rest);
                    }
                    self.live += 1;
                    self.used += size;
                    return block as *mut u8;
                }
                link = &raw mut (*node).next;
            }
        }
        ptr::null_mut()
    }

    unsafe fn deallocate(&mut self, block: *mut u8, layout: Layout) {
        let (size, _) = adjusted(layout);
        self.live -= 1;
        self.used -= size;
        // SAFETY: the caller gives the block up; `adjusted` made it large enough for a node.
        unsafe { self.insert(block as u64, size) }
    }

    fn statistics(&self) -> Statistics {
        let (mut free, mut largest) = (0, 0);
        self.visit_free(&mut |_, _, size| {
            free += size;
            largest = size.max(largest);
        });
        let MergingFreeList { used, live, scanned, .. } = *self;
        Statistics { used, free, lost: 0, largest, live, scanned }
    }

    fn visit_free(&self, visit: &mut dyn FnMut(&'static str, u64, u64)) {
        let mut node = self.head;
        while !node.is_null() {
            // SAFETY: every node of the list describes free bytes, whose first are the node.
            let Node { size, next } = unsafe { node.read() };
            visit("free", node as u64, size);
            node = next;
        }
    }
}
