//! Linear and physical addresses as two types, so that one is never taken for the other.

use super::PAGE_SIZE;
use core::fmt;

/// What an instruction uses. Bits 63:48 repeat bit 47, or the address is not canonical.
///
/// ```text
///  63      48 47     39 38     30 29     21 20     12 11          0
/// │  sign    │  PML4   │  PDPT   │   PD    │   PT    │   offset    │
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinearAddress(u64);

/// What goes out on the bus.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhysicalAddress(u64);

/// The four kinds of table, numbered as the manual's names count: 4 is the root.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// PT: entries map 4 KiB.
    One = 1,
    /// PD: entries lead to a PT, or map 2 MiB.
    Two,
    /// PDPT: entries lead to a PD, or map 1 GiB.
    Three,
    /// PML4: entries lead to a PDPT.
    Four,
}

impl Level {
    /// From the root to the leaf.
    pub const TOP_DOWN: [Level; 4] = [Level::Four, Level::Three, Level::Two, Level::One];

    /// How many address bits lie below this level's index.
    pub const fn shift(self) -> u32 {
        12 + 9 * (self as u32 - 1)
    }
}

impl LinearAddress {
    /// Any 64 bits; see `is_canonical`.
    pub const fn new(address: u64) -> Self {
        LinearAddress(address)
    }

    /// As a number.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// As a pointer, which is good only where the address is mapped.
    pub fn as_ptr<T>(self) -> *const T {
        self.0 as *const T
    }

    /// As a pointer, which is good only where the address is mapped.
    pub fn as_mut_ptr<T>(self) -> *mut T {
        self.0 as *mut T
    }

    /// Whether bits 63:47 are all equal.
    pub const fn is_canonical(self) -> bool {
        ((self.0 as i64) << 16) >> 16 == self.0 as i64
    }

    /// Nine bits: which entry of the table at `level` is used.
    pub const fn index(self, level: Level) -> usize {
        (self.0 >> level.shift()) as usize & 0x1ff
    }

    /// The first byte of the page.
    pub const fn page(self) -> LinearAddress {
        LinearAddress(self.0 & !(PAGE_SIZE - 1))
    }

    /// The address `bytes` further up.
    pub const fn plus(self, bytes: u64) -> LinearAddress {
        LinearAddress(self.0.wrapping_add(bytes))
    }
}

impl PhysicalAddress {
    /// Any physical address.
    pub const fn new(address: u64) -> Self {
        PhysicalAddress(address)
    }

    /// As a number.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The first byte of the frame.
    pub const fn frame(self) -> PhysicalAddress {
        PhysicalAddress(self.0 & !(PAGE_SIZE - 1))
    }
}

impl fmt::Display for LinearAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl fmt::Display for PhysicalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}
