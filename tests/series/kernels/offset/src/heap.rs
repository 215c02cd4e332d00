//! A heap in pages of its own, kept by the series' linked-list allocator.

use bootloader::BootInfo;
use linked_list_allocator::LockedHeap;
use x86_64::{
    structures::paging::{FrameAllocator, Mapper, Page, PageTableFlags},
    VirtAddr,
};

pub const START: u64 = 0x4444_4444_0000;
pub const SIZE: u64 = 100 * 1024;

#[global_allocator]
static HEAP: LockedHeap = LockedHeap::empty();

/// Maps the pages of the heap and hands them to the allocator. Once.
pub fn init(boot_info: &'static BootInfo) {
    // SAFETY: the bootloader has mapped all memory there, and its map is true.
    let (mut tables, mut frames) = unsafe {
        (
            crate::memory::active_tables(VirtAddr::new(boot_info.physical_memory_offset)),
            crate::memory::UsableFrames::new(&boot_info.memory_map),
        )
    };
    let first = Page::containing_address(VirtAddr::new(START));
    let last = Page::containing_address(VirtAddr::new(START + SIZE - 1));
    let flags = PageTableFlags::PRESENT | PageTableFlags::WRITABLE;
    for page in Page::range_inclusive(first, last) {
        let frame = frames.allocate_frame().expect("no frame is left");
        // SAFETY: page and frame are unused.
        unsafe { tables.map_to(page, frame, flags, &mut frames) }.unwrap().flush();
    }
    // SAFETY: the range is mapped and nobody else's.
    unsafe { HEAP.lock().init(START as *mut u8, SIZE as usize) };
}

pub fn free() -> usize {
    HEAP.lock().free()
}
