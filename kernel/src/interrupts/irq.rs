//! The sixteen lines of the 8259A pair: the driver of each, then the end of interrupt.

use crate::devices::{pic_8259a, pit_8254, ps2_keyboard, uart_16550};

/// Line of the 8254's counter 0.
pub const TIMER: u8 = 0;
/// Line of the 8042's output buffer.
pub const KEYBOARD: u8 = 1;
/// Line through which the second 8259A is chained to the first.
pub const CASCADE: u8 = 2;
/// Line of the first serial port.
pub const SERIAL: u8 = 4;

/// Serves one request. Short, as everything with IF = 0 must be.
pub fn serve(line: u8) {
    if pic_8259a::is_spurious(line) {
        return;
    }
    match line {
        TIMER => pit_8254::on_tick(),
        KEYBOARD => ps2_keyboard::on_interrupt(),
        SERIAL => uart_16550::on_interrupt(),
        _ => {}
    }
    pic_8259a::end_of_interrupt(line);
}
