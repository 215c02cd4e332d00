//! The heap: 64 KiB of linear addresses, mapped page by page, behind one of five allocators.
//!
//! ```text
//! Box, Vec, Rc … ─► GlobalAlloc ─► the chosen allocator ─► blocks between START and START + SIZE
//! ```

mod bump;
mod dummy;
mod fixed_blocks;
mod free_list;
mod free_regions;
mod global;
mod kind;
mod merging_free_list;
mod statistics;
pub mod trace;

pub use global::{
    begin_anew, describe_lists, init, map, set_interruptible, statistics, while_locked,
};
pub use kind::Kind;
pub use statistics::Statistics;

use crate::paging::LinearAddress;
use core::alloc::Layout;

/// First byte of the heap: PML4E 384, which nothing else uses.
pub const START: LinearAddress = LinearAddress::new(0xffff_c000_0000_0000);
/// Size in bytes: sixteen pages.
pub const SIZE: u64 = 64 << 10;

/// What every allocator does.
trait Allocator {
    /// A block that fits the layout, or null.
    fn allocate(&mut self, layout: Layout) -> *mut u8;

    /// Takes a block back.
    ///
    /// # Safety
    /// The block must come from `allocate` with the same layout, and must not be used again.
    unsafe fn deallocate(&mut self, block: *mut u8, layout: Layout);

    /// Counts, for the reader.
    fn statistics(&self) -> Statistics;

    /// Visits each free region: the list it is in, its address, its size.
    fn visit_free(&self, visit: &mut dyn FnMut(&'static str, u64, u64));
}
