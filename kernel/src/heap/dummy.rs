//! An allocator that has nothing to give.

use super::{Allocator, SIZE, Statistics};
use core::alloc::Layout;
use core::ptr;

pub struct Dummy;

impl Allocator for Dummy {
    fn allocate(&mut self, _layout: Layout) -> *mut u8 {
        ptr::null_mut()
    }

    unsafe fn deallocate(&mut self, _block: *mut u8, _layout: Layout) {}

    fn statistics(&self) -> Statistics {
        Statistics { lost: SIZE, ..Statistics::default() }
    }

    fn visit_free(&self, _visit: &mut dyn FnMut(&'static str, u64, u64)) {}
}
