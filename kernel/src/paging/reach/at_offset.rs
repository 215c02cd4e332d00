//! The frames of page tables at an offset, and nothing else; with an offset of zero, an identity
//! mapping.

use super::Reach;
use crate::paging::{Flags, Level, LinearAddress, PhysicalAddress, mapper};

/// Maps each frame of a table when it is first asked for.
pub struct AtOffset(u64);

impl AtOffset {
    /// Each table at its physical address.
    pub const IDENTITY: AtOffset = AtOffset(0);
    /// Each table in PML4E 3, of which nothing else is mapped.
    pub const OFFSET: AtOffset = AtOffset(0x180_0000_0000);
}

impl Reach for AtOffset {
    fn table(&mut self, _: LinearAddress, _: Level, frame: PhysicalAddress) -> LinearAddress {
        let page = LinearAddress::new(self.0 + frame.as_u64());
        if mapper::leaf(page).is_err() {
            let flags = Flags::WRITABLE | Flags::EXECUTE_DISABLE;
            // SAFETY: the page is not in use, and page tables may appear in several places. A
            // kernel that had nothing but this mapping would have got it from its loader.
            unsafe { mapper::map(page, frame, flags) }.expect("a frame for the mapping of tables");
        }
        page
    }
}
