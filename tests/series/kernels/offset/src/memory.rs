//! Page tables through the complete physical mapping, and frames from the bootloader's memory map.

use bootloader::bootinfo::{MemoryMap, MemoryRegionType};
use x86_64::{
    registers::control::Cr3,
    structures::paging::{FrameAllocator, OffsetPageTable, PageTable, PhysFrame, Size4KiB},
    PhysAddr, VirtAddr,
};

/// # Safety
/// All physical memory must be mapped at `offset`, and nobody else may hold the tables.
pub unsafe fn active_tables(offset: VirtAddr) -> OffsetPageTable<'static> {
    let (frame, _) = Cr3::read();
    let table = (offset + frame.start_address().as_u64()).as_mut_ptr::<PageTable>();
    unsafe { OffsetPageTable::new(&mut *table, offset) }
}

/// Gives the usable frames one after the other and takes none back.
pub struct UsableFrames {
    map: &'static MemoryMap,
    given: usize,
}

impl UsableFrames {
    /// # Safety
    /// The map must be true, and its usable frames free.
    pub unsafe fn new(map: &'static MemoryMap) -> Self {
        UsableFrames { map, given: 0 }
    }
}

unsafe impl FrameAllocator<Size4KiB> for UsableFrames {
    fn allocate_frame(&mut self) -> Option<PhysFrame> {
        let frame = self
            .map
            .iter()
            .filter(|region| region.region_type == MemoryRegionType::Usable)
            .flat_map(|region| region.range.start_frame_number..region.range.end_frame_number)
            .nth(self.given)?;
        self.given += 1;
        Some(PhysFrame::containing_address(PhysAddr::new(frame * 4096)))
    }
}
