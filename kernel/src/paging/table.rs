//! A page table, and how the kernel reaches one: through its mapping of all physical memory.

use super::{Entry, LinearAddress, PhysicalAddress};

/// Physical address 0 appears here, and all the rest behind it: PML4E 256.
pub const PHYSICAL_MEMORY: LinearAddress = LinearAddress::new(0xffff_8000_0000_0000);

/// 512 entries, one frame.
#[repr(C, align(4096))]
pub struct Table(pub [Entry; 512]);

impl Table {
    /// The table in a frame.
    ///
    /// # Safety
    /// The frame must hold a page table, physical memory must be mapped, and nobody else may
    /// hold the same table.
    pub unsafe fn at<'a>(frame: PhysicalAddress) -> &'a mut Table {
        let address = PHYSICAL_MEMORY.plus(frame.as_u64());
        // SAFETY: the caller vouches for what lies there.
        unsafe { &mut *address.as_mut_ptr::<Table>() }
    }

    /// Makes every entry absent.
    pub fn clear(&mut self) {
        self.0.fill(Entry::ABSENT);
    }
}
