//! Control registers and RFLAGS. SDM Vol. 3A, "Control Registers".

use crate::paging::{LinearAddress, PhysicalAddress};
use core::arch::asm;

macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident = $register:literal),+ $(,)?) => {
        $($(#[$doc])*
        pub fn $name() -> u64 {
            let value: u64;
            // SAFETY: reading a control register changes nothing.
            unsafe {
                asm!(concat!("mov {}, ", $register), out(reg) value,
                     options(nomem, nostack, preserves_flags));
            }
            value
        })+
    };
}

readers! {
    /// Protection, paging and write-protect switches.
    cr0 = "cr0",
    /// The linear address of the last page fault, raw.
    cr2 = "cr2",
    /// The physical address of the PML4, with its low flag bits.
    cr3 = "cr3",
    /// Architectural extensions.
    cr4 = "cr4",
}

/// The linear address whose translation failed last.
pub fn page_fault_address() -> LinearAddress {
    LinearAddress::new(cr2())
}

/// Where the PML4 of the current address space lies.
pub fn page_map() -> PhysicalAddress {
    PhysicalAddress::new(cr3() & !0xfff)
}

/// Loads CR3, which drops every cached translation that is not global.
///
/// # Safety
/// The tables must map everything that this code goes on to use.
pub unsafe fn set_page_map(pml4: PhysicalAddress) {
    // SAFETY: the caller vouches for the tables.
    unsafe { asm!("mov cr3, {}", in(reg) pml4.as_u64(), options(nostack, preserves_flags)) }
}

/// Drops the cached translation of one page.
pub fn invlpg(address: LinearAddress) {
    // SAFETY: a dropped translation is read again from the tables.
    unsafe { asm!("invlpg [{}]", in(reg) address.as_u64(), options(nostack, preserves_flags)) }
}

/// RFLAGS as a number.
pub fn rflags() -> u64 {
    let value: u64;
    // SAFETY: pushes and pops one value.
    unsafe { asm!("pushfq", "pop {}", out(reg) value, options(preserves_flags)) }
    value
}

/// A model-specific register.
///
/// # Safety
/// The register must exist; reading another raises #GP.
pub unsafe fn rdmsr(register: u32) -> u64 {
    let (low, high): (u32, u32);
    // SAFETY: the caller vouches that the register exists.
    unsafe {
        asm!("rdmsr", in("ecx") register, out("eax") low, out("edx") high,
             options(nomem, nostack, preserves_flags));
    }
    u64::from(high) << 32 | u64::from(low)
}

/// Writes a model-specific register.
///
/// # Safety
/// The register must exist, and the caller must want all that the value brings about.
pub unsafe fn wrmsr(register: u32, value: u64) {
    // SAFETY: the caller vouches for register and value.
    unsafe {
        asm!("wrmsr", in("ecx") register, in("eax") value as u32, in("edx") (value >> 32) as u32,
             options(nostack, preserves_flags));
    }
}
