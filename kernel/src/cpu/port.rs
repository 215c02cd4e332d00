//! IN and OUT: the I/O address space. SDM Vol. 1, "Input/Output".

use core::arch::asm;

/// One 8-bit port.
#[derive(Clone, Copy)]
pub struct Port(u16);

impl Port {
    /// The port at an I/O address.
    pub const fn new(address: u16) -> Port {
        Port(address)
    }

    /// Reads a byte.
    ///
    /// # Safety
    /// Reading may change the device's state; the caller must be its driver.
    pub unsafe fn read(self) -> u8 {
        let value: u8;
        // SAFETY: an I/O access touches no memory of ours.
        unsafe {
            asm!("in al, dx", in("dx") self.0, out("al") value,
                 options(nomem, nostack, preserves_flags));
        }
        value
    }

    /// Writes a byte.
    ///
    /// # Safety
    /// The caller must be the device's driver and the device ready for the byte.
    pub unsafe fn write(self, value: u8) {
        // SAFETY: an I/O access touches no memory of ours.
        unsafe {
            asm!("out dx, al", in("dx") self.0, in("al") value,
                 options(nomem, nostack, preserves_flags));
        }
    }

    /// Writes 32 bits at once.
    ///
    /// # Safety
    /// As for `write`; the device must take 32 bits at this address.
    pub unsafe fn write_u32(self, value: u32) {
        // SAFETY: an I/O access touches no memory of ours.
        unsafe {
            asm!("out dx, eax", in("dx") self.0, in("eax") value,
                 options(nomem, nostack, preserves_flags));
        }
    }
}
