//! Requests to the allocator that really are made.
//!
//! The compiler knows what an allocator is, and leaves out a request whose block nobody uses.
//! `black_box` keeps what becomes of the block from it.

use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;
use core::hint::black_box;

/// A block of `size` bytes, or null.
pub fn allocate(size: usize, align: usize) -> *mut u8 {
    assert!(size > 0, "a request is for one byte at least");
    // SAFETY: the size is not zero.
    black_box(unsafe { alloc(layout(size, align)) })
}

/// Gives a block back.
///
/// # Safety
/// The block must come from `allocate` with the same numbers, and must not be used again.
pub unsafe fn free(block: *mut u8, size: usize, align: usize) {
    // SAFETY: the caller vouches for the block.
    unsafe { dealloc(black_box(block), layout(size, align)) }
}

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).expect("an alignment is a power of two")
}
