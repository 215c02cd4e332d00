//! The first serial port, byte by byte.

use core::{arch::asm, fmt};

const COM1: u16 = 0x3f8;
const LINE_STATUS: u16 = COM1 + 5;
const CAN_SEND: u8 = 1 << 5;

pub struct Wire;

impl fmt::Write for Wire {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes().for_each(send);
        Ok(())
    }
}

fn send(byte: u8) {
    let mut status: u8;
    loop {
        // SAFETY: reading the status changes nothing that anybody else needs.
        unsafe { asm!("in al, dx", in("dx") LINE_STATUS, out("al") status) };
        if status & CAN_SEND != 0 {
            break;
        }
    }
    // SAFETY: the port is ready for a byte.
    unsafe { asm!("out dx, al", in("dx") COM1, in("al") byte) };
}

#[macro_export]
macro_rules! say {
    ($($part:tt)*) => {{
        use core::fmt::Write;
        writeln!($crate::wire::Wire, $($part)*).unwrap()
    }};
}
