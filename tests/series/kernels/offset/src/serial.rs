//! Prints to the first serial port.

use core::fmt::{Arguments, Write};
use lazy_static::lazy_static;
use spin::Mutex;
use uart_16550::SerialPort;
use x86_64::instructions::interrupts::without_interrupts;

lazy_static! {
    static ref COM1: Mutex<SerialPort> = {
        // SAFETY: COM1 lies there in every PC, and nothing else drives it.
        let mut port = unsafe { SerialPort::new(0x3f8) };
        port.init();
        Mutex::new(port)
    };
}

pub fn write(text: Arguments) {
    // A handler that prints while the line is held would wait for ever.
    without_interrupts(|| COM1.lock().write_fmt(text).unwrap());
}

#[macro_export]
macro_rules! print {
    ($($part:tt)*) => { $crate::serial::write(format_args!($($part)*)) };
}

#[macro_export]
macro_rules! println {
    () => { $crate::print!("\n") };
    ($($part:tt)*) => { $crate::print!("{}\n", format_args!($($part)*)) };
}
