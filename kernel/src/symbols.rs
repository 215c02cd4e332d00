//! The kernel's own symbol table, so that a report can say `function+offset`.
//!
//! The table is filled in after linking (scripts/build-kernel.mjs), in a section reserved
//! for it; an image straight from Cargo has an empty one and prints bare addresses.
//!
//! ```text
//!   u32 count
//!   count × { u32 address − KERNEL_BASE, u32 offset of the name }    by ascending address
//!   names, each ended by a zero
//! ```

use crate::boot::image::{self, KERNEL_BASE};
use crate::paging::LinearAddress;
use core::ffi::CStr;
use core::fmt;

fn table() -> *const u8 {
    image::symbols().as_ptr()
}

fn word(index: usize) -> u32 {
    // SAFETY: `index` stays below the count that the table itself gives; volatile, because
    // the compiler may not know that somebody wrote there after linking.
    unsafe { table().cast::<u32>().add(index).read_volatile() }
}

fn address(row: usize) -> u64 {
    KERNEL_BASE + u64::from(word(1 + 2 * row))
}

fn name(row: usize) -> &'static str {
    let offset = word(2 + 2 * row) as usize;
    // SAFETY: every offset leads to a zero-terminated name inside the table.
    let name = unsafe { CStr::from_ptr(table().add(offset).cast()) };
    name.to_str().unwrap_or("?")
}

/// Name and first address of the function that an address lies in.
pub fn enclosing(target: LinearAddress) -> Option<(&'static str, LinearAddress)> {
    if !(image::text_start()..image::text_end()).contains(&target) {
        return None;
    }
    let (mut low, mut high) = (0, word(0) as usize);
    while low < high {
        let middle = low.midpoint(high);
        if address(middle) <= target.as_u64() { low = middle + 1 } else { high = middle }
    }
    let row = low.checked_sub(1)?;
    Some((name(row), LinearAddress::new(address(row))))
}

/// Prints `SYM+N`, or the bare address where no symbol is known.
pub struct Symbolic(pub u64);

impl fmt::Display for Symbolic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match enclosing(LinearAddress::new(self.0)) {
            Some((name, start)) => write!(f, "{name}+{:#x}", self.0 - start.as_u64()),
            None => write!(f, "{:#x}", self.0),
        }
    }
}
