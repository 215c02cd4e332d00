//! Walks the page tables in software, reading the same entries the processor reads.

use super::{Entry, Level, LinearAddress, PhysicalAddress, Table};
use crate::cpu::control;

/// One entry that was read on the way.
#[derive(Clone, Copy)]
pub struct Step {
    /// Which table it lies in.
    pub level: Level,
    /// Which of its 512.
    pub index: usize,
    /// What it held.
    pub entry: Entry,
}

/// How a walk ended.
#[derive(Clone, Copy)]
pub enum Translation {
    /// A leaf was found.
    Mapped {
        /// The physical address of the very byte.
        address: PhysicalAddress,
        /// Whether the leaf was found at level 1, 2 or 3: 4 KiB, 2 MiB, 1 GiB.
        leaf: Level,
    },
    /// The entry at this level has P = 0.
    Absent(Level),
}

/// Visits each entry from the PML4 down and says where the walk ends.
pub fn walk(address: LinearAddress, mut visit: impl FnMut(Step)) -> Translation {
    let mut frame = control::page_map();
    for level in Level::TOP_DOWN {
        let index = address.index(level);
        // SAFETY: `frame` comes from CR3 or from a present entry that is no leaf, so it holds
        // a table; the entry is copied and the reference dropped at once.
        let entry = unsafe { Table::at(frame).0[index] };
        visit(Step { level, index, entry });
        if !entry.is_present() {
            return Translation::Absent(level);
        }
        if entry.is_leaf_at(level) {
            let offset_mask = (1 << level.shift()) - 1;
            let base = entry.frame().as_u64() & !offset_mask;
            let address = PhysicalAddress::new(base | address.as_u64() & offset_mask);
            return Translation::Mapped { address, leaf: level };
        }
        frame = entry.frame();
    }
    unreachable!("level 1 has leaves only")
}

/// The physical address behind a linear one, if there is one.
pub fn translate(address: LinearAddress) -> Option<PhysicalAddress> {
    match walk(address, |_| ()) {
        Translation::Mapped { address, .. } => Some(address),
        Translation::Absent(_) => None,
    }
}

/// The name of a page's size by the level of its leaf.
pub fn page_size_name(leaf: Level) -> &'static str {
    match leaf {
        Level::One => "4k",
        Level::Two => "2m",
        _ => "1g",
    }
}
