//! Changes the current address space, one 4 KiB page at a time.

use super::reach::{Full, Reach, read_entry, write_entry};
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
    // SAFETY: passed on.
    unsafe { map_through(&mut Full, page, frame, flags) }
}

/// The same, reaching the tables in a given way.
///
/// # Safety
/// As for `map`.
pub unsafe fn map_through(
    reach: &mut dyn Reach,
    page: LinearAddress,
    frame: PhysicalAddress,
    flags: Flags,
) -> Result<Mapped, MapError> {
    let mut tables_made = 0;
    let mut table = control::page_map();
    for step in ABOVE_LEAF {
        // SAFETY: CR3 and every entry that is no leaf lead to a table.
        let entry = unsafe { read_entry(reach, page, step.level, table) };
        if entry.is_present() && entry.is_leaf_at(step.level) {
            return Err(MapError::LargePage);
        }
        table = if entry.is_present() {
            entry.frame()
        } else {
            let fresh = frame_allocator::allocate().ok_or(MapError::NoFrame { tables_made })?;
            tables_made += 1;
            // SAFETY: the entry is absent, and nobody else has the frame.
            unsafe { link(reach, page, step, table, fresh) };
            fresh
        };
    }
    // SAFETY: as above; where the entry is absent, nobody uses the page.
    unsafe {
        if read_entry(reach, page, Level::One, table).is_present() {
            return Err(MapError::AlreadyMapped);
        }
        write_entry(reach, page, Level::One, table, Entry::new(frame, flags | Flags::PRESENT));
    }
    Ok(Mapped { tables_made })
}

/// From a table to the one that its entry leads to.
#[derive(Clone, Copy)]
struct Step {
    level: Level,
    below: Level,
}

const ABOVE_LEAF: [Step; 3] = [
    Step { level: Level::Four, below: Level::Three },
    Step { level: Level::Three, below: Level::Two },
    Step { level: Level::Two, below: Level::One },
];

/// Lets the entry in `table` lead to a fresh table, which is made empty.
///
/// # Safety
/// The entry must be absent, and nobody else may have the fresh frame.
unsafe fn link(
    reach: &mut dyn Reach,
    page: LinearAddress,
    step: Step,
    table: PhysicalAddress,
    fresh: PhysicalAddress,
) {
    let entry = Entry::new(fresh, Flags::PRESENT | Flags::WRITABLE);
    // The processor may walk the table as soon as it is linked; so it is cleared before, if that is
    // possible.
    let is_cleared_first = reach.reaches_unlinked_tables();
    // SAFETY: the caller vouches for both frames.
    unsafe {
        if is_cleared_first {
            clear(reach, page, step.below, fresh);
        }
        write_entry(reach, page, step.level, table, entry);
        if !is_cleared_first {
            clear(reach, page, step.below, fresh);
        }
    }
}

/// Makes every entry of a table absent.
///
/// # Safety
/// Nobody else may have the frame.
unsafe fn clear(reach: &mut dyn Reach, page: LinearAddress, level: Level, frame: PhysicalAddress) {
    let table = reach.table(page, level, frame).as_mut_ptr::<Table>();
    // SAFETY: the table appears there, and is the caller's alone.
    unsafe { (*table).clear() };
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
    // SAFETY: the place lies in a page table. Volatile, since the processor writes there too.
    leaf_place(page).map(|place| unsafe { place.read_volatile() })
}

/// Where the level-1 entry of a mapped 4 KiB page lies.
pub fn leaf_place(page: LinearAddress) -> Result<*mut Entry, MapError> {
    let mut table = control::page_map();
    for Step { level, .. } in ABOVE_LEAF {
        // SAFETY: CR3 and every entry that is no leaf lead to a table.
        let entry = unsafe { read_entry(&mut Full, page, level, table) };
        match entry {
            entry if !entry.is_present() => return Err(MapError::NotMapped),
            entry if entry.is_leaf_at(level) => return Err(MapError::LargePage),
            entry => table = entry.frame(),
        }
    }
    // SAFETY: as above.
    let entry = unsafe { read_entry(&mut Full, page, Level::One, table) };
    if !entry.is_present() {
        return Err(MapError::NotMapped);
    }
    let entries = window(table).as_mut_ptr::<Entry>();
    Ok(entries.wrapping_add(page.index(Level::One)))
}

unsafe fn replace_leaf(page: LinearAddress, new: Entry) -> Result<Entry, MapError> {
    let place = leaf_place(page)?;
    // SAFETY: the place lies in a page table, and the caller vouches for what the entry maps.
    unsafe {
        let old = place.read_volatile();
        place.write_volatile(new);
        Ok(old)
    }
}

/// A frame's bytes, through the mapping of all physical memory.
pub fn window(frame: PhysicalAddress) -> LinearAddress {
    PHYSICAL_MEMORY.plus(frame.as_u64())
}
