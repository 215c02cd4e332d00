//! One hundred pairs of blocks whose second needs more alignment than the first leaves:
//! the classic free list drops the bytes in between for good.

use super::{Scenario, Setup};
use crate::boot::command_line::CommandLine;
use crate::heap::{self, Kind};
use crate::println;
use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;
use core::ptr;

const PAIRS: usize = 100;

const fn layout(size: usize, align: usize) -> Layout {
    match Layout::from_size_align(size, align) {
        Ok(layout) => layout,
        Err(_) => panic!("an alignment is a power of two"),
    }
}

const SMALL: Layout = layout(24, 8);
const ALIGNED: Layout = layout(32, 16);

pub const SCENARIO: Scenario = Scenario {
    name: "alloc-padding",
    summary: "bytes that the free list loses to alignment",
    setup: Setup { heap: Kind::List, ..Setup::USUAL },
    run,
};

fn run(_: &CommandLine) {
    let mut pairs = [(ptr::null_mut(), ptr::null_mut()); PAIRS];
    for pair in &mut pairs {
        // SAFETY: no layout is of size zero.
        *pair = unsafe { (alloc(SMALL), alloc(ALIGNED)) };
        assert!(!pair.0.is_null() && !pair.1.is_null(), "the heap is too small");
    }
    for (small, aligned) in pairs {
        // SAFETY: both came from alloc with the same layouts.
        unsafe {
            dealloc(small, SMALL);
            dealloc(aligned, ALIGNED);
        }
    }
    let (_, counts) = heap::statistics();
    println!("used {} free {} lost {}", counts.used, counts.free, counts.lost);
}
