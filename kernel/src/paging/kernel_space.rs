//! The kernel's own address space, built once and then extended by the mapper.
//!
//! ```text
//! PML4E   linear address            what
//!    0    0x0000_0000_000a_0000     the VGA's window at its physical address, 32 pages
//!    1    0x0000_0080_0000_0000     nothing, on purpose: lessons walk into it
//!  256    0xffff_8000_0000_0000     all physical memory in 2 MiB pages
//!  384    0xffff_c000_0000_0000     heap
//!  510    0xffff_ff00_0000_0000     the PML4 itself: the recursive entry
//!  511    0xffff_ffff_8010_0000     the image, with the permissions of its sections
//! ```
//!
//! Page 0 is absent, so a null pointer faults. So is every stack's guard page.

use super::{
    Entry, Flags, LARGE_PAGE_SIZE, Level, LinearAddress, PAGE_SIZE, PHYSICAL_MEMORY,
    PhysicalAddress, Table, frame_allocator,
};
use crate::boot::image::{self, KERNEL_BASE};
use crate::boot::start_info::Handover;
use crate::cpu::control;

/// Which PML4E leads back to the PML4.
pub const RECURSIVE_INDEX: usize = 510;

/// The VGA's window, mapped to itself.
pub const VGA_WINDOW: (u64, u64) = (0xa_0000, 0xc_0000);

/// Builds the tables and loads CR3.
pub fn init(handover: &Handover) {
    let mut space = Builder::new();
    space.map_physical_memory(handover);
    space.map_vga();
    space.map_image();
    space.add_recursive_entry();
    // SAFETY: the image, its stack included, is mapped where it was.
    unsafe { control::set_page_map(space.pml4) }
}

/// Works while the first page tables still map the first GiB to itself and at KERNEL_BASE.
struct Builder {
    pml4: PhysicalAddress,
}

impl Builder {
    fn new() -> Builder {
        Builder { pml4: Self::new_table() }
    }

    fn new_table() -> PhysicalAddress {
        let frame = frame_allocator::allocate().expect("no frame for the first page tables");
        Self::table(frame).clear();
        frame
    }

    fn table<'a>(frame: PhysicalAddress) -> &'a mut Table {
        let address = LinearAddress::new(KERNEL_BASE + frame.as_u64());
        // SAFETY: the frame allocator hands out low frames first, and the first page tables
        // map the first GiB here. No other reference to the table exists at this time.
        unsafe { &mut *address.as_mut_ptr::<Table>() }
    }

    /// The entry for an address at a level; the tables above are made where they are absent.
    fn entry<'a>(&mut self, address: LinearAddress, level: Level) -> &'a mut Entry {
        let mut frame = self.pml4;
        for above in Level::TOP_DOWN.into_iter().take_while(|above| *above > level) {
            let entry = &mut Self::table(frame).0[address.index(above)];
            if !entry.is_present() {
                *entry = Entry::new(Self::new_table(), Flags::PRESENT | Flags::WRITABLE);
            }
            frame = entry.frame();
        }
        &mut Self::table(frame).0[address.index(level)]
    }

    fn map(&mut self, page: u64, frame: u64, flags: Flags) {
        *self.entry(LinearAddress::new(page), Level::One) =
            Entry::new(PhysicalAddress::new(frame), flags);
    }

    fn map_physical_memory(&mut self, handover: &Handover) {
        let ram = handover.memory_map().iter().filter(|region| region.is_usable());
        let end = ram.map(|region| region.end().as_u64()).max().unwrap_or(0);
        let flags = Flags::PRESENT | Flags::WRITABLE | Flags::PAGE_SIZE | Flags::EXECUTE_DISABLE;
        for frame in (0..end).step_by(LARGE_PAGE_SIZE as usize) {
            *self.entry(PHYSICAL_MEMORY.plus(frame), Level::Two) =
                Entry::new(PhysicalAddress::new(frame), flags);
        }
    }

    fn map_vga(&mut self) {
        let (start, end) = VGA_WINDOW;
        for frame in (start..end).step_by(PAGE_SIZE as usize) {
            self.map(frame, frame, Flags::PRESENT | Flags::WRITABLE | Flags::EXECUTE_DISABLE);
        }
    }

    fn map_image(&mut self) {
        let read_write = Flags::PRESENT | Flags::WRITABLE | Flags::EXECUTE_DISABLE;
        self.map_section(image::text_start(), image::text_end(), Flags::PRESENT);
        let read_only = Flags::PRESENT | Flags::EXECUTE_DISABLE;
        self.map_section(image::rodata_start(), image::rodata_end(), read_only);
        self.map_section(image::data_start(), image::bss_region_end(), read_write);
        self.map_section(image::stack_bottom(), image::stack_top(), read_write);
        self.map_section(image::ist1_bottom(), image::ist1_top(), read_write);
    }

    fn map_section(&mut self, start: LinearAddress, end: LinearAddress, flags: Flags) {
        for page in (start.as_u64()..end.as_u64()).step_by(PAGE_SIZE as usize) {
            self.map(page, page - KERNEL_BASE, flags);
        }
    }

    fn add_recursive_entry(&mut self) {
        Self::table(self.pml4).0[RECURSIVE_INDEX] =
            Entry::new(self.pml4, Flags::PRESENT | Flags::WRITABLE | Flags::EXECUTE_DISABLE);
    }
}
