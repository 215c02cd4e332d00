//! Ways to reach the page tables. Entries hold physical addresses, instructions use linear ones: so
//! somewhere in linear memory every table has to appear before it can be read or changed.
//!
//! ```text
//! way          a table in frame F appears at              price
//! identity     F                                          low addresses are not the programs' own
//! offset       offset + F, where tables were mapped       each new table has to be mapped first
//! full         offset + F, as all physical memory does    needs room and tables for all of it
//! temporary    one page, pointed at F for the moment      a store and an INVLPG for each access
//! recursive    an address made of four indices            the current address space alone
//! ```

mod at_offset;
mod full;
mod recursive;
mod temporary;

pub use at_offset::AtOffset;
pub use full::Full;
pub use recursive::Recursive;
pub use temporary::{Temporary, WINDOW};

use super::{Entry, Level, LinearAddress, PhysicalAddress, Table};
use alloc::boxed::Box;

/// One of the ways.
pub trait Reach {
    /// Where the table appears that the walk to `address` meets at `level`, and that lies in
    /// `frame`. The address is good until the next call.
    fn table(
        &mut self,
        address: LinearAddress,
        level: Level,
        frame: PhysicalAddress,
    ) -> LinearAddress;

    /// Whether a table appears before any entry leads to it, so that it can be cleared in time.
    fn reaches_unlinked_tables(&self) -> bool {
        true
    }
}

/// The way with a name, as the command line spells it.
pub fn named(name: &str) -> Option<Box<dyn Reach>> {
    Some(match name {
        "identity" => Box::new(AtOffset::IDENTITY),
        "offset" => Box::new(AtOffset::OFFSET),
        "full" => Box::new(Full),
        "temporary" => Box::new(Temporary::new()),
        "recursive" => Box::new(Recursive),
        _ => return None,
    })
}

/// Reads the entry that the walk to `address` meets at `level`, in the table in `frame`.
///
/// # Safety
/// The frame must hold that table.
pub unsafe fn read_entry(
    reach: &mut dyn Reach,
    address: LinearAddress,
    level: Level,
    frame: PhysicalAddress,
) -> Entry {
    let table = reach.table(address, level, frame).as_ptr::<Table>();
    // SAFETY: the table appears there, and the caller vouches that it is one.
    unsafe { (&raw const (*table).0[address.index(level)]).read_volatile() }
}

/// Writes the entry that the walk to `address` meets at `level`, in the table in `frame`.
///
/// # Safety
/// As for `read_entry`; and whatever was mapped by the entry is the caller's to change.
pub unsafe fn write_entry(
    reach: &mut dyn Reach,
    address: LinearAddress,
    level: Level,
    frame: PhysicalAddress,
    entry: Entry,
) {
    let table = reach.table(address, level, frame).as_mut_ptr::<Table>();
    // SAFETY: the table appears there, and the caller vouches for the rest.
    unsafe { (&raw mut (*table).0[address.index(level)]).write_volatile(entry) };
}
