//! The places that the linker script names, as addresses.

use crate::paging::{LinearAddress, PhysicalAddress};

/// What the linker adds to a physical address to get the kernel's linear one.
pub const KERNEL_BASE: u64 = 0xffff_ffff_8000_0000;

macro_rules! places {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        mod symbol {
            unsafe extern "C" {
                $(pub safe static $name: u8;)+
            }
        }
        $($(#[$doc])*
        #[inline]
        pub fn $name() -> LinearAddress {
            LinearAddress::new(&raw const symbol::$name as u64)
        })+
    };
}

places! {
    /// First byte of code.
    text_start,
    /// End of code.
    text_end,
    /// First byte of constants.
    rodata_start,
    /// End of constants.
    rodata_end,
    /// First byte of `.data`.
    data_start,
    /// End of `.data`.
    data_end,
    /// End of `.bss` and what follows it, on a page boundary.
    bss_region_end,
    /// A copy of `.data` as it was loaded.
    pristine_data,
    /// The unmapped page under the stack.
    stack_guard,
    /// Lowest byte of the stack.
    stack_bottom,
    /// One past the highest byte of the stack.
    stack_top,
    /// The unmapped page under the stack of IST1.
    ist1_guard,
    /// Lowest byte of the stack of IST1.
    ist1_bottom,
    /// One past the highest byte of the stack of IST1.
    ist1_top,
    /// One past the last byte of the image.
    image_end,
    /// The table of symbols, filled in after linking.
    symbols,
    /// First of the sites at which an exception is expected.
    recovery_sites_start,
    /// One past the last of them.
    recovery_sites_end,
}

/// The physical address behind an address inside the image.
pub fn physical(address: LinearAddress) -> PhysicalAddress {
    PhysicalAddress::new(address.as_u64() - KERNEL_BASE)
}
