//! One entry of a page table, eight bytes at every level.
//! SDM Vol. 3A, "Format of Paging-Structure Entries".

use super::{Level, PhysicalAddress};
use core::ops::BitOr;

/// The flag bits that this kernel uses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Flags(u64);

impl Flags {
    /// P: the entry is used at all.
    pub const PRESENT: Flags = Flags(1 << 0);
    /// R/W: writes are allowed.
    pub const WRITABLE: Flags = Flags(1 << 1);
    /// PS: at levels 2 and 3 the entry maps a page. At level 1 the same bit is PAT.
    pub const PAGE_SIZE: Flags = Flags(1 << 7);
    /// XD: instructions must not be fetched.
    pub const EXECUTE_DISABLE: Flags = Flags(1 << 63);

    /// The bits.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether all of `other` are set.
    pub const fn contains(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Flags {
    type Output = Flags;

    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

const ADDRESS: u64 = 0x000f_ffff_ffff_f000;

/// A PML4E, PDPTE, PDE or PTE.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Entry(u64);

impl Entry {
    /// P = 0 and nothing else.
    pub const ABSENT: Entry = Entry(0);

    /// An entry that leads to a frame, which holds a table or the page itself.
    pub const fn new(frame: PhysicalAddress, flags: Flags) -> Entry {
        Entry(frame.as_u64() & ADDRESS | flags.bits())
    }

    /// As the processor sees it.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Everything but the address.
    pub const fn flags(self) -> Flags {
        Flags(self.0 & !ADDRESS)
    }

    /// The address, for a table or a 4 KiB page.
    pub const fn frame(self) -> PhysicalAddress {
        PhysicalAddress::new(self.0 & ADDRESS)
    }

    /// Bit P.
    pub const fn is_present(self) -> bool {
        self.flags().contains(Flags::PRESENT)
    }

    /// Whether the walk ends here: always at level 1, with PS at levels 2 and 3.
    pub fn is_leaf_at(self, level: Level) -> bool {
        match level {
            Level::One => true,
            Level::Two | Level::Three => self.flags().contains(Flags::PAGE_SIZE),
            Level::Four => false,
        }
    }
}
