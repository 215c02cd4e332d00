//! The names of the parts of the linear address space, for reports.

use super::kernel_space::{RECURSIVE_INDEX, VGA_WINDOW};
use super::{LinearAddress, PAGE_SIZE, PHYSICAL_MEMORY};
use crate::boot::image;
use crate::heap;
use core::fmt;

/// First byte behind the mapping of all physical memory: one PML4E covers 512 GiB.
const PHYSICAL_MEMORY_END: LinearAddress = PHYSICAL_MEMORY.plus(1 << 39);
const RECURSIVE: LinearAddress =
    LinearAddress::new(u64::MAX << 48 | (RECURSIVE_INDEX as u64) << 39);

/// Name, first byte and end of each region; the first match counts.
fn regions() -> [(&'static str, LinearAddress, LinearAddress); 13] {
    let at = LinearAddress::new;
    [
        ("null", at(0), at(PAGE_SIZE)),
        ("vga", at(VGA_WINDOW.0), at(VGA_WINDOW.1)),
        ("physmap", PHYSICAL_MEMORY, PHYSICAL_MEMORY_END),
        ("heap", heap::START, heap::START.plus(heap::SIZE)),
        ("recursive", RECURSIVE, RECURSIVE.plus(1 << 39)),
        ("code", image::text_start(), image::text_end()),
        ("rodata", image::rodata_start(), image::rodata_end()),
        ("data", image::data_start(), image::data_end()),
        ("bss", image::data_end(), image::bss_region_end()),
        ("guard", image::stack_guard(), image::stack_bottom()),
        ("stack", image::stack_bottom(), image::stack_top()),
        ("ist1-guard", image::ist1_guard(), image::ist1_bottom()),
        ("ist1", image::ist1_bottom(), image::ist1_top()),
    ]
}

/// Prints `REGION+N`, or the bare address outside of all regions.
pub struct InRegion(pub LinearAddress);

impl fmt::Display for InRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.0;
        match regions().iter().find(|(_, start, end)| (*start..*end).contains(&address)) {
            Some((name, start, _)) => {
                write!(f, "{name}+{:#x}", address.as_u64() - start.as_u64())
            }
            None => write!(f, "{address}"),
        }
    }
}
