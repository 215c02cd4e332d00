//! The classic free list: last freed first found, first fit, nothing ever merged.
//!
//! The list lies in the free memory itself. Every free region begins with its node:
//!
//! ```text
//!            ┌─ size ─┬─ next ─┬──────────────┐
//!  head ───► │   96   │   ●────┼──► …         │
//!            └────────┴────────┴──────────────┘
//! ```
//!
//! Bytes skipped at the front of a region for alignment go into no block and onto no list.

use super::{Allocator, SIZE, START, Statistics};
use core::alloc::Layout;
use core::ptr;

#[repr(C)]
pub struct Node {
    pub size: u64,
    pub next: *mut Node,
}

/// The smallest region that can hold a node.
pub const NODE_SIZE: u64 = size_of::<Node>() as u64;

pub struct FreeList {
    head: *mut Node,
    live: u64,
    used: u64,
    lost: u64,
    scanned: u64,
}

// SAFETY: the nodes belong to the heap, which only the holder of its lock touches.
unsafe impl Send for FreeList {}

/// Rounds a request up so that its block can become a region again when it is freed.
fn adjusted(layout: Layout) -> (u64, u64) {
    let align = layout.align().max(align_of::<Node>()) as u64;
    ((layout.size() as u64).next_multiple_of(align).max(NODE_SIZE), align)
}

impl FreeList {
    pub const fn empty() -> FreeList {
        FreeList { head: ptr::null_mut(), live: 0, used: 0, lost: 0, scanned: 0 }
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
        unsafe { node.write(Node { size, next: self.head }) };
        self.head = node;
    }
}

/// Where a block would lie in a region, and how many bytes would remain behind it.
fn fit(start: u64, region_size: u64, size: u64, align: u64) -> Option<(u64, u64)> {
    let block = start.next_multiple_of(align);
    let rest = (start + region_size).checked_sub(block + size)?;
    // A rest that cannot hold a node could never be found again: such a region is refused.
    (rest == 0 || rest >= NODE_SIZE).then_some((block, rest))
}

impl Allocator for FreeList {
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
                if let Some((block, rest)) = fit(node as u64, (*node).size, size, align) {
                    *link = (*node).next;
                    if rest > 0 {
                        self.add_region(block + size, rest);
                    }
                    self.live += 1;
                    self.used += size;
                    self.lost += block - node as u64;
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
        unsafe { self.add_region(block as u64, size) }
    }

    fn statistics(&self) -> Statistics {
        let (mut free, mut largest) = (0, 0);
        self.visit_free(&mut |_, _, size| {
            free += size;
            largest = size.max(largest);
        });
        let FreeList { used, lost, live, scanned, .. } = *self;
        Statistics { used, free, lost, largest, live, scanned }
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
