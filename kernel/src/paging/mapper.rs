//! Changes the current address space, one 4 KiB page at a time.

use super::{
    Entry, Flags, Level, LinearAddress, PHYSICAL_MEMORY, PhysicalAddress, Table, frame_allocator,
};
use crate::cpu::control;

/// Why a page could not be mapped or unmapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MapError {
    /// The page is mapped already.
    AlreadyMapped,
    /// The page is not mapped.
    NotMapped,
    /// A page of 2 MiB or 1 GiB covers the address.
    LargePage,
    /// No frame for a page table; those made before the failure stay linked.
    NoFrame {
        /// How many were made.
        tables_made: u32,
    },
}

impl MapError {
    /// The reason in words.
    pub fn reason(self) -> &'static str {
        match self {
            MapError::AlreadyMapped => "already mapped",
            MapError::NotMapped => "not mapped",
            MapError::LargePage => "a large page lies there",
            MapError::NoFrame { .. } => "no frame",
        }
    }
}

/// What mapping a page has cost.
pub struct Mapped {
    /// How many of the three tables above the leaf had to be made.
    pub tables_made: u32,
}

/// Maps a page to a frame, making the tables in between where they are absent.
///
/// No INVLPG is needed: an entry with P = 0 is never cached.
///
/// # Safety
/// Whoever uses the frame must be ready to meet it at this address.
pub unsafe fn map(
    page: LinearAddress,
    frame: PhysicalAddress,
    flags: Flags,
) -> Result<Mapped, MapError> {
    let mut tables_made = 0;
    let mut table = control::page_map();
    for level in [Level::Four, Level::Three, Level::Two] {
        // SAFETY: CR3 and every entry that is no leaf lead to a table; the reference ends
        // before the next one is made.
        let entry = unsafe { &mut Table::at(table).0[page.index(level)] };
        if !entry.is_present() {
            let frame = frame_allocator::allocate().ok_or(MapError::NoFrame { tables_made })?;
            // SAFETY: the frame is fresh. It is cleared before it is linked, because the
            // processor may walk it from then on.
            unsafe { Table::at(frame).clear() };
            *entry = Entry::new(frame, Flags::PRESENT | Flags::WRITABLE);
            tables_made += 1;
        } else if entry.is_leaf_at(level) {
            return Err(MapError::LargePage);
        }
        table = entry.frame();
    }
    // SAFETY: as above.
    let leaf = unsafe { &mut Table::at(table).0[page.index(Level::One)] };
    if leaf.is_present() {
        return Err(MapError::AlreadyMapped);
    }
    *leaf = Entry::new(frame, flags | Flags::PRESENT);
    Ok(Mapped { tables_made })
}

/// Unmaps a page and says which frame it had. The tables stay.
///
/// # Safety
/// Nothing may use the page any more.
pub unsafe fn unmap(page: LinearAddress) -> Result<PhysicalAddress, MapError> {
    // SAFETY: the caller gives the page up.
    let old = unsafe { replace_leaf(page, Entry::ABSENT) }?;
    control::invlpg(page);
    Ok(old.frame())
}

/// Points a mapped page at another frame, keeping its flags, and leaves the TLB alone.
///
/// # Safety
/// As for `unmap` and `map`; without INVLPG the old translation may stay in use.
pub unsafe fn redirect(page: LinearAddress, frame: PhysicalAddress) -> Result<(), MapError> {
    let flags = leaf(page)?.flags();
    // SAFETY: the caller vouches for both frames.
    unsafe { replace_leaf(page, Entry::new(frame, flags)) }.map(|_| ())
}

/// The level-1 entry of a mapped 4 KiB page.
pub fn leaf(page: LinearAddress) -> Result<Entry, MapError> {
    find_leaf(page).map(|entry| *entry)
}

unsafe fn replace_leaf(page: LinearAddress, new: Entry) -> Result<Entry, MapError> {
    let entry = find_leaf(page)?;
    let old = *entry;
    *entry = new;
    Ok(old)
}

fn find_leaf<'a>(page: LinearAddress) -> Result<&'a mut Entry, MapError> {
    let mut table = control::page_map();
    for level in Level::TOP_DOWN {
        // SAFETY: CR3 and every entry that is no leaf lead to a table.
        let entry = unsafe { &mut Table::at(table).0[page.index(level)] };
        match entry {
            entry if !entry.is_present() => return Err(MapError::NotMapped),
            entry if level == Level::One => return Ok(entry),
            entry if entry.is_leaf_at(level) => return Err(MapError::LargePage),
            entry => table = entry.frame(),
        }
    }
    unreachable!("level 1 has leaves only")
}

/// A frame's bytes, through the mapping of all physical memory.
pub fn window(frame: PhysicalAddress) -> LinearAddress {
    PHYSICAL_MEMORY.plus(frame.as_u64())
}
