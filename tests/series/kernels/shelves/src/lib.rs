//! What the four kernels share: the heap's bytes, the lock, the requests, and the way out.

#![no_std]

extern crate alloc;

pub mod chained;
pub mod rising;
pub mod sorted;
mod work;

use core::{arch::asm, fmt, panic::PanicInfo, ptr::addr_of_mut};
use spin::{Mutex, MutexGuard};
pub use work::work;

pub const ROOM: usize = 1 << 20;

#[repr(align(4096))]
struct Floor([u8; ROOM]);

static mut FLOOR: Floor = Floor([0; ROOM]);

/// Where the heap lies.
pub fn floor() -> *mut u8 {
    addr_of_mut!(FLOOR).cast()
}

/// A lock of our own type, so that a foreign trait can be implemented for what it holds.
pub struct Guarded<A> {
    inside: Mutex<A>,
}

impl<A> Guarded<A> {
    pub const fn new(inside: A) -> Self {
        Guarded { inside: Mutex::new(inside) }
    }

    pub fn enter(&self) -> MutexGuard<'_, A> {
        self.inside.lock()
    }
}

/// The start of the next multiple of `step`, a power of two.
pub fn round_up(address: usize, step: usize) -> usize {
    (address + step - 1) & !(step - 1)
}

pub struct Wire;

impl fmt::Write for Wire {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            // SAFETY: nobody else writes to the serial port, and the machine's is always ready.
            unsafe { asm!("out dx, al", in("dx") 0x3f8, in("al") byte) };
        }
        Ok(())
    }
}

#[macro_export]
macro_rules! say {
    ($($part:tt)*) => {{
        use core::fmt::Write as _;
        let _ = writeln!($crate::Wire, $($part)*);
    }};
}

pub fn leave(status: u32) -> ! {
    // SAFETY: the port belongs to the exit device alone.
    unsafe { asm!("out dx, eax", in("dx") 0xf4, in("eax") status) };
    loop {
        // SAFETY: sleeping harms nobody.
        unsafe { asm!("hlt") };
    }
}

#[panic_handler]
fn give_up(cause: &PanicInfo) -> ! {
    say!("{cause}");
    leave(0x11)
}
