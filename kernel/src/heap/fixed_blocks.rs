//! Blocks of nine sizes, each with a list of its own; what is larger goes to a merging list.
//!
//! ```text
//!  request 1 … 8   9 … 16   17 … 32   …   1025 … 2048   2049 …
//!          class 8     16        32   …          2048   fallback
//! ```
//!
//! Allocating pops the head of a list, freeing pushes: no search. But a block never goes
//! back to the fallback, so bytes that served one size serve no other.

use super::merging_free_list::MergingFreeList;
use super::{Allocator, Statistics};
use core::alloc::Layout;
use core::ptr;

struct FreeBlock {
    next: *mut FreeBlock,
}

/// Size and alignment of each class, with the name of its list.
const CLASSES: [(usize, &str); 9] = [
    (8, "8"),
    (16, "16"),
    (32, "32"),
    (64, "64"),
    (128, "128"),
    (256, "256"),
    (512, "512"),
    (1024, "1024"),
    (2048, "2048"),
];

/// Free blocks on the nine lists, which the fallback believes to be in use.
struct Waiting {
    blocks: u64,
    bytes: u64,
}

pub struct FixedBlocks {
    heads: [*mut FreeBlock; CLASSES.len()],
    fallback: MergingFreeList,
    waiting: Waiting,
}

// SAFETY: the blocks belong to the heap, which only the holder of its lock touches.
unsafe impl Send for FixedBlocks {}

fn class_of(layout: Layout) -> Option<usize> {
    let needed = layout.size().max(layout.align());
    CLASSES.iter().position(|(size, _)| *size >= needed)
}

fn class_layout(class: usize) -> Layout {
    let (size, _) = CLASSES[class];
    Layout::from_size_align(size, size).expect("every class is a power of two")
}

/// What a block takes from the fallback, which gives no less than one of its nodes.
fn footprint(class: usize) -> u64 {
    CLASSES[class].0.max(16) as u64
}

impl FixedBlocks {
    pub const fn empty() -> FixedBlocks {
        FixedBlocks {
            heads: [ptr::null_mut(); CLASSES.len()],
            fallback: MergingFreeList::empty(),
            waiting: Waiting { blocks: 0, bytes: 0 },
        }
    }

    /// The whole heap as one region of the fallback.
    ///
    /// # Safety
    /// The heap must be mapped and unused.
    pub unsafe fn over_whole_heap() -> FixedBlocks {
        // SAFETY: passed on.
        let fallback = unsafe { MergingFreeList::over_whole_heap() };
        FixedBlocks { fallback, ..FixedBlocks::empty() }
    }
}

impl Allocator for FixedBlocks {
    fn allocate(&mut self, layout: Layout) -> *mut u8 {
        let Some(class) = class_of(layout) else { return self.fallback.allocate(layout) };
        let block = self.heads[class];
        if block.is_null() {
            return self.fallback.allocate(class_layout(class));
        }
        // SAFETY: a block on the list is free and holds the link to the next.
        self.heads[class] = unsafe { (*block).next };
        self.waiting.blocks -= 1;
        self.waiting.bytes -= footprint(class);
        block.cast()
    }

    unsafe fn deallocate(&mut self, block: *mut u8, layout: Layout) {
        let Some(class) = class_of(layout) else {
            // SAFETY: passed on.
            return unsafe { self.fallback.deallocate(block, layout) };
        };
        let block = block.cast::<FreeBlock>();
        // SAFETY: the caller gives the block up; the smallest class holds a pointer.
        unsafe { block.write(FreeBlock { next: self.heads[class] }) };
        self.heads[class] = block;
        self.waiting.blocks += 1;
        self.waiting.bytes += footprint(class);
    }

    fn statistics(&self) -> Statistics {
        let fallback = self.fallback.statistics();
        let mut largest = fallback.largest;
        self.visit_free(&mut |_, _, size| largest = largest.max(size));
        Statistics {
            used: fallback.used - self.waiting.bytes,
            free: fallback.free + self.waiting.bytes,
            largest,
            live: fallback.live - self.waiting.blocks,
            ..fallback
        }
    }

    fn visit_free(&self, visit: &mut dyn FnMut(&'static str, u64, u64)) {
        for (head, (size, name)) in self.heads.iter().zip(CLASSES) {
            let mut block = *head;
            while !block.is_null() {
                visit(name, block as u64, size as u64);
                // SAFETY: a block on the list is free and holds the link to the next.
                block = unsafe { (*block).next };
            }
        }
        self.fallback.visit_free(visit);
    }
}
