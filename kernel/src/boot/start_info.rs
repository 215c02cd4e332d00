//! What the loader hands over: command line and memory map, in the PVH start info.
//! Xen, "x86/HVM direct boot ABI", `hvm_start_info` and `hvm_memmap_table_entry`.
//!
//! Read while the first page tables still map the first GiB to itself, and copied, since
//! the frames it lies in may be handed out later.

use super::command_line::CommandLine;
use crate::paging::PhysicalAddress;

const MAGIC: u32 = 0x336e_c578;

#[repr(C)]
struct StartInfo {
    magic: u32,
    version: u32,
    flags: u32,
    module_count: u32,
    modules: u64,
    command_line: u64,
    rsdp: u64,
    // From version 1 on:
    memory_map: u64,
    memory_map_entries: u32,
    reserved: u32,
}

/// One row of the memory map: `size` bytes from `address` on.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MemoryRegion {
    /// First byte.
    pub address: u64,
    /// Length in bytes.
    pub size: u64,
    /// 1 is usable RAM; everything else is somebody's.
    pub kind: u32,
    reserved: u32,
}

impl MemoryRegion {
    const NONE: MemoryRegion = MemoryRegion { address: 0, size: 0, kind: 0, reserved: 0 };

    /// Whether frames may be taken from here.
    pub fn is_usable(&self) -> bool {
        self.kind == 1
    }

    /// One past the last byte.
    pub fn end(&self) -> PhysicalAddress {
        PhysicalAddress::new(self.address + self.size)
    }
}

const MAX_REGIONS: usize = 32;

/// Everything the kernel keeps from its loader.
#[derive(Clone, Copy)]
pub struct Handover {
    /// `scenario=… alloc=…`
    pub command_line: CommandLine,
    regions: [MemoryRegion; MAX_REGIONS],
    region_count: usize,
}

impl Handover {
    /// The state before anything was read.
    pub const EMPTY: Handover = Handover {
        command_line: CommandLine::EMPTY,
        regions: [MemoryRegion::NONE; MAX_REGIONS],
        region_count: 0,
    };

    /// Copies the start info at a physical address.
    ///
    /// # Safety
    /// `address` must be what a PVH loader passed in `ebx`, and the first GiB of physical
    /// memory must be mapped to itself.
    pub unsafe fn read(address: u64) -> Handover {
        // SAFETY: the loader placed a start info there, and the caller vouches for the mapping.
        let info = unsafe { &*(address as *const StartInfo) };
        assert!(info.magic == MAGIC, "no PVH start info at {address:#x}");
        assert!(info.version >= 1, "the start info has no memory map");

        let mut handover = Handover::EMPTY;
        if info.command_line != 0 {
            let text = info.command_line as *const u8;
            // SAFETY: the ABI promises a zero-terminated string.
            handover.command_line = unsafe { CommandLine::from_zero_terminated(text) };
        }
        handover.region_count = MAX_REGIONS.min(info.memory_map_entries as usize);
        let first = info.memory_map as *const MemoryRegion;
        for (index, region) in handover.regions[..handover.region_count].iter_mut().enumerate() {
            // SAFETY: the table has `memory_map_entries` rows.
            *region = unsafe { first.add(index).read_unaligned() };
        }
        handover
    }

    /// The memory map, as the loader sorted it.
    pub fn memory_map(&self) -> &[MemoryRegion] {
        &self.regions[..self.region_count]
    }
}
