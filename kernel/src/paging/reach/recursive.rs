//! Through PML4E 510, which leads back to the PML4: each time around the loop the roles of the
//! tables move up by one, so that a table becomes the page that is reached.
//!
//! ```text
//! to reach the       indices of the address            offset
//! PT of an address   510, its PML4, its PDPT, its PD   8 · its PT index
//! PD                 510, 510, its PML4, its PDPT
//! PDPT               510, 510, 510, its PML4
//! PML4               510, 510, 510, 510
//! ```

use super::Reach;
use crate::paging::kernel_space::RECURSIVE_INDEX;
use crate::paging::{Level, LinearAddress, PhysicalAddress};

/// Bits 63:48, which repeat bit 47: an address with index 510 lies in the upper half.
const SIGN: u64 = 0xffff << 48;

/// Computes addresses, and needs no memory at all.
pub struct Recursive;

impl Reach for Recursive {
    fn table(&mut self, address: LinearAddress, level: Level, _: PhysicalAddress) -> LinearAddress {
        // Each time around the indices move down by nine bits, and the loop's own comes in on top.
        let table = (0..level as u32).fold(address.as_u64(), |address, _| {
            SIGN | (RECURSIVE_INDEX as u64) << Level::Four.shift() | (address & !SIGN) >> 9
        });
        LinearAddress::new(table).page()
    }

    fn reaches_unlinked_tables(&self) -> bool {
        false
    }
}
