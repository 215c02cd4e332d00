//! Prints to the first serial port.

use core::fmt::{Arguments, Write};
use spin::Mutex;
use uart_16550::SerialPort;
use x86_64::instructions::interrupts::without_interrupts;

// SAFETY: COM1 lies there in every PC, and nothing else drives it. The bootloader leaves it ready enough to send.
static COM1: Mutex<SerialPort> = Mutex::new(unsafe { SerialPort::new(0x3f8) });

pub fn write(text: Arguments) {
    // A handler that prints while the line is held would wait for ever.
    without_interrupts(|| {
        COM1.lock().write_fmt(text).unwrap();
    });
}

#[macro_export]
macro_rules! println {
    ($($part:tt)*) => { $crate::serial::write(format_args!("{}\n", format_args!($($part)*))) };
}
