//! A list of free regions, which lies in the free memory itself. Every region begins with its node:
//!
//! ```text
//!            ┌─ size ─┬─ next ─┬──────────────┐
//!  head ───► │   96   │   ●────┼──► …         │
//!            └────────┴────────┴──────────────┘
//! ```
//!
//! Whether a region fits, and where a freed one goes, is the allocator's to say.

use super::Statistics;
use core::{iter, ptr};

/// The first bytes of a free region.
#[repr(C)]
pub struct Node {
    pub size: u64,
    pub next: *mut Node,
}

/// The smallest region that can hold a node.
pub const NODE_SIZE: u64 = size_of::<Node>() as u64;

/// Where a block would lie in a region, and how many bytes would remain behind it.
pub fn fit(start: u64, region_size: u64, size: u64, align: u64) -> Option<(u64, u64)> {
    let block = start.next_multiple_of(align);
    let rest = (start + region_size).checked_sub(block + size)?;
    Some((block, rest))
}

/// The list, and counts of what was taken from it.
pub struct FreeRegions {
    pub head: *mut Node,
    live: u64,
    used: u64,
    scanned: u64,
}

// SAFETY: the nodes belong to the heap, which only the holder of its lock touches.
unsafe impl Send for FreeRegions {}

impl FreeRegions {
    pub const fn empty() -> FreeRegions {
        FreeRegions { head: ptr::null_mut(), live: 0, used: 0, scanned: 0 }
    }

    /// Takes the first region that fits off the list, for a block of `size` bytes. `fit` is asked
    /// with address and size of each region, and its answer is passed on.
    pub fn take_first<F>(
        &mut self,
        size: u64,
        fit: impl Fn(u64, u64) -> Option<F>,
    ) -> Option<(u64, F)> {
        self.scanned = 0;
        let mut link = &raw mut self.head;
        // SAFETY: every link is the head or lies in a node of the list, and every node in it
        // describes free bytes.
        unsafe {
            while !(*link).is_null() {
                let node = *link;
                self.scanned += 1;
                if let Some(answer) = fit(node as u64, (*node).size) {
                    *link = (*node).next;
                    self.live += 1;
                    self.used += size;
                    return Some((node as u64, answer));
                }
                link = &raw mut (*node).next;
            }
        }
        None
    }

    /// Counts a block that is given back, whose region is about to return to the list.
    pub fn note_freed(&mut self, size: u64) {
        self.live -= 1;
        self.used -= size;
    }

    fn regions(&self) -> impl Iterator<Item = (u64, u64)> {
        // SAFETY: every node of the list describes free bytes, whose first are the node.
        let node = |place: *mut Node| unsafe { place.as_ref() };
        iter::successors(node(self.head), move |region| node(region.next))
            .map(|region| (ptr::from_ref(region) as u64, region.size))
    }

    /// Visits each region: the name of the list, its address, its size.
    pub fn visit(&self, visit: &mut dyn FnMut(&'static str, u64, u64)) {
        self.regions().for_each(|(start, size)| visit("free", start, size));
    }

    /// The counts, with what the allocator has lost.
    pub fn statistics(&self, lost: u64) -> Statistics {
        let FreeRegions { used, live, scanned, .. } = *self;
        let free = self.regions().map(|(_, size)| size).sum();
        let largest = self.regions().map(|(_, size)| size).max().unwrap_or(0);
        Statistics { used, free, lost, largest, live, scanned }
    }
}
